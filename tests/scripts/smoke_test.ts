/** The smoke test tells a good program from a bad one. */

import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { test } from "../support/sanitized.ts";

const HOUSE = new URL("../../", import.meta.url);

/** Runs the smoke test on a command, as its task does. */
async function smoke(
  ...command: readonly string[]
): Promise<{ readonly code: number; readonly said: string }> {
  const [, ...args] = config.tasks.smoke.command.split(" ");
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...args, ...command],
    cwd: HOUSE,
    stdin: "null",
  }).output();
  return { code, said: new TextDecoder().decode(stdout) };
}

test("the program from its source passes every step", async () => {
  const { code, said } = await smoke();
  assertEquals(code, 0, said);
  assert(/^All \d+ steps are good/m.test(said) && !said.includes("WRONG"), said);
});

test("a program of another version, and one that opens no room, do not", async () => {
  const old = await smoke(Deno.execPath(), "eval", "console.log('chat 0.0.1')");
  assertEquals([old.code, old.said.startsWith("WRONG --version is that of deno.json")], [1, true], old.said);
  const closed = await smoke(Deno.execPath(), "eval", `console.log('chat ${config.version}')`);
  assertEquals(closed.code, 1);
  assert(/^WRONG a server opens.*: it ended before/m.test(closed.said), closed.said);
});
