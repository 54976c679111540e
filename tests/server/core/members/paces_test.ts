/** How fast somebody is read does not begin anew with another connection. */

import { assert, assertEquals } from "@std/assert";
import { RateLimiter } from "../../../../server/core/delivery.ts";
import { FloodWatch } from "../../../../server/core/members/flood_watch.ts";
import { type Pace, Paces } from "../../../../server/core/members/paces.ts";
import { claimBy, enterBy, TestKey } from "../../../support/accounts.ts";
import { codesOf } from "../../../support/people.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const RATE = { perSecond: 10, burst: 5 };

/** Says something as fast as the server reads it, for a time; gives how often that was. */
async function flood(core: TestCore, client: TestClient, ms: number): Promise<number> {
  const until = core.clock.elapsed() + ms;
  let said = 0;
  while (core.clock.elapsed() < until && !client.session.isOver) {
    const wait = client.session.countLine(core.clock.elapsed());
    client.say(`spam ${said++}`);
    await core.endTurn();
    await core.clock.advance(Math.max(wait, 1));
  }
  return said;
}

test("who floods, goes, and comes again under another name is muted all the same, and soon", async () => {
  const core = new TestCore({ rate: RATE });
  const bob = await core.member("bob");
  const eve = await core.member("eve");
  await flood(core, eve, 4_000); // Shorter than what is muted.
  assertEquals(codesOf(eve), []);
  eve.disconnect();
  await core.endTurn();
  const again = await core.member("eva");
  const heard = bob.messageTexts.length;
  await flood(core, again, 4_000);
  assert(codesOf(again).includes("muted"), String(codesOf(again)));
  assert(bob.messageTexts.length - heard <= 21, String(bob.messageTexts.length - heard));
});

test("who comes from the same address and says what people say is neither slowed nor muted for it", async () => {
  const core = new TestCore({ rate: RATE });
  const eve = await core.member("eve");
  await flood(core, eve, 4_000);
  eve.disconnect();
  await core.endTurn();
  const ada = await core.member("ada");
  for (let line = 0; line < 40; line++) {
    await core.clock.advance(500);
    assertEquals(ada.session.countLine(core.clock.elapsed()), 0);
    ada.say(`line ${line}`);
    await core.endTurn();
  }
  assertEquals(codesOf(ada), []);
});

test("all connections of one person are read as fast as one", async () => {
  const core = new TestCore({ rate: RATE });
  const [one, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, one, key);
  const two = await enterBy(core, "ada", key);
  const now = core.clock.elapsed();
  let read = 0;
  for (; read < 100; read++) {
    const client = read % 2 === 0 ? one : two;
    if (client.session.countLine(now) > 0) break;
  }
  assertEquals(read, RATE.burst);
});

test("what was spent is gone on with once, for a minute, and only from where it was", () => {
  const paces = new Paces(RATE);
  const spent = (): Pace => {
    const rate = new RateLimiter(RATE, 0);
    const flood = new FloodWatch();
    flood.noteLine(100, 0);
    return { rate, flood };
  };
  const [first, second] = [spent(), spent()];
  for (const pace of [first, second]) paces.keep("a", pace, 0);
  assert(paces.take("b", 1) !== second);
  assertEquals([paces.take("a", 1) === second, paces.take("a", 1) === first], [true, true]);
  assert(paces.take("a", 1)?.flood === undefined);
  paces.keep("a", first, 1);
  assert(paces.take("a", 60_001) !== first);
});
