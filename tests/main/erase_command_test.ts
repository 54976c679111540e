/** `chat erase` and `chat export --from`, on files as servers leave them and beside one that runs. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { FROM_SOURCE, runProgram } from "../support/program.ts";
import { startServer } from "../support/test_server.ts";
import { TempFolder } from "../support/temp_folder.ts";

const chat = (...args: readonly string[]) => runProgram([...FROM_SOURCE, ...args, "--lang", "en"]);

/** Tells which of the files of a log have a text anywhere in their bytes. */
function filesWith(folder: TempFolder, text: string): readonly string[] {
  const wanted = new TextEncoder().encode(text);
  const has = (bytes: Uint8Array): boolean =>
    bytes.some((_, at) => wanted.every((byte, i) => bytes[at + i] === byte));
  return [...Deno.readDirSync(folder.path)].map(({ name }) => name)
    .filter((name) => has(Deno.readFileSync(folder.file(name)))).toSorted();
}

/** Has ada and bob talk on a server that keeps its log in `data`. */
async function talk(data: string): Promise<void> {
  await using server = await startServer({ data, realTime: true });
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  await ada.say("my secretplace is here");
  await ada.sendFrames({ type: "topic", room: "lobby", text: "adatopic" });
  await bob.waitForMessage("adatopic");
  await bob.say("hello ada");
  await ada.waitForMessage("hello ada");
  for (const peer of [ada, bob]) {
    await peer.sendFrames({ type: "quit" });
    await peer.waitForEnd();
  }
}

/** Reads an exported log: number, sender, text. */
async function exported(data: string, ...more: readonly string[]): Promise<readonly string[]> {
  const { stdout, code } = await chat("export", "--data", data, "--format", "jsonl", ...more);
  assertEquals(code, 0);
  return stdout.trim().split("\n").filter((line) => line !== "").map((line) => {
    const { seq, from, text } = JSON.parse(line);
    return `${seq} ${from}: ${text}`;
  });
}

Deno.test("one person's words and name leave log, index, topic and audit for good; numbers and others' words stay", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await talk(data);
  const before = await chat("erase", "ADA", "--data", data);
  assertEquals([before.code, /^2 messages of ADA would go/.test(before.stderr)], [2, true], before.stderr);
  assertEquals((await exported(data)).length, 3, "nothing was changed");
  const { code, stdout, stderr } = await chat("erase", "Ada", "--yes", "--data", data);
  assertEquals(code, 0, stderr);
  assert(stdout.startsWith("Erased: Ada, and what was said under that name (2 messages)."), stdout);
  assertEquals(await exported(data), ["1 (erased): (deleted)", "2 (erased): (deleted)", "3 bob: hello ada"]);
  assertEquals(filesWith(folder, "secretplace"), []);
  assertEquals(filesWith(folder, "adatopic"), []);
  const db = new DatabaseSync(data, { readOnly: true });
  assertEquals(db.prepare("SELECT name FROM people").all().map(({ name }) => name), ["bob"]);
  assertEquals(db.prepare("SELECT topic FROM rooms WHERE name = 'lobby'").get()?.topic, null);
  const audit = db.prepare("SELECT do, subject, why FROM audit").all();
  assertEquals(audit.map((row) => ({ ...row })), [{ do: "clear", subject: "(erased)", why: "2" }]);
  db.close();
  assertEquals((await chat("verify", data)).code, 0);
  await using server = await startServer({ data, realTime: true });
  const bob = await server.native("bob");
  await bob.sendFrames({ type: "search", query: "hello", id: "a" });
  assertEquals((await bob.waitForFrame("hit")).text, "hello ada", "the index is made anew");
});

Deno.test("the server may run: it shows nothing of them any more, and a copy has nothing", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await talk(data);
  await using server = await startServer({ data, realTime: true });
  const cyd = await server.native("cyd");
  const { code, stdout, stderr } = await chat("erase", "ada", "--yes", "--data", data);
  assertEquals(code, 0, stderr);
  assert(stdout.includes("Their topic of #lobby is shown until"), stdout);
  await cyd.sendFrames({ type: "history", room: "lobby", limit: 10 });
  await cyd.waitForFrame("history");
  const shown = cyd.framesOf("message").slice(-3).map(({ seq, from, text }) => `${seq} ${from}: ${text}`);
  assertEquals(shown, ["1 (erased): (deleted)", "2 (erased): (deleted)", "3 bob: hello ada"]);
  const copy = await chat("backup", folder.file("copy.db"), "--data", data);
  assertEquals(copy.code, 0, copy.stderr);
  assertEquals(
    filesWith(folder, "secretplace").filter((name) => name === "copy.db" || name === "chat.db"),
    [],
  );
  await cyd.say("still here");
  await cyd.waitForMessage("still here");
});

