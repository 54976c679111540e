/** The native door's way to write frames. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { MEMBERS_PER_FRAME } from "../../../../protocol/limits.ts";
import { encodeFrame } from "../../../../protocol.ts";
import { nativeFormat } from "../../../../server/doors/native/door.ts";
import { serverFrames } from "../../../support/arbitraries.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("whatever is in a frame, its line is the frame as JSON, also when its list of names was written before", () => {
  fc.assert(
    fc.property(fc.oneof(...Object.values(serverFrames)), (frame) => {
      assertEquals(nativeFormat.encode(frame), encodeFrame(frame));
      assertEquals(nativeFormat.encode(frame), encodeFrame(frame));
    }),
  );
  fc.assert(
    fc.property(serverFrames.welcome, (frame) => {
      const tricky = { ...frame, title: '"members":[]', name: '\\"members":[]' };
      assertEquals(nativeFormat.encode(tricky), encodeFrame(tricky));
    }),
  );
});

test("who comes is told who is there now: also after others have left, came back or are called something else", async () => {
  const core = new TestCore({ grace: 60_000 });
  const names = async (who: string): Promise<readonly string[] | undefined> => {
    const client = await core.member(who);
    const told = client.framesOf("welcome")[0]?.members;
    client.sendFrames({ type: "quit" });
    await core.endTurn();
    return told;
  };
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  assertEquals(await names("x"), ["ada", "bob", "x"]);
  ada.sendFrames({ type: "nick", name: "Ada_2" });
  assertEquals(await names("y"), ["Ada_2", "bob", "y"]);
  bob.disconnect();
  assertEquals(await names("z"), ["Ada_2", "bob", "z"]);
  core.connect().hello("bob", bob.resume());
  assertEquals(await names("z"), ["Ada_2", "bob", "z"]);
  ada.sendFrames({ type: "quit" });
  assertEquals(await names("z"), ["bob", "z"]);
});

test("in a large room, too", async () => {
  const core = new TestCore({ rate: null });
  const guests = Array.from({ length: 200 }, (_, i) => {
    const client = core.connect();
    client.hello(`n${i}`);
    return client;
  });
  const told = async (who: string) => (await core.member(who)).framesOf("welcome")[0]?.members;
  assertEquals((await told("ada"))?.slice(0, 3), ["n0", "n1", "n2"]);
  guests[1]?.sendFrames({ type: "nick", name: "first" });
  assertEquals((await told("bob"))?.slice(0, 3), ["n0", "first", "n2"]);
  guests[0]?.sendFrames({ type: "quit" });
  const last = await told("cy");
  assertEquals([last?.slice(0, 2), last?.length, last?.at(-1)], [
    ["first", "n2"],
    MEMBERS_PER_FRAME,
    `n${MEMBERS_PER_FRAME}`,
  ]);
});
