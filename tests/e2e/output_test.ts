/** What a client prints, and where that ends: a disk that is full, and a reader that is gone. */

import { assertEquals } from "@std/assert";
import { FROM_SOURCE, type ProgramResult, runProgram } from "../support/program.ts";
import { startServer } from "../support/test_server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";

const FULL = "No space left on device (os error 28)";

/** A test that needs `/dev/full`, and a shell with `pipefail`. */
function linuxTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: Deno.build.os !== "linux" });
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
