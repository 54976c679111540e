/** Who is away is asked for while somebody looks. */

import { assertEquals } from "@std/assert";
import { askInRounds } from "../../../web/windows/presence_rounds.ts";
import { FakeClock } from "../../support/clock.ts";

Deno.test("who is away is asked for once a minute, and not while nobody looks", async () => {
  const clock = new FakeClock();
  let isSeen = true;
  let asked = 0;
  askInRounds({ clock, isSeen: () => isSeen, refresh: () => asked++ });
  await clock.advance(59_999);
  assertEquals(asked, 0);
  await clock.advance(1);
  assertEquals(asked, 1);
  await clock.advance(60_000);
  assertEquals(asked, 2);
  isSeen = false;
  await clock.advance(300_000);
  assertEquals(asked, 2);
  isSeen = true;
  await clock.advance(60_000);
  assertEquals(asked, 3);
});
