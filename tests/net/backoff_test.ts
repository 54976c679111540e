import { assertEquals } from "@std/assert";
import { backoff, LONGEST_WAIT } from "../../net/backoff.ts";
import { test } from "../support/sanitized.ts";

test("the first attempt is made at once, the next ones after twice as long each, up to 30 s", () => {
  const waits = Array.from({ length: 9 }, (_, attempt) => backoff(attempt, 0.999_999));
  assertEquals(waits, [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assertEquals(backoff(5000, 0.999_999), LONGEST_WAIT);
});

test("chance takes up to half of a wait away", () => {
  assertEquals([backoff(3, 0), backoff(3, 0.5), backoff(0, 0.5)], [1000, 1500, 0]);
});
