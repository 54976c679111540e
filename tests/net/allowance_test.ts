/** How often an address may do something. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { AddressAllowance } from "../../net/allowance.ts";
import { test } from "../support/sanitized.ts";

test("an address may do it so many times at once, and then at its pace, whatever others do", () => {
  const allowance = new AddressAllowance({ burst: 3, perSecond: 2 });
  assertEquals([1, 2, 3].map(() => allowance.take("a", 0)), [0, 0, 0]);
  assertEquals(allowance.take("a", 0), 500);
  assertEquals(allowance.take("b", 0), 0);
  assertEquals([allowance.take("a", 499), allowance.take("a", 500), allowance.take("a", 500)], [1, 0, 500]);
  assertEquals(
    [1, 2, 3, 4].map(() => allowance.take("a", 99_000)),
    [0, 0, 0, 500],
    "no more than the burst is saved up",
  );
});

test("of many addresses those are forgotten that did it longest ago", () => {
  const allowance = new AddressAllowance({ burst: 1, perSecond: 0.001 });
  allowance.take("first", 0);
  for (let at = 0; at < 9_999; at++) allowance.take(`${at}`, 0);
  assertEquals(allowance.take("first", 0) > 0, true);
  allowance.take("one more", 0);
  assertEquals(allowance.take("first", 0), 0);
});

test("in no time is more allowed than burst and pace, and who waits as told is let in", () => {
  const steps = fc.array(fc.nat(2000), { maxLength: 60 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      steps,
      (burst, perSecond, waits) => {
        const allowance = new AddressAllowance({ burst, perSecond });
        let now = 0;
        let taken = 0;
        for (const wait of waits) {
          now += wait;
          const told = allowance.take("a", now);
          if (told === 0) taken++;
          else {
            now += told;
            assertEquals(allowance.take("a", now), 0);
            taken++;
          }
          assertEquals(taken <= burst + now * perSecond / 1000 + 1e-6, true);
        }
      },
    ),
  );
});
