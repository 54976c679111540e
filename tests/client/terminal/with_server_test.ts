/** What a terminal asks of a server while somebody types: all rooms for Tab, and the change of what was said last. */

import { assertEquals } from "@std/assert";
import { runTerminal } from "../../../client/terminal.ts";
import { systemClock } from "../../../net/clock.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeTty } from "../../support/fake_tty.ts";
import { testInClear } from "../../support/sanitized.ts";
import { startServer } from "../../support/test_server.ts";

testInClear(
  "a slip is mended by Up for everybody, and Tab leads into a room that one was never in",
  async () => {
    await using server = await startServer({ realTime: true });
    const bob = await server.native("bob");
    await bob.sendFrames({ type: "join", room: "attic" });
    await bob.waitForFrame("entered", ({ room }) => room === "attic");
    const tty = new FakeTty(100, 20);
    const end = runTerminal(
      chatOptions(server.running.port, { reconnect: false }),
      systemClock,
      tty,
    );
    await tty.waitForText("welcome to");
    tty.press("teh plan\r");
    await tty.waitForText("<ada> teh plan");
    tty.press("\x1b[A");
    await tty.waitForText("> /edit @1 teh plan");
    tty.press("\x1b");
    await tty.waitForScreen("\n>\n");
    tty.press("\x1b[A\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x7f\x7fhe\r");
    const { edits, now } = await bob.waitForFrame("message", (message) => message.edits !== undefined);
    assertEquals([edits, now], [1, "the plan"]);
    await tty.waitForText("changed message 1: the plan");
    tty.press("/join #a\t");
    await tty.waitForText("/join #attic");
    tty.press("\r");
    await tty.waitForText("now in #attic");
    tty.press("/quit\r");
    assertEquals((await end).code, 0);
  },
);
