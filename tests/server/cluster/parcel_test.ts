/** Which parcels between servers are taken. */

import { assertEquals } from "@std/assert";
import { SeenParcels } from "../../../server/cluster/parcel.ts";

Deno.test("each parcel of a sender is taken once, in whatever order they come, and none that is too old to be known", () => {
  const seen = new SeenParcels();
  const took = (from: number, ...all: readonly number[]): readonly boolean[] =>
    all.map((n) => seen.note(from, n));
  assertEquals(took(7, 3, 1, 2, 1, 3), [true, true, true, false, false]);
  assertEquals(took(8, 3), [true], "others count for themselves");
  assertEquals(took(7, 2_000, 2_000, 977, 976), [true, false, true, false]);
});