Deno.test("whoever is in, or may come back, is not erased while the server runs", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data, realTime: true });
  const ada = await server.native("ada");
  await ada.say("here I am");
  await ada.waitForMessage("here I am");
  const { code, stderr } = await chat("erase", "ada", "--yes", "--data", data);
  assertEquals([code, /^ada is in the room/.test(stderr)], [4, true], stderr);
  assertEquals(await exported(data), ["1 ada: here I am"]);
});

Deno.test("a claimed name is free again, and what its holder said under another name goes as well", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer({ data, realTime: true });
  const ada = await first.native("ada");
  await ada.sendFrames({ type: "claim", password: "correct horse battery" });
  await ada.waitForFrame("claimed");
  await ada.sendFrames({ type: "nick", name: "countess" });
  await ada.waitForFrame("renamed");
  await ada.say("under another name");
  await ada.waitForMessage("under another name");
  await first[Symbol.asyncDispose]();
  const { code, stdout, stderr } = await chat("erase", "ada", "--yes", "--data", data);
  assertEquals(code, 0, stderr);
  assert(stdout.includes("The name ada was claimed and is anybody's again."), stdout);
  assertEquals(await exported(data), ["1 (erased): (deleted)"]);
  const db = new DatabaseSync(data, { readOnly: true });
  for (const table of ["accounts", "credentials", "people"]) {
    assertEquals(db.prepare(`SELECT * FROM ${table}`).all(), [], table);
  }
  db.close();
});

Deno.test("what they changed, reacted to and deleted keeps its place, without a word or a name of theirs", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer({ data, realTime: true });
  const ada = await first.native("ada");
  const bob = await first.native("bob");
  await bob.say("about secretplace nothing");
  await bob.waitForMessage("about secretplace nothing");
  await ada.say("adaword1");
  await ada.waitForMessage("adaword1");
  await ada.sendFrames({ type: "edit", room: "lobby", seq: 2, text: "adaword2" });
  await ada.waitForFrame("message", ({ seq }) => seq === 3);
  await ada.sendFrames({ type: "react", room: "lobby", seq: 1, emoji: "👍" });
  await ada.waitForFrame("message", ({ seq }) => seq === 4);
  await first[Symbol.asyncDispose]();
  const { code, stderr } = await chat("erase", "ada", "--yes", "--data", data);
  assertEquals(code, 0, stderr);
  assertEquals(filesWith(folder, "adaword"), []);
  const left = (await exported(data)).join("\n");
  assertEquals(/\bada\b/.test(left), false, left);
  assertEquals(left.split("\n").length, 4);
  const db = new DatabaseSync(data, { readOnly: true });
  assertEquals(db.prepare("SELECT reactions FROM messages WHERE reactions IS NOT NULL").all(), []);
  db.close();
  assertEquals((await chat("verify", data)).code, 0);
});

Deno.test("copies that chat made beside the log are named, as they still have all of it", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await talk(data);
  Deno.writeTextFileSync(folder.file("chat.db.v3-backup"), "");
  Deno.writeTextFileSync(folder.file("chat.db.before-2026-11-29-024500"), "");
  const { stdout } = await chat("erase", "ada", "--yes", "--data", data);
  assert(/have all of it: .*chat\.db\.before-2026-11-29-024500, .*chat\.db\.v3-backup/.test(stdout), stdout);
});

Deno.test("without a name nothing happens", async () => {
  for (const name of [[], ["a b"]]) {
    assertEquals((await chat("erase", ...name)).code, 2);
  }
});

Deno.test("one person's messages are exported by their name in any spelling", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await talk(data);
  assertEquals(await exported(data, "--from", "ADA"), ["1 ada: my secretplace is here", "2 ada: adatopic"]);
  assertEquals(await exported(data, "--from", "nobody"), []);
});
