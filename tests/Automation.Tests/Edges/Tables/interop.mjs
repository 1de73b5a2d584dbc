// The other side of the interop tests: the official JavaScript client on the same tables.
//
//   node interop.mjs write|read <repository root> <connection string> <table>
//
// "write" adds the rows below; "read" reads the rows that C# added and exits with 1 unless each has exactly the values below.
// Both languages spell the same rows; a value that either side changes fails one direction.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

const [mode, root, connectionString, name] = process.argv.slice(2);
const { TableClient } = createRequire(join(root, "package.json"))("@azure/data-tables");
const table = TableClient.fromConnectionString(connectionString, name, { allowInsecureConnection: true });

const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
const edm = (type, value) => ({ type, value });
const values = {
  Text: "it's 100% + \u00fcn\u00efc\u00f6d\u00e9 \u6f22\u5b57 \ud83d\udc69\u200d\ud83d\udc69 \"\\\u0000\u001f\u2028",
  Empty: "",
  Int: edm("Int32", -2147483648),
  Long: edm("Int64", "9223372036854775807"),
  Double: edm("Double", 0.1),
  Whole: edm("Double", 5),
  NaN: edm("Double", "NaN"),
  Up: edm("Double", "Infinity"),
  Down: edm("Double", "-Infinity"),
  Yes: edm("Boolean", true),
  Date: edm("DateTime", "2024-02-29T23:59:59.1234567Z"),
  First: edm("DateTime", "1601-01-01T00:00:00.0000000Z"),
  Last: edm("DateTime", "9999-12-31T23:59:59.9999999Z"),
  Guid: edm("Guid", "0f8fad5b-d9cb-469f-a165-70867728950e"),
  Bytes: edm("Binary", Buffer.from(bytes).toString("base64")),
};
const keys = ["plain", "it's", "a b", "100%", "a+b", "%2F", "a&b=c", "\u00fcn\u00ef\u6f22\u5b57\ud83d\ude00", "a!002Fb!0023!003F"];

async function write() {
  for (const key of keys) await table.createEntity({ partitionKey: key, rowKey: key, ...values });
}

function plain(value) {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "bigint" ? value.toString() : value;
}

async function read() {
  for (const key of keys) {
    const row = await table.getEntity(key, key, { disableTypeConversion: true });
    assert.equal(row.partitionKey, key);
    assert.equal(row.rowKey, key);
    for (const [property, expected] of Object.entries(values)) {
      const want = expected.value ?? expected;
      const found = row[property];
      assert.deepEqual(plain(found?.value ?? found), typeof found?.value === "string" ? String(want) : want, `${key}: ${property}`);
      // To JavaScript 5.0 and 5 are the same number, and this client calls it an Int32.
      if (expected.type && found?.type && property !== "Whole") assert.equal(found.type, expected.type, `${key}: type of ${property}`);
    }
    const filter = `PartitionKey eq '${key.replaceAll("'", "''")}'`;
    let count = 0;
    for await (const found of table.listEntities({ queryOptions: { filter } })) count += found.rowKey === key ? 1 : 0;
    assert.equal(count, 1, `${key}: found by filter`);
  }
}

await (mode === "write" ? write() : read());
