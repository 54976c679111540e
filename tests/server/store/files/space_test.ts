/** How much of the disk files may take. */

import { assertEquals } from "@std/assert";
import { FileSpace } from "../../../../server/store/files/space.ts";

const MIB = 1024 * 1024;

Deno.test("64 MiB of a disk are left to what is said, a twentieth of a small one, and never less than nothing is free", () => {
  const spaceOf = (free: number, size: number): number =>
    new FileSpace(() => ({ free, size }), () => 0).bytes;
  assertEquals(spaceOf(1000 * MIB, 100_000 * MIB), 936 * MIB);
  assertEquals(spaceOf(10 * MIB, 20 * MIB), 9 * MIB);
  assertEquals(spaceOf(30 * MIB, 100_000 * MIB), 0);
  assertEquals(new FileSpace(() => undefined, () => 0).bytes, Infinity);
});

Deno.test("what is written counts at once, and how full the disk is is read once a second", () => {
  const clock = { now: 0 };
  let reads = 0;
  const disk = { free: 1000 * MIB, size: 100_000 * MIB };
  const space = new FileSpace(() => (reads++, disk), () => clock.now);
  assertEquals(space.bytes, 936 * MIB);
  space.took(36 * MIB);
  clock.now = 999;
  assertEquals([space.bytes, reads], [900 * MIB, 1]);
  clock.now = 1000;
  assertEquals([space.bytes, reads], [936 * MIB, 2]);
});
