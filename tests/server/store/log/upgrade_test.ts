/** That a log of an older version is copied before it is migrated, so that there is a way back to the older chat. */

import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { CannotStore } from "../../../../server/store/log/errors.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { exportMessages, verifyLog } from "../../../../server/store/log/archive.ts";
import { SCHEMA_VERSION } from "../../../../server/store/log/schema.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/** Unpacks a file of version 3. */
async function oldLog(folder: TempFolder): Promise<string> {
  const packed = await Deno.open(new URL("files/version3_ec10bd6.db.gz", import.meta.url));
  const path = folder.file("chat.db");
  await Deno.writeFile(path, packed.readable.pipeThrough(new DecompressionStream("gzip")), { mode: 0o600 });
  return path;
}

function names(folder: TempFolder): readonly string[] {
  return Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort();
}

function versionOf(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  const version = db.prepare("PRAGMA user_version").get()?.user_version;
  db.close();
  return version;
}

test("a log of an older version is copied whole before it is migrated, also what is only in -wal, and only once", async () => {
  using folder = new TempFolder();
  const path = await oldLog(folder);
  const older = new DatabaseSync(path); // An older server that was killed: its last message is in -wal.
  older.exec("PRAGMA journal_mode = WAL; UPDATE rooms SET last = last + 1 WHERE name = 'lobby'");
  older.exec(
    "INSERT INTO messages SELECT max(n) + 1, 1795256546000, 1, 'ada', 'newest', 0, NULL FROM messages WHERE n < 2 * 1099511627776",
  );
  const log = openLog(path, "process");
  const copy = `${path}.v3-backup`;
  assertEquals(log.upgrade, { from: 3, copy });
  log.close();
  older.close();
  openLog(path, "process").close();
  assertEquals(names(folder), ["chat.db", "chat.db-lock", "chat.db.v3-backup"]);
  assertEquals([versionOf(path), versionOf(copy)], [SCHEMA_VERSION, 3]);
  assertEquals(verifyLog(copy), { rooms: 2, messages: 47 });
  assertEquals([...exportMessages(copy, {})], [...exportMessages(path, {})]);
  if (Deno.build.os !== "windows") assertEquals((Deno.statSync(copy).mode ?? 0) & 0o777, 0o600);
});

test("a copy that is there is never written over", async () => {
  using folder = new TempFolder();
  for (let time = 0; time < 3; time++) openLog(await oldLog(folder), "process").close();
  assertEquals(names(folder).filter((name) => name.includes("backup")), [
    "chat.db.v3-backup",
    "chat.db.v3-backup-2",
    "chat.db.v3-backup-3",
  ]);
});

test("a new log, and one that is up to date, need no copy", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  for (let time = 0; time < 2; time++) {
    const log = openLog(path, "process");
    assertEquals(log.upgrade, undefined);
    log.close();
  }
  assertEquals(names(folder), ["chat.db", "chat.db-lock"]);
});

test("a log that cannot be migrated stays as it was, and leaves no copies", async () => {
  using folder = new TempFolder();
  const path = await oldLog(folder);
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE forgotten (in_the_way)");
  db.close();
  assertThrows(() => openLog(path, "process"), CannotStore);
  assertEquals([names(folder), versionOf(path)], [["chat.db", "chat.db-lock"], 3]);
});
