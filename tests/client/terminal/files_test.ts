/** Files at a terminal: sent to the room, fetched to the disk, with a server that is there. */

import { assertEquals } from "@std/assert";
import { KnownServers } from "../../../client/wire.ts";
import { runTerminal } from "../../../client/terminal.ts";
import { systemClock } from "../../../net/clock.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { identityFiles } from "../../support/encryption.ts";
import { FakeTty } from "../../support/fake_tty.ts";
import { noise } from "../../support/files.ts";
import { test, testInClear } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer } from "../../support/test_server.ts";

/** Has ada send a file and fetch it. */
async function sendAndFetch(isEncrypted: boolean): Promise<void> {
  const { identity: { fingerprint } } = await identityFiles();
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db"), realTime: true, isEncrypted });
  const bob = await server.native("bob");
  const tty = new FakeTty(100, 20);
  const bytes = noise(200_000);
  Deno.writeFileSync(folder.file("the plan.bin"), bytes);
  Deno.mkdirSync(folder.file("here"));
  const end = runTerminal(
    chatOptions(server.running.port, {
      reconnect: false,
      home: folder.path,
      ...(isEncrypted && { trust: { known: new KnownServers(), fingerprint } }),
    }),
    systemClock,
    tty,
  );
  await tty.waitForText("welcome to");
  tty.press("/send ~/the\\ plan.bin\r");
  await tty.waitForText("<ada> the plan.bin (195 KiB, /get 1)");
  const { file } = await bob.waitForFrame("message", (message) => message.file !== undefined);
  assertEquals([file?.name, file?.size], ["the plan.bin", 200_000]);
  tty.press(`/get ${folder.file("here")}\r`);
  await tty.waitForText("checksum right");
  assertEquals(Deno.readFileSync(folder.file("here/the plan.bin")), bytes);
  Deno.writeTextFileSync(folder.file("here/the plan.bin"), "mine");
  tty.press(`/get 1 ${folder.file("here")}\r`);
  await tty.waitForText("is there already");
  assertEquals(Deno.readTextFileSync(folder.file("here/the plan.bin")), "mine");
  tty.press("/send /nowhere/x\r");
  await tty.waitForText(en.client.files.none("/nowhere/x"));
  tty.press("/get 77\r");
  await tty.waitForText("Message 77 in #lobby has no file");
  const lines = Array.from({ length: 300 }, (_, at) => `line ${at} of a long text`);
  tty.paste(lines.join("\n"));
  await tty.waitForText("Ctrl-Y sends it as a text file");
  tty.press("\x19");
  await tty.waitForText("text.txt (6.9 KiB, 300 lines, /get 2)");
  const long = await bob.waitForFrame("message", ({ seq }) => seq === 2);
  assertEquals([long.file?.name, long.file?.type, long.file?.lines], ["text.txt", "text/plain", 300]);
  assertEquals(long.text.split("\n").slice(1), lines.slice(0, 5), "its first lines are told");
  tty.press("/query bob\r/send ~/the\\ plan.bin\r");
  await tty.waitForText("never written to a disk");
  assertEquals([...Deno.readDirSync(folder.file("here"))].map(({ name }) => name), ["the plan.bin"]);
  tty.press("/quit\r");
  assertEquals((await end).code, 0);
  assertEquals(bob.framesOf("message").filter((message) => message.file !== undefined).length, 2);
}

testInClear(
  "a file that is sent at one terminal is fetched at it again, checked, and nothing is written over",
  () => sendAndFetch(false),
);

test("the same within TLS, with a server that is known by its key", () => sendAndFetch(true));
