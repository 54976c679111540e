/** `chat ban` and `chat audit`, as programs. */

import { assert, assertEquals } from "@std/assert";
import { openLog } from "../../server/store/log/open.ts";
import { runProgram } from "../support/program.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";

const CHAT = [Deno.execPath(), "run", "-A", "--no-check", new URL("../../main.ts", import.meta.url).pathname];

test("bans are added, listed and lifted from the command line, and the audit tells who did it", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  openLog(data, "process").close();
  const chat = (...args: string[]) => runProgram([...CHAT, ...args, "--data", data, "--lang", "en"]);
  assertEquals((await chat("ban", "list")).stdout, "Nobody is banned or muted.\n");
  const added = await chat("ban", "add", "spam*", "--for", "2h", "--why", "spam");
  assert(
    /^spam\* is banned until .*: \/unban 1 ends that\.\n$/.test(added.stdout),
    added.stdout + added.stderr,
  );
  await chat("ban", "add", "192.0.2.0/24");
  const { stdout } = await chat("ban", "list");
  assert(/^1 {2}spam\*, by .*: spam\n2 {2}192\.0\.2\.0\/24, by .*\n$/.test(stdout), stdout);
  assertEquals((await chat("ban", "lift", "1")).code, 0);
  assertEquals((await chat("ban", "lift", "1")).code, 4);
  assertEquals((await chat("ban", "add", "a b")).code, 2);
  const audit = await chat("audit", "--json", "--since", "1h");
  const told = audit.stdout.trim().split("\n").map((line): unknown => JSON.parse(line).do);
  assertEquals(told, ["ban", "ban", "unban"]);
  const read = (await chat("audit")).stdout.trim().split("\n");
  const patterns = [
    /M {2}\S+ banned spam\* from the server until .*: spam$/,
    /M {2}\S+ banned 192\.0\.2\.0\/24 from the server$/,
    /M {2}\S+ lifted the ban of spam\* from the server$/,
  ];
  assert(patterns.every((pattern, index) => pattern.test(read[index] ?? "")), read.join("\n"));
});
