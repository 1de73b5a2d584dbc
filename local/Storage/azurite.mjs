// Runs Azurite's table service for the process that holds this one's stdin, and ends with it.
//
//   node azurite.mjs <repository root> <data folder> <port, 0 for a free one>
//
// Prints one line of JSON when it answers: {"port": 12345}. The end of stdin, which also comes when the parent is killed,
// closes the service in order: requests under way are answered, then the tables are saved.
import { readFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { findNarrowestFirst } from "./finds.mjs";
import { saveSpaced } from "./saves.mjs";

const [root, folder, port] = process.argv.slice(2);
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
  const TableConfiguration = require("azurite/dist/src/table/TableConfiguration").default;
  const TableServer = require("azurite/dist/src/table/TableServer").default;
  const database = join(folder, "__azurite_db_table__.json");
  const server = new TableServer(
    new TableConfiguration("127.0.0.1", Number(port), undefined, database, false, false, undefined, undefined, false, true));
  // Azurite saves changed tables every 5 s, which would bound what a kill -9 of this very process can lose; ours come sooner while
  // the tables are small. Only the timer goes: the flag stays on, without which closing would not save.
  server.metadataStore.db.autosaveDisable();
  findNarrowestFirst(server.metadataStore.db.constructor.Collection);
  let endSaves = () => {};

  let closing = false;
  async function close() {
    if (closing) return;
    closing = true;
    const drained = new Promise((resolve) => server.httpServer.stop(resolve));
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, drainLimit))]);
    endSaves();
    // A save under way has already marked the tables as clean: closing would not wait for it.
    await new Promise((resolve) => server.metadataStore.db.throttledSaveDrain(resolve));
    await server.close();
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

  await server.start();
  endSaves = saveSpaced(server.metadataStore.db);
  process.stdin.resume();
  console.log(JSON.stringify({ port: server.httpServer.address().port }));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
