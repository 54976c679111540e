/** The program and the file that rooms are kept in: `--data`, `chat export`, `chat backup`, and what cannot be. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { DatabaseSync } from "node:sqlite";
import { openLog } from "../../server/store/log/open.ts";
import { storeNumbered } from "../support/log_fixtures.ts";
import { NativePeer } from "../support/peers.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";

const chat = (...args: string[]): string[] => [...FROM_SOURCE, ...args];

/** A server on this file, in which these were said one after the other. */
async function serverOn(data: string, ...texts: readonly string[]): Promise<Program> {
  const server = new Program(chat("server", "--port", "0", "--quiet", "--data", data));
  const port = Number(await server.waitForOutput(/:(\d+)\.\n/));
  const ada = new NativePeer(await Deno.connect({ port }));
  await ada.enter("ada");
  for (const text of texts) await ada.say(text);
  await ada.say("/me is no command here");
  await ada.waitForMessage("/me is no command here");
  await ada.sendFrames({ type: "say", room: "lobby", text: "waves\nand goes", action: true });
  await ada.waitForMessage("waves\nand goes");
  await ada.sendFrames({ type: "quit" });
  await ada.waitForEnd();
  await ada.close();
  return server;
}

Deno.test("one room is exported in any spelling of its name; one that is not there is a sentence and exit code 4", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const history = openLog(data, "process");
  storeNumbered(history, 2);
  history.close();
  const exported = (...args: string[]) => runProgram(chat("export", "--data", data, ...args));
  const [whole, room, typo, italian] = await Promise.all([
    exported(),
    exported("--room", "#LOBBY"),
    exported("--room", "typo"),
    exported("--room", "typo", "--lang", "it"),
  ]);
  assert(whole.stdout !== "");
  assertEquals(room, whole);
  assertEquals(typo, { code: 4, stdout: "", stderr: `${en.archive.noRoom("typo")}\n` });
  assertEquals(italian, { code: 4, stdout: "", stderr: `${it.archive.noRoom("typo")}\n` });
});

Deno.test("verify proves that a file is whole, the server's own where none is named", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const history = openLog(data, "process");
  storeNumbered(history, 2);
  history.close();
  const none = folder.file("none.db");
  const [own, named, missing, long] = await Promise.all([
    runProgram(chat("verify"), { env: { CHAT_DATA: data, LANG: "en" } }),
    runProgram(chat("verify", data)),
    runProgram(chat("verify", none)),
    runProgram(chat("backup", "--verify", data)),
  ]);
  assertEquals(own, { code: 0, stdout: `${en.archive.whole(data, 1, 2)}\n`, stderr: "" });
  assertEquals([named, long], [own, own]);
  assertEquals(missing, { code: 6, stdout: "", stderr: `${en.store["no-folder"](none)}\n` });
});

Deno.test("what was said is exported as text and as JSON lines, also while the server runs", async () => {
  using folder = new TempFolder();
  const data = folder.file("deep/er/chat.db");
  await using _server = await serverOn(data, "ciao");
  const [text, json, recent, none] = await Promise.all([
    runProgram(chat("export", "--data", data)),
    runProgram(chat("export", "--format", "jsonl", "--room", "lobby"), {
      env: { CHAT_DATA: data, LANG: "en" },
    }),
    runProgram(chat("export", "--data", data, "--since", "1h", "--format", "jsonl")),
    runProgram(chat("export", "--data", data, "--since", "2999-01-01")),
  ]);
  assertEquals([text.code, text.stderr, none], [0, "", { code: 0, stdout: "", stderr: "" }]);
  const day = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /gm;
  assertEquals(
    text.stdout.replaceAll(day, ""),
    "#lobby <ada> ciao\n#lobby <ada> /me is no command here\n#lobby * ada waves\n    and goes\n",
  );
  const frames = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(frames.map(({ seq, from, action }) => [seq, from, action]), [
    [1, "ada", undefined],
    [2, "ada", undefined],
    [3, "ada", true],
  ]);
  assertEquals(recent.stdout, json.stdout);
});

Deno.test("a backup is made while the server runs, verified, never written over another, and opens as a room", async () => {
  using folder = new TempFolder();
  const [data, copy] = [folder.file("chat.db"), folder.file("copy.db")];
  await using server = await serverOn(data, "one", "two");
  const made = await runProgram(chat("backup", copy, "--data", data));
  assertEquals(made, {
    code: 0,
    stdout: [
      en.archive.saved(copy),
      en.operating.identityCopied(`${copy}-identity.pem`),
      en.archive.whole(copy, 1, 4),
      "",
    ].join("\n"),
    stderr: "",
  });
  const [again, verified, italian] = await Promise.all([
    runProgram(chat("backup", copy, "--data", data)),
    runProgram(chat("backup", "--verify", copy)),
    runProgram(chat("backup", "--verify", copy, "--lang", "it")),
  ]);
  assertEquals([again.code, again.stderr], [6, `${en.store.exists(copy)}\n`]);
  assertEquals(verified, { code: 0, stdout: `${en.archive.whole(copy, 1, 4)}\n`, stderr: "" });
  assertEquals(italian.stdout, `${it.archive.whole(copy, 1, 4)}\n`);
  server.signal("SIGTERM");
  await server.waitForExit();
  await using restored = await serverOn(copy, "three");
  const { stdout } = await runProgram(chat("export", "--data", copy));
  assertEquals(stdout.match(/<ada> (one|two|three)/g), ["<ada> one", "<ada> two", "<ada> three"]);
  restored.signal("SIGTERM");
  assertEquals((await restored.waitForExit()).code, 0);
});

