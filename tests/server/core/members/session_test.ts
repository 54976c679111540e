/** How fast a connection is read. */

import { assertEquals } from "@std/assert";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("who sends too fast is slowed, loses nothing, and is told so once", async () => {
  const core = new TestCore({ rate: { perSecond: 10, burst: 2 } });
  const ada = await core.member("ada");
  const waits = Array.from({ length: 5 }, () => ada.session.countLine(core.clock.elapsed()));
  assertEquals(waits, [0, 0, 100, 200, 300]);
  await core.endTurn();
  assertEquals(ada.framesOf("notice").map(({ code }) => code), ["slowed"]);
});
