/**
 * Tests that look at the process as a whole, such as at its threads. Files of tests run beside each other in one process, so each
 * of these begins one of its own.
 *
 * @module
 */

import { assert } from "@std/assert";
import config from "../../deno.json" with { type: "json" };

const HOUSE = new URL("../../", import.meta.url);

/** The name of the variable that tells a process that it was begun for one test. */
const ALONE = "CHAT_TEST_ALONE";

/** Registers a test of Linux that has its process to itself. @param file The address of its module. */
export function testAlone(file: string, name: string, fn: () => Promise<void>): void {
  const ignore = Deno.build.os !== "linux";
  if (Deno.env.get(ALONE) !== undefined) Deno.test({ name, ignore, fn });
  else Deno.test({ name, ignore, fn: () => runAlone(file, name) });
}

async function runAlone(file: string, name: string): Promise<void> {
  const task = config.tasks.test.command.split(" ").slice(1).filter((flag) => flag !== "--parallel");
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...task, "--filter", name, new URL(file).pathname],
    cwd: HOUSE,
    env: { [ALONE]: "1", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert(success && said.includes("1 passed"), said);
}
