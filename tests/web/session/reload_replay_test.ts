/** Which messages of a room come again after a reload. */

import { assertEquals } from "@std/assert";
import { shownUntil } from "../../../web/session/reload_replay.ts";

Deno.test("fifty come again, more when they were not read, five hundred at most, and nothing that was cleared", () => {
  const until = (last: number, read: number, cleared = 0): number =>
    shownUntil({ name: "tea", last, read, cleared });
  assertEquals(until(0, 0), 0);
  assertEquals(until(20, 20), 0);
  assertEquals(until(200, 200), 150);
  assertEquals(until(200, 120), 120);
  assertEquals(until(2000, 100), 1500);
  assertEquals(until(200, 200, 180), 180);
});
