import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { RateLimiter } from "../../../../server/core/delivery/rate_limit.ts";
import { test } from "../../../support/sanitized.ts";

const RATE = { perSecond: 10, burst: 3 };

/** The waits of so many lines in the same moment. */
function takes(bucket: RateLimiter, now: number, count: number): number[] {
  return Array.from({ length: count }, () => bucket.spend(now));
}

test("a burst is free, and each line after it waits for its own tenth of a second", () => {
  assertEquals(takes(new RateLimiter(RATE, 0), 0, 6), [0, 0, 0, 100, 200, 300]);
});

test("who waits as told never waits longer than one line's time", () => {
  const bucket = new RateLimiter(RATE, 0);
  takes(bucket, 0, 3);
  let now = 0;
  for (let line = 0; line < 20; line++) {
    const wait = bucket.spend(now);
    assertEquals(wait, 100);
    now += wait;
  }
});

test("silence earns the burst back, and never more than that", () => {
  const bucket = new RateLimiter(RATE, 1_000);
  takes(bucket, 1_000, 4);
  assertEquals(takes(bucket, 1_350, 4), [0, 0, 50, 150]);
  assertEquals(takes(bucket, 3_600_000, 4), [0, 0, 0, 100]);
});

test("a rate below one a second is kept as well", () => {
  const bucket = new RateLimiter({ perSecond: 0.5, burst: 1 }, 0);
  assertEquals(takes(bucket, 0, 2), [0, 2_000]);
});

test("however the lines come, those who wait as told send no more than the burst and the rate", () => {
  const gaps = fc.array(fc.nat(300), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(gaps, (gaps) => {
    const bucket = new RateLimiter(RATE, 0);
    let now = 0;
    let lines = 0;
    for (const gap of gaps) {
      now += gap;
      const most = RATE.burst + now * RATE.perSecond / 1000 + 1;
      assertEquals(++lines <= most, true, `${lines} lines by ${now} ms`);
      now += bucket.spend(now);
    }
  }));
});
