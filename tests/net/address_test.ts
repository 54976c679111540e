/** How addresses are written and read, and what counts as one. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { addressKey, formatAddress, formatIp, parseIp, withoutMapping } from "../../net/address.ts";
import { test } from "../support/sanitized.ts";

test("an address is written as it is typed, an IPv6 one in brackets", () => {
  assertEquals(formatAddress("127.0.0.1", 53000), "127.0.0.1:53000");
  assertEquals(formatAddress("chat.example", 80), "chat.example:80");
  assertEquals(formatAddress("::1", 1), "[::1]:1");
});

test("an IPv4 address is one address, however it came; of IPv6 the whole /64 is", () => {
  assertEquals(addressKey("192.0.2.7"), "192.0.2.7");
  assertEquals(addressKey("::ffff:192.0.2.7"), "192.0.2.7");
  assertEquals(addressKey("::FFFF:192.0.2.7"), "192.0.2.7");
  assertEquals(addressKey("::ffff:c000:207"), "192.0.2.7");
  assertEquals(addressKey("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assertEquals(addressKey("2001:DB8:1:2::"), "2001:db8:1:2::/64");
  assertEquals(addressKey("::1"), "::/64");
  assertEquals(addressKey("fe80::1%eth0"), addressKey("fe80::2"));
  assertEquals(addressKey("2001:db8:1:2::1") === addressKey("2001:db8:1:3::1"), false);
  assertEquals(addressKey("192.0.2.7") === addressKey("192.0.2.8"), false);
  assertEquals(addressKey("nobody:knows"), "nobody:knows");
});

test("what is no address is none", () => {
  for (
    const text of [
      "",
      "1.2.3",
      "1.2.3.256",
      "01.2.3.4",
      "1.2.3.4.5",
      "0x7f.1",
      "2130706433",
      "[::1]",
      "::1::",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "12345::",
      "localhost",
      "1.2.3.4\n",
      "::1/64",
      "::1]:80/x",
      ":".repeat(100_000),
    ]
  ) {
    assertEquals(parseIp(text), undefined, text.slice(0, 20));
  }
});

test("every address is read as it is written, in full and short", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
    bytes[0] = 0x20; // No IPv4 in IPv6.
    const full = Array.from(
      { length: 8 },
      (_, at) => ((bytes[2 * at] ?? 0) << 8 | (bytes[2 * at + 1] ?? 0)).toString(16),
    );
    assertEquals(parseIp(full.join(":")), bytes);
    assertEquals(parseIp(formatIp(bytes)), bytes);
  }));
  fc.assert(fc.property(fc.ipV4(), (address) => {
    assertEquals(formatIp(parseIp(address) ?? new Uint8Array()), address);
    assertEquals(parseIp(`::ffff:${address}`), parseIp(address));
  }));
});

test("an IPv4 address that a socket for both kinds writes as IPv6 is written as what it is", () => {
  const written = ["::ffff:192.0.2.7", "::FFFF:192.0.2.7", "192.0.2.7", "2001:db8::1", "::1", "fe80::1%eth0"];
  assertEquals(written.map(withoutMapping), [
    "192.0.2.7",
    "192.0.2.7",
    "192.0.2.7",
    "2001:db8::1",
    "::1",
    "fe80::1%eth0",
  ]);
});

/** What a URL makes of an address of IPv6: other code than ours, for the same rules. */
function byUrl(text: string): string | undefined {
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
}

test("what is an address of IPv6, and which, is as for a URL", () => {
  const group = fc.oneof(
    fc.constantFrom("", "0", "ffff", "00001", "g", "1.2.3.4", "1.2.3.256", "01.2.3.4"),
    fc.nat(0xffff).map((n) => n.toString(16)),
  );
  const written = fc.array(fc.tuple(group, fc.constantFrom(":", ":", ":", "::")), {
    minLength: 1,
    maxLength: 9,
  })
    .map((parts) => parts.map(([text, end], at) => at === parts.length - 1 ? text : text + end).join(""));
  const exact = fc.tuple(fc.array(fc.nat(0xffff), { minLength: 7, maxLength: 8 }), fc.nat(8)).map(
    ([all, at]) => {
      const texts = all.map((n) => n.toString(16));
      return all.length === 8
        ? texts.join(":")
        : `${texts.slice(0, at).join(":")}::${texts.slice(at).join(":")}`;
    },
  );
  let addresses = 0;
  fc.assert(
    fc.property(fc.oneof(written, exact, fc.string({ unit: fc.constantFrom(..."01af:.") })), (text) => {
      const bytes = text.includes(":") ? parseIp(text) : undefined;
      const expected = text.includes(":") ? byUrl(text) : undefined;
      if (bytes !== undefined) addresses++;
      if (expected === undefined) return assertEquals(bytes, undefined);
      // One of IPv4 that is written as IPv6 is one of IPv4.
      const shown = bytes === undefined ? undefined : formatIp(bytes);
      assertEquals(shown?.includes(".") ? byUrl(`::ffff:${shown}`) : shown, expected);
    }),
    { numRuns: 3_000 },
  );
  assertEquals(addresses > 300, true, `${addresses}`);
});
