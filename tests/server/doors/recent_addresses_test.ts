import { assertEquals } from "@std/assert";
import { RecentAddresses } from "../../../server/doors/recent_addresses.ts";

const MINUTE = 60_000;

Deno.test("a silent connection from where nothing of the kind happened lately is not awaited", () => {
  const addresses = new RecentAddresses(MINUTE);
  assertEquals(addresses.awaitedUntil("a", 0, 0), 0);
  addresses.note("a", 0);
  assertEquals(addresses.awaitedUntil("b", 0, 0), 0);
  assertEquals(addresses.awaitedUntil("a", MINUTE, MINUTE), 0);
});

Deno.test("it is awaited for 5 s where something happened within the time, for 10 s after the last, and for 30 s in all", () => {
  const addresses = new RecentAddresses(MINUTE);
  addresses.note("a", 1000);
  assertEquals(addresses.awaitedUntil("a", 40_000, 40_000), 45_000);
  assertEquals(addresses.awaitedUntil("a", 2000, 2300), 11_000);
  addresses.note("a", 20_000);
  assertEquals(addresses.awaitedUntil("a", 2000, 21_000), 30_000);
  addresses.note("a", 31_000);
  assertEquals(addresses.awaitedUntil("a", 2000, 31_500), 32_000);
});

Deno.test("the last thousand addresses are remembered", () => {
  const addresses = new RecentAddresses(MINUTE);
  for (let i = 0; i < 1001; i++) addresses.note(`${i}`, 0);
  assertEquals(addresses.awaitedUntil("0", 1, 1), 0);
  assertEquals(addresses.awaitedUntil("1", 1, 1), 10_000);
});
