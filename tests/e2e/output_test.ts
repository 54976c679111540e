/** What a client prints, and where that ends: a disk that is full, and a reader that is gone. */

import { assertEquals } from "@std/assert";
import { IS_ENCRYPTED } from "../support/encryption.ts";
import { FROM_SOURCE, type ProgramResult, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";

const FULL = "No space left on device (os error 28)";

/** A test that needs `/dev/full`, and a shell with `pipefail`. */
function linuxTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: Deno.build.os !== "linux" });
}

/** The same of commands that come in nowhere, encrypted or not. */
function localTest(name: string, fn: () => Promise<void>): void {
  if (!IS_ENCRYPTED) linuxTest(name, fn);
}

/** Runs a command line of bash in which `"$@"` is the program. */
async function inShell(line: string, input = "", lang = "en"): Promise<ProgramResult> {
  const command = ["bash", "-o", "pipefail", "-c", line, "bash", ...FROM_SOURCE];
  return await runProgram(command, { input, env: { LANG: lang } });
}

linuxTest(
  "a client whose output cannot be written says so in one sentence and ends with 6, after its lines are in the log",
  async () => {
    await using server = await startServer({ realTime: true });
    const bob = await server.native("bob");
    const args = `--port ${server.running.port} --name ada`;
    const { code, stderr } = await inShell(`"$@" client ${args} >/dev/full`, "one\n");
    assertEquals([code, stderr], [6, `${en.cli.cannotPrint(FULL)}\n`]);
    await bob.waitForMessage("one");
    const italian = await inShell(`"$@" client --json ${args} >/dev/full`, "", "it");
    assertEquals([italian.code, italian.stderr], [6, `${it.cli.cannotPrint(FULL)}\n`]);
  },
);

linuxTest("so do the script commands that print", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  await bob.say("hello");
  const args = `--port ${server.running.port}`;
  const tail = await inShell(`"$@" tail ${args} >/dev/full`);
  assertEquals([tail.code, tail.stderr], [6, `${en.cli.cannotPrint(FULL)}\n`]);
  const asking = inShell(`"$@" ask ${args} --as ada "bob?" >/dev/full`);
  await bob.waitForMessage("bob?");
  await bob.say("ada: here");
  const ask = await asking;
  assertEquals([ask.code, ask.stderr], [6, `${en.cli.cannotPrint(FULL)}\n`]);
});

linuxTest("a reader that is gone is a quiet end", async () => {
  await using server = await startServer({ realTime: true });
  const args = `--port ${server.running.port} --name ada`;
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join("");
  const { code, stdout, stderr } = await inShell(`"$@" client ${args} | head -1`, lines);
  assertEquals([code, stdout.split("\n").length, stderr], [0, 2, ""]);
});

/** What answers without a server, by the words of its command line. */
const ANSWERING = [
  "--help",
  "--version",
  "client --help",
  "completions fish",
  "export",
  "verify",
  "token list",
];

/** Makes a log with messages of a hundred characters; `setting` begins the lines of bash that are about it. */
async function withLog(messages: number, run: (setting: string) => Promise<void>): Promise<void> {
  using folder = new TempFolder();
  const file = folder.file("chat.db");
  await using server = await startServer({ realTime: true, data: file, limits: { rate: null } });
  const args = `--port ${server.running.port} --as ada`;
  const said = await inShell(`"$@" send ${args}`, `${"x".repeat(100)}\n`.repeat(messages));
  assertEquals([said.code, said.stderr], [0, ""]);
  await run(`export CHAT_DATA=${file}; `);
}

localTest(
  "every command that answers ends with 6 where its answer cannot be written, and waits for a slow reader",
  async () => {
    await withLog(900, async (setting) => {
      for (const command of ANSWERING) {
        const [full, whole, slow, gone] = await Promise.all([
          inShell(`${setting} "$@" ${command} >/dev/full`),
          inShell(`${setting} "$@" ${command}`),
          inShell(`${setting} "$@" ${command} | (sleep 1; cat)`),
          inShell(`${setting} "$@" ${command} | head -1`),
        ]);
        assertEquals([command, full.code, full.stderr], [command, 6, `${en.cli.cannotPrint(FULL)}\n`]);
        assertEquals([command, slow.code, slow.stdout.length], [command, 0, whole.stdout.length]);
        assertEquals([command, gone.code, gone.stderr], [command, 0, ""]);
      }
    });
  },
);

localTest("a token that could not be shown is none, and its name is free", async () => {
  await withLog(1, async (setting) => {
    const lost = await inShell(`${setting} "$@" token new ci >/dev/full`);
    assertEquals([lost.code, lost.stderr], [6, `${en.cli.cannotPrint(FULL)}\n`]);
    const again = await inShell(`${setting} "$@" token new ci`);
    assertEquals([again.code, again.stderr], [0, `${en.tokens.made("ci")}\n`]);
  });
});

linuxTest("tail to a slow reader gives all of it, and ends quietly when nobody reads any more", async () => {
  await using server = await startServer({ realTime: true, limits: { rate: null } });
  const args = `--port ${server.running.port}`;
  await inShell(`"$@" send ${args} --as ada`, `${"x".repeat(100)}\n`.repeat(900));
  const slow = await inShell(`"$@" tail ${args} --since 1h | (sleep 1; cat) | wc -l`);
  assertEquals([slow.code, slow.stdout.trim(), slow.stderr], [0, "900", ""]);
  const gone = await inShell(`"$@" tail ${args} --since 1h | head -1`);
  assertEquals([gone.code, gone.stderr], [0, ""]);
});

linuxTest("lines that were not said because the output could not be written are named", async () => {
  await using server = await startServer({ realTime: true, limits: { rate: null } });
  const input = Array.from({ length: 3000 }, (_, i) => `${i}\n`).join("");
  const args = `--port ${server.running.port} --name ada`;
  const { code, stderr } = await inShell(`"$@" client ${args} >/dev/full`, input);
  const [cannot, unsaid, ...more] = stderr.split("\n");
  assertEquals([code, cannot, more], [5, en.cli.cannotPrint(FULL), [""]]);
  assertEquals(unsaid?.replace(/\d+/, "N"), en.client.notInLog("", 0, 7).replace("7", "N"));
});
