/** Who is told of a new name, and when. */

import { assertEquals } from "@std/assert";
import { forgetDelivered, join, summaryOf } from "../../../support/room_summary.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("a new name is told once to everyone who shares a room, after what was said under the old one", async () => {
  const core = new TestCore();
  const [ada, bob, cy] = [await core.member("ada"), await core.member("bob"), await core.member("cy")];
  const pat = await core.member("pat", "plain");
  await join(core, ada, "tea", "ale");
  await join(core, bob, "tea", "ale");
  cy.sendFrames({ type: "part", room: "lobby" }, { type: "join", room: "cellar" });
  await core.endTurn();
  forgetDelivered(ada, bob, cy, pat);
  bob.sendFrames({ type: "say", room: "tea", text: "one" }, { type: "nick", name: "robert" });
  bob.sendFrames({ type: "say", room: "tea", text: "two" });
  await core.endTurn();
  assertEquals(summaryOf(ada), ["#tea one", "bob is robert", "#tea two"]);
  assertEquals(summaryOf(bob), ["#tea one", "bob is robert", "#tea two"]);
  assertEquals(ada.framesOf("message").map(({ from }) => from), ["bob", "robert"]);
  assertEquals([cy.sink.text, pat.sink.text], ["", "--- bob is now robert\n"]);
});

test("in a large room a new name is not told before its owner's coming", async () => {
  const core = new TestCore({ rate: null });
  const ada = await core.member("ada");
  for (let i = 0; i < 300; i++) core.connect().hello(`n${i}`);
  await core.clock.advance(1_000);
  await core.endTurn();
  forgetDelivered(ada);
  const bob = await core.member("bob");
  bob.sendFrames({ type: "nick", name: "robert" });
  await core.endTurn();
  assertEquals(summaryOf(ada), ["#lobby bob joined", "bob is robert"]);
});
