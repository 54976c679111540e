/** What several results of one measurement come to. */

import { assertEquals } from "@std/assert";
import { medianOf, percentile } from "../../bench/measurement.ts";

Deno.test("the median is taken figure by figure, and no fault is lost", () => {
  const results = [
    { figures: { p50: 3, p99: 10 }, faults: [] },
    { figures: { p50: 1, p99: 30 }, faults: ["lost"] },
    { figures: { p50: 2, p99: 20 }, faults: ["doubled"] },
  ];
  assertEquals(medianOf(results), { figures: { p50: 2, p99: 20 }, faults: ["lost", "doubled"] });
});

Deno.test("a share of the samples lies below its percentile", () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  assertEquals([0, 0.5, 0.99, 1].map((share) => percentile(samples, share)), [1, 51, 100, 100]);
  assertEquals(percentile([], 0.5), NaN);
});
