/**
 * What a server still does an hour after its start, when the room's thread has given up its rights: from its source, and compiled.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { fetchCertificate } from "../../client/wire/tls.ts";
import { INNER_NAME } from "../../net/certificate.ts";
import { systemClock } from "../../net/clock.ts";
import { toPem } from "../../net/pem.ts";
import { hasNodeTls } from "../../net/tls.ts";
import { verifyLog } from "../../server/store/log.ts";
import { lookUntil } from "./condition.ts";
import { NativePeer } from "./peers.ts";
import { Program, runProgram } from "./program.ts";
import { TempFolder } from "./temp_folder.ts";

/** The server whose clock is turned. */
export const HOUR_LATER = new URL("hour_later.ts", import.meta.url).pathname;

/** Comes in by a native client of ours. */
export async function enter(port: string, name: string): Promise<NativePeer> {
  const peer = new NativePeer(await Deno.connect({ port: Number(port) }));
  await peer.enter(name);
  return peer;
}

/** Comes in inside TLS, whoever the server says it is. */
async function enterEncrypted(port: string, name: string): Promise<NativePeer> {
  const address = { host: "127.0.0.1", port: Number(port) };
  const shown = await fetchCertificate(address, 10_000, systemClock);
  const caCerts = [toPem("CERTIFICATE", shown ?? new Uint8Array())];
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const peer = new NativePeer(await Deno.startTls(conn, { hostname: INNER_NAME, caCerts }));
  await peer.enter(name);
  return peer;
}

/** Waits until the index beside a log has a word, which is looked up from outside. */
async function waitUntilIndexed(path: string, word: string): Promise<void> {
  await lookUntil(`${word} in the index`, () => isIndexed(path, word) || undefined);
}

function isIndexed(path: string, word: string): boolean {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(`${path}-index`, { readOnly: true });
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE sql GLOB 'CREATE VIRTUAL*'").all();
    return tables.some(({ name }) => {
      const sql = `SELECT 1 FROM ${name} WHERE ${name} MATCH ?`;
      return db?.prepare(sql).get(`"${word}"`) !== undefined;
    });
  } catch {
    return false; // It is being made.
  } finally {
    db?.close();
  }
}

/**
 * Has a server an hour after its start, whose rights are gone, index, make a lost index anew, and be backed up.
 *
 * @param command Runs {@linkcode HOUR_LATER}, as far as the log's file.
 * @param chat Runs the program.
 */
export async function tellHourLater(command: readonly string[], chat: readonly string[]): Promise<void> {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  await using server = new Program([...command, path]);
  const told = await server.waitForOutput(/port \d+ an hour later on .+(?=\n)/);
  const [, port = "", deno = "", left] = /^port (\d+) an hour later on (\S+): (.*)$/.exec(told) ?? [];
  const isRelay = !hasNodeTls(deno); // It connects to itself.
  assertEquals(left, isRelay ? "rights left net, 1 of 3 refused" : "rights left none, 3 of 3 refused");
  const ada = await enter(port, "ada");
  const bob = await enterEncrypted(port, "bob");
  await ada.say("strudel");
  await bob.waitForMessage("strudel");
  await bob.close();
  await ada.sync();
  await waitUntilIndexed(path, "strudel");

  for (const end of ["", "-wal", "-shm"]) Deno.removeSync(`${path}-index${end}`);
  await ada.say("pretzel");
  await ada.sync();
  await waitUntilIndexed(path, "pretzel");
  assert(isIndexed(path, "strudel"));

  const copy = folder.file("copy.db");
  const { code } = await runProgram([...chat, "backup", copy, "--data", path]);
  assertEquals([code, verifyLog(copy)], [0, { rooms: 1, messages: 2 }]);

  await ada.close();
  await server.closeInput();
  await server.waitForOutput(/closed\n/);
  assertEquals((await server.waitForExit()).code, 0);
  const kept = Array.from(Deno.readDirSync(folder.path), ({ name }) => name).filter((name) =>
    name.startsWith("chat.db")
  );
  assertEquals(kept.sort(), ["chat.db", "chat.db-index", "chat.db-lock"]);
}