Deno.test("what is wrong with a file is one sentence and exit code 6, in both languages", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using _server = await serverOn(data, "x".repeat(300));
  const letter = folder.file("letter.txt");
  Deno.writeTextFileSync(letter, "Dear Ada, ".repeat(999));
  const cases = [
    [["server", "--port", "0", "--data", data], "in-use", data],
    [["server", "--port", "0", "--data", letter], "not-ours", letter],
    [["server", "--port", "0", "--data", `${letter}/chat.db`], "read-only", `${letter}/chat.db`],
    [["export", "--data", folder.file("none.db")], "no-folder", folder.file("none.db")],
    [["export", "--data", `${letter}/x`], "no-folder", `${letter}/x`],
    [["backup", "--verify", letter], "not-ours", letter],
    [["backup", folder.file("none/copy.db"), "--data", data], "read-only", folder.file("none/copy.db")],
  ] as const;
  await Promise.all(cases.map(async ([args, kind, path]) => {
    for (const words of [en, it]) {
      const ended = await runProgram(chat(...args, "--lang", words.lang));
      assertEquals(ended, { code: 6, stdout: "", stderr: `${words.store[kind](path)}\n` });
    }
  }));
});

Deno.test({
  name: "without HOME every command that needs the log says how to name one, and leaves no file",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const env = { LANG: "en", HOME: "", XDG_DATA_HOME: "" };
    const commands = [["server", "--port", "0"], ["export"], ["verify"], ["backup", "copy.db"], [
      "token",
      "list",
    ], [
      "token",
      "new",
      "ci",
    ]];
    await Promise.all(commands.map(async (command) => {
      const { code, stderr } = await runProgram(chat(...command), { env });
      assertEquals([code, stderr], [6, `${en.store.nowhere}\n`], command.join(" "));
    }));
    for (const name of ["-lock", "copy.db"]) assertThrows(() => Deno.statSync(name), Deno.errors.NotFound);
  },
});

Deno.test("a backup without a file is a wrong command line", async () => {
  const ended = await runProgram(chat("backup"));
  assertEquals([ended.code, ended.stderr], [2, `${en.archive.needFile}\n`]);
});

Deno.test("--ephemeral leaves nothing on disk", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_DATA_HOME: folder.path };
  await using server = new Program(chat("server", "--port", "0", "--quiet", "--ephemeral"), env);
  await server.waitForOutput(/:(\d+)\.\n/);
  await using kept = new Program(chat("server", "--port", "0", "--quiet"), env);
  await kept.waitForOutput(/:(\d+)\.\n/);
  const names = Array.from(Deno.readDirSync(folder.file("chat")), ({ name }) => name);
  assert(names.includes("chat.db"));
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name), ["chat"]);
});

Deno.test("a server that is told to stop and will be back says when", async () => {
  await using server = new Program(chat("server", "--port", "0", "--quiet", "--restart", "7s"));
  const port = Number(await server.waitForOutput(/:(\d+)\.\n/));
  const ada = new NativePeer(await Deno.connect({ port }));
  await ada.enter("ada");
  server.signal("SIGTERM");
  const bye = await ada.waitForFrame("bye");
  assertEquals([bye.reason, bye.back, bye.text], ["closing", 7, en.restarting(7)]);
  assertEquals((await server.waitForExit()).code, 0);
  await ada.close();
});

Deno.test("of a damaged file all is exported that can be read, and then said what is wrong", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const history = openLog(data, "process");
  storeNumbered(history, 20_000); // So many that half of the file has more of them than of anything else.
  history.close();
  const { size } = Deno.statSync(data);
  const file = Deno.openSync(data, { write: true });
  const middle = Math.ceil(size / 4096 / 2) * 4096; // Where a page begins.
  file.seekSync(middle, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(size - middle).fill(0xa5));
  file.close();
  const { code, stdout, stderr } = await runProgram(chat("export", "--data", data));
  assertEquals(code, 6);
  const lines = stdout.trimEnd().split("\n");
  assert(lines.length > 1_000 && lines.length < 20_000, `${lines.length}`);
  assert(lines.every((line, i) => line.endsWith(` #lobby <ada> ${i + 1}`)), lines.at(-1));
  assertEquals(stderr, `${en.store.damaged(data, "database disk image is malformed")}\n`);
});

Deno.test({
  name: "a reader that is slow gets all of an export",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    const history = openLog(data, "process");
    storeNumbered(history, 5_000);
    history.close();
    const shell = ["sh", "-c", '"$@" | (sleep 1; cat)', "sh", ...chat("export", "--data", data)];
    const { stdout } = await runProgram(shell);
    assertEquals(stdout.trimEnd().split("\n").length, 5_000);
  },
});

Deno.test("an export that ends before the last message says so", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const history = openLog(data, "process");
  storeNumbered(history, 500);
  history.close();
  const db = new DatabaseSync(data);
  db.exec("DELETE FROM messages WHERE text = '500'");
  db.close();
  const { code, stdout, stderr } = await runProgram(chat("export", "--data", data));
  assertEquals([code, stdout.trimEnd().split("\n").length], [6, 499]);
  assertEquals(stderr, `${en.store.incomplete(data, "lobby")}\n`);
});
