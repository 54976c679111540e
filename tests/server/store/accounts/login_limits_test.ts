/** Guessing passwords: how often, by whom, and that nobody is locked out for good by others. */

import { assertEquals } from "@std/assert";
import { LoginLimits } from "../../../../server/store/accounts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

Deno.test("five wrong tries of a name from an address are free, and then the waits double up to five minutes", () => {
  const limits = new LoginLimits();
  const waits: number[] = [];
  let now = 0;
  for (let tries = 1; tries <= 16; tries++) {
    limits.failed("ada", "192.0.2.1", now);
    const wait = limits.wait("ada", "192.0.2.1", now);
    waits.push(wait / 1000);
    now += Math.max(wait, 1000);
  }
  assertEquals(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  assertEquals(limits.wait("ada", "192.0.2.1", now + HOUR), 0);
});

Deno.test("twenty wrong tries from an address, whatever the names, are the most for ten minutes; elsewhere people still log in", () => {
  const limits = new LoginLimits();
  const left = Array.from({ length: 20 }, (_, n) => limits.failed(`name${n}`, "192.0.2.1", n));
  assertEquals([left[0], left[17], left[19]], [4, 2, 0]);
  assertEquals(limits.wait("ada", "192.0.2.1", 20) > 9 * MINUTE, true);
  assertEquals(limits.wait("ada", "192.0.2.2", 20), 0);
  assertEquals(limits.wait("ada", "192.0.2.1", 20 + 10 * MINUTE), 0);
});

Deno.test("a hundred wrong tries of a name in an hour close it for passwords, but not from where its holder has been", () => {
  const limits = new LoginLimits();
  limits.succeeded("ada", "192.0.2.7");
  for (let n = 0; n < 100; n++) limits.failed("ada", `198.51.100.${n}`, n);
  assertEquals(limits.wait("ada", "203.0.113.1", 100) > 59 * MINUTE, true);
  assertEquals(limits.wait("ada", "192.0.2.7", 100), 0);
  assertEquals(limits.wait("bob", "203.0.113.1", 100), 0);
  assertEquals(limits.wait("ada", "203.0.113.1", 100 + HOUR), 0);
});

Deno.test("what is right forgets what was wrong before it", () => {
  const limits = new LoginLimits();
  for (let n = 0; n < 8; n++) limits.failed("ada", "192.0.2.1", n);
  limits.succeeded("ada", "192.0.2.1");
  assertEquals(limits.wait("ada", "192.0.2.1", 8), 0);
  assertEquals(limits.failed("ada", "192.0.2.1", 9), 4);
});

Deno.test("however many addresses guess, only so many are remembered", () => {
  const limits = new LoginLimits();
  for (let n = 0; n < 5; n++) limits.failed("ada", "192.0.2.1", 0);
  for (let n = 0; n < 10_000; n++) limits.failed(`name${n}`, `address${n}`, 0);
  assertEquals(limits.wait("ada", "192.0.2.1", 0), 0); // The first to be forgotten.
});
