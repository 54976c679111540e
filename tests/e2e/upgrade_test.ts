/**
 * An upgrade in place: the file of a server of 0.1.0 that was killed while people were in the room, and this chat started on
 * it. The file is as that server left it (commit ec10bd6, version 3 of the log) and is never to be changed; they come back
 * with the tokens that it gave them.
 */

import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { NativePeer } from "../support/peers.ts";
import { startServer } from "../support/test_server.ts";
import { TempFolder } from "../support/temp_folder.ts";

const TOKENS = { ada: "1e8e45f45b0532881c7e7f4ba1bb5015", zoe: "49540361a059c4ca9351303f17c76eb3" };

/** Unpacks the old file, as if its server had been killed a moment ago. */
async function oldFile(folder: TempFolder): Promise<string> {
  const packed = await Deno.open(
    new URL("../server/store/log/files/people_in_ec10bd6.db.gz", import.meta.url),
  );
  const path = folder.file("chat.db");
  await Deno.writeFile(path, packed.readable.pipeThrough(new DecompressionStream("gzip")));
  const db = new DatabaseSync(path);
  assertEquals(db.prepare("PRAGMA user_version").get()?.user_version, 3);
  db.prepare("UPDATE server SET alive = ?").run(Date.now());
  db.close();
  return path;
}

async function comeBack(
  peer: NativePeer,
  name: string,
  token: string,
  after: Readonly<Record<string, number>>,
): Promise<void> {
  await peer.sendFrames({ type: "hello", name, room: "lobby", resume: { token, after } });
  const welcome = await peer.waitForFrame("welcome");
  assertEquals([welcome.name, welcome.resumed, welcome.count], [name, true, 2]);
}

Deno.test("who was in when 0.1.0 ended is in again, in all rooms, with what was missed once, and nobody left", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: await oldFile(folder), realTime: true });
  await server.waitForLog("upgraded");
  const [ada, zoe] = [await server.native(), await server.native()];
  await comeBack(ada, "ada", TOKENS.ada, { lobby: 1, tea: 1 });
  await comeBack(zoe, "Zoë", TOKENS.zoe, { lobby: 0, tea: 3 });
  const tea = await ada.waitForFrame("entered", ({ room }) => room === "tea");
  assertEquals(tea.topic, { text: "All about tea", from: "ada", at: 1795943177534 });
  await ada.waitForMessage("both, oolong too");
  const missed = ada.framesOf("message").map(({ room, seq, text }) => `${room} ${seq} ${text}`);
  assertEquals(missed, ["tea 2 green or black?", "tea 3 both, oolong too"]);
  await zoe.waitForMessage("ciao ☕ everybody");
  // The old server was killed before its ack came: what is sent again is in the log once.
  await ada.sendFrames({ type: "say", room: "tea", text: "both, oolong too", id: "a-2" });
  const ack = await ada.waitForFrame("ack", ({ id }) => id === "a-2");
  assertEquals([ack.room, ack.seq], ["tea", 3]);
  await zoe.sendFrames({ type: "say", room: "tea", text: "after the upgrade" });
  assertEquals((await ada.waitForMessage("after the upgrade")).seq, 4);
  await ada.sendFrames({ type: "search", query: "oolong" });
  assertEquals((await ada.waitForFrame("hit")).seq, 3);
  for (const peer of [ada, zoe]) {
    assertEquals([...peer.framesOf("joined"), ...peer.framesOf("left")], []);
  }
});

Deno.test("a name of 0.1.0 that may come back is not given to somebody else, and may be claimed by who has it", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: await oldFile(folder), realTime: true });
  const stranger = await server.native();
  await stranger.sendFrames({ type: "hello", name: "Ada", room: "lobby" });
  assertEquals((await stranger.waitForFrame("error")).code, "name-taken");
  const ada = await server.native();
  await comeBack(ada, "ada", TOKENS.ada, {});
  await ada.sendFrames({ type: "claim", password: "correct horse battery" });
  assertEquals((await ada.waitForFrame("claimed")).name, "ada");
});

Deno.test("the way back is open: the file as 0.1.0 left it lies beside the log", async () => {
  using folder = new TempFolder();
  const data = await oldFile(folder);
  await (await startServer({ data, realTime: true }))[Symbol.asyncDispose]();
  const copy = new DatabaseSync(`${data}.v3-backup`, { readOnly: true });
  assertEquals(copy.prepare("PRAGMA user_version").get()?.user_version, 3);
  assertEquals(copy.prepare("SELECT count(*) AS count FROM people WHERE here = 1").get()?.count, 2);
  assertEquals(copy.prepare("SELECT count(*) AS count FROM messages").get()?.count, 4);
  copy.close();
});
