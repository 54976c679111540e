/** `chat send` as a person at a shell finds it. */

import { assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { FROM_SOURCE, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";

Deno.test("a room that is not there is exit code 4, unless --create makes it; then it is there", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_CONFIG_HOME: folder.path, XDG_STATE_HOME: folder.path };
  await using server = await startServer({ realTime: true, data: folder.file("chat.db") });
  const send = (...args: readonly string[]) => {
    const where = ["--port", String(server.running.port), "--unencrypted", "--no-key", "--as", "ci"];
    return runProgram([...FROM_SOURCE, "send", ...where, "--room", "ops", ...args], { env });
  };
  assertEquals(await send("one"), { code: 4, stdout: "", stderr: `${en.client.noSuchRoom("ops")}\n` });
  assertEquals((await send("--lang", "it", "one")).stderr, `${it.client.noSuchRoom("ops")}\n`);
  assertEquals(await send("--create", "two"), { code: 0, stdout: "", stderr: "" });
  assertEquals(await send("three"), { code: 0, stdout: "", stderr: "" });
});
