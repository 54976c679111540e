/** How fast the lines of one connection are heard. */

import { assertEquals } from "@std/assert";
import { LineReader, type Taker } from "../../../net/lines.ts";
import { LineLoop } from "../../../server/connection/line_loop.ts";
import { TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

test("of a flood 128 lines are heard at a time, also when more is there at once after each read", async () => {
  const core = new TestCore();
  const flooder = await core.member("ada");
  const source = {
    pull: (into: Uint8Array, taker: Taker): void => {
      into.fill(0x0a);
      queueMicrotask(() => taker.took(into.length));
    },
    read: () => Promise.resolve(null),
    close: () => {},
  };
  const heard: string[] = [];
  const resting: (() => void)[] = [];
  const manner = {
    clock: core.clock,
    lineBytes: 100,
    receive: (_session: unknown, line: string) => void heard.push(line),
    later: (run: () => void) => void resting.push(run),
    disconnected: () => {},
    flooded: () => {},
    logFault: (error: unknown) => {
      throw error;
    },
  };
  flooder.session.countLine = () => 0;
  new LineLoop({ session: flooder.session, source, reader: new LineReader(source, 100), manner }).filled();
  for (let turn = 1; turn <= 9; turn++) {
    await core.clock.advance(0);
    assertEquals([heard.length, resting.length], [128 * turn, turn]);
    resting.at(-1)?.();
  }
});
