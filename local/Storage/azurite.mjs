// Runs Azurite's services of tables and blobs for the process that holds this one's stdin, and ends with it.
//
//   node azurite.mjs <repository root> <data folder> <port of tables, 0 for a free one> <that of blobs>
//
// Prints one line of JSON when it answers: {"port": 12345, "blobPort": 12346}. The end of stdin, which also comes when the parent is killed,
// closes the services in order: requests under way are answered, then what they hold is saved.
import { readFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { findNarrowestFirst } from "./finds.mjs";
import { saveSpaced } from "./saves.mjs";

const [root, folder, port, blobPort] = process.argv.slice(2);
const lockFile = join(folder, "azurite.lock");
const predecessorLimit = 15000;
const drainLimit = 5000;

// Whoever started this may have been killed while its own Azurite still saves. That one holds a port open until it is done.
function waitForPredecessor() {
  let held;
  try {
    held = JSON.parse(readFileSync(lockFile, "utf8"));
  } catch {
    return Promise.resolve(); // no lock, or one that was never written in full: nobody serves this folder
  }
  return new Promise((resolve, reject) => {
    const socket = connect(held.port, "127.0.0.1");
    let greeting = "";
    socket.setEncoding("utf8").setTimeout(predecessorLimit, () => {
      socket.destroy();
      if (greeting === held.token) reject(new Error(`another Azurite (process ${held.pid}) serves ${folder}`));
      else resolve(); // the port belongs to somebody else by now
    });
    socket.on("data", (text) => {
      greeting += text;
      if (!held.token.startsWith(greeting)) socket.destroy();
    });
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
}

async function lock() {
  const token = `${process.pid}-${process.hrtime.bigint()}`;
  const holder = createServer((socket) => socket.on("error", () => {}).write(token));
  await new Promise((resolve, reject) => holder.once("error", reject).listen(0, "127.0.0.1", resolve));
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, port: holder.address().port, token }));
}

async function main() {
  delete process.env.AZURITE_ACCOUNTS;
  mkdirSync(folder, { recursive: true });
  await waitForPredecessor();
  await lock();

  const require = createRequire(join(root, "package.json"));
  const tables = tableServer(require);
  const blobs = blobServer(require);
  const servers = [tables, blobs];
  const databases = [tables.metadataStore.db, blobs.metadataStore.db, blobs.extentMetadataStore.db];
  // Azurite saves what changed every 5 s, which would bound what a kill -9 of this very process can lose; ours come sooner while
  // there is little. Only the timers go: the flag stays on, without which closing would not save.
  for (const db of databases) db.autosaveDisable();
  findNarrowestFirst(tables.metadataStore.db.constructor.Collection);
  let endSaves = [];

  let closing = false;
  async function close() {
    if (closing) return;
    closing = true;
    const drained = Promise.all(servers.map((server) => new Promise((resolve) => server.httpServer.stop(resolve))));
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, drainLimit))]);
    for (const end of endSaves) end();
    // A save under way has already marked the tables as clean: closing would not wait for it.
    await Promise.all(databases.map((db) => new Promise((resolve) => db.throttledSaveDrain(resolve))));
    await Promise.all(servers.map((server) => server.close()));
    rmSync(lockFile, { force: true });
    process.exit(0);
  }

  const fail = (error) => { console.error(error.message); process.exit(1); };
  process.on("uncaughtException", fail);
  process.stdin.on("end", () => close().catch(fail)).on("error", () => close().catch(fail));
  process.on("SIGTERM", () => close().catch(fail));
  // Ctrl+C reaches the whole group; the parent still writes while it stops, and closes stdin when it is done.
  process.on("SIGINT", () => {});
  process.on("SIGHUP", () => {});

  await Promise.all(servers.map((server) => server.start()));
  endSaves = databases.map((db) => saveSpaced(db));
  process.stdin.resume();
  console.log(JSON.stringify({ port: tables.httpServer.address().port, blobPort: blobs.httpServer.address().port }));
}

function tableServer(require) {
  const TableConfiguration = require("azurite/dist/src/table/TableConfiguration").default;
  const TableServer = require("azurite/dist/src/table/TableServer").default;
  const database = join(folder, "__azurite_db_table__.json");
  return new TableServer(new TableConfiguration("127.0.0.1", Number(port), undefined, database, false, false, undefined, undefined, false, true));
}

function blobServer(require) {
  const BlobConfiguration = require("azurite/dist/src/blob/BlobConfiguration").default;
  const BlobServer = require("azurite/dist/src/blob/BlobServer").default;
  const [database, extents] = ["__azurite_db_blob__.json", "__azurite_db_blob_extent__.json"].map((name) => join(folder, name));
  const contents = [{ locationPath: join(folder, "__blobstorage__"), locationId: "Default", maxConcurrency: 10 }];
  return new BlobServer(new BlobConfiguration(
    "127.0.0.1", Number(blobPort), undefined, database, extents, contents, false, undefined, false, undefined, false, true));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
