/** Masks of people, and whom a ban of another door is about. */

import { assertEquals } from "@std/assert";
import {
  formatMask,
  isAddress,
  isNickOnly,
  masked,
  maskOfSubject,
  parseMask,
  subjectOfMask,
} from "../../../../server/doors/irc/ban_mask.ts";
import { test } from "../../../support/sanitized.ts";

test("parts of a mask that are left out fit everybody", () => {
  for (
    const [written, whole] of [
      ["bob", "bob!*@*"],
      ["bob!u", "bob!u@*"],
      ["u@host", "*!u@host"],
      ["@host", "*!*@host"],
      ["bob!u@host", "bob!u@host"],
      ["m:bob", "m:bob!*@*"],
      ["!@", "*!*@*"],
    ] as const
  ) assertEquals(formatMask(parseMask(written)), whole);
});

test("a mask of a nickname alone is a name or a pattern at all doors, and comes back as that mask", () => {
  for (
    const [mask, subject] of [
      ["bob!*@*", "bob"],
      ["j|doe!*@*", "j.doe"],
      ["^3b!*@*", "3b"],
      ["sp*m!*@*", "sp*m"],
      ["*!*@192.0.2.0/24", "192.0.2.0/24"],
      ["*!*@2001:db8::/64", "2001:db8::/64"],
      ["*!evan@*", "*!evan@*"],
      ["bob!*@abc", "bob!*@abc"],
    ] as const
  ) {
    assertEquals(subjectOfMask(parseMask(mask)), subject);
    assertEquals(maskOfSubject(subject, false), mask);
    assertEquals(maskOfSubject(subject, true), `m:${mask}`);
  }
});

test("what is an address, what goes by the nickname alone, and whom a mask fits", () => {
  assertEquals(
    ["*!*@192.0.2.7", "*!*@::1", "*!*@deadbeef", "*!*@*"].map((mask) => isAddress(parseMask(mask))),
    [
      true,
      true,
      false,
      false,
    ],
  );
  assertEquals(isNickOnly(parseMask("bob")), true);
  assertEquals(isNickOnly(parseMask("bob@host")), false);
  const fits = masked(parseMask("B?b!*e@H*"));
  assertEquals(["bob!me@host", "bob!you@host", "boob!me@host"].map(fits), [true, false, false]);
});

test("what was banned at another door is one parameter of a line, whatever stands in it", () => {
  assertEquals(maskOfSubject(":x y*!*@*", false), "?x?y*!*@*");
  assertEquals(maskOfSubject("a b*", true), "m:a?b*!*@*");
});
