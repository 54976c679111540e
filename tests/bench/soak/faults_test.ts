/** What a soak says of a server's memory and descriptors. */

import { assertEquals } from "@std/assert";
import { cpuPerMillion, findFaults, type Sample, tenth } from "../../../bench/soak/faults.ts";

const MINUTES = 60;
const MEBIBYTE = 2 ** 20;

/** An hour of samples, one a second. */
function hour(
  resident: (second: number) => number,
  descriptors: (second: number) => number = () => 120,
): Sample[] {
  return Array.from({ length: MINUTES * 60 }, (_, second) => ({
    resident: resident(second) * MEBIBYTE,
    descriptors: descriptors(second),
    cpu: second,
    deliveries: second * 10_000,
  }));
}

Deno.test("memory that goes up and down is flat", () => {
  assertEquals(findFaults(hour((second) => 100 + second % 200 / 5), MINUTES), []);
});

Deno.test("memory that grows in the beginning and then stays is flat", () => {
  assertEquals(findFaults(hour((second) => 70 + 50 * Math.min(1, second / 1800)), MINUTES), []);
});

Deno.test("memory that grows with the time is not flat, however it goes up and down on the way", () => {
  assertEquals(findFaults(hour((second) => 70 + second / 60 + second % 100 / 5), MINUTES), [
    "memory grew by 14 % in the last third",
  ]);
});

Deno.test("one step up in the last third is no growth", () => {
  assertEquals(findFaults(hour((second) => second < 3000 ? 100 : 120), MINUTES), []);
});

Deno.test("a run of a few minutes says nothing about memory", () => {
  assertEquals(findFaults(hour((second) => 70 + second / 6).slice(0, 300), 5), []);
});

Deno.test("a descriptor that is lost every minute is a fault, one that is there for a moment is none", () => {
  assertEquals(findFaults(hour(() => 100, (second) => second % 60 === 0 ? 300 : 120), MINUTES), []);
  assertEquals(findFaults(hour(() => 100, (second) => 120 + Math.floor(second / 60)), MINUTES), [
    "descriptors grew from 120 to 174",
  ]);
});

Deno.test("CPU is counted by what was delivered between the first and the last sample", () => {
  assertEquals(cpuPerMillion(tenth(hour(() => 100), "last")), 100);
});
