import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseName } from "../../../../protocol/names.ts";
import { claimsIrc } from "../../../../server/doors/irc/grammar.ts";
import { isMask, matcher } from "../../../../server/doors/irc/mask.ts";
import { fromChannel, fromNick, toChannel, toNick } from "../../../../server/doors/irc/spelling.ts";
import { test } from "../../../support/sanitized.ts";

const names = fc.string({ unit: fc.constantFrom(..."aZ09_-.éß茶"), minLength: 1, maxLength: 24 })
  .map(parseName).filter((name) => name !== undefined);

test("every name has a nickname that IRC's grammar allows, and is read back from it", () => {
  fc.assert(fc.property(names, (name) => {
    assertEquals(/^[^\d\-.,!@#: ][^.,!@#: ]*$/u.test(toNick(name)), true);
    assertEquals(fromNick(toNick(name)), name);
  }));
  assertEquals([toNick("j.doe"), toNick("3b"), toNick("-x"), toNick("ada")], ["j|doe", "^3b", "^-x", "ada"]);
});

test("a room is a channel with # before it", () => {
  assertEquals([toChannel("tea.time"), fromChannel("#tea.time"), fromChannel("tea"), fromChannel("#")], [
    "#tea.time",
    "tea.time",
    undefined,
    undefined,
  ]);
});

test("an IRC client is known by a whole first line, and a person called like a command is none", () => {
  const claim = (text: string): string => claimsIrc(new TextEncoder().encode(text));
  for (
    const line of ["NICK ada", "nick :ada", "CAP LS", "cap ls 302", "CAP END", "PASS x", "USER a 0 * :Ada"]
  ) {
    assertEquals(claim(`${line}\r\n`), "yes", line);
    for (let length = 1; length < line.length; length++) {
      assertEquals(claim(line.slice(0, length)), "wait", line);
    }
  }
  for (
    const line of ["Nick", "Pass", "User", "Cap", "NICK ", "NICK a b", "USER ada", "nickname", "capo", "ada"]
  ) {
    assertEquals(claim(`${line}\n`), "no", line);
  }
  assertEquals(claim("@label=1 CAP LS\r\n"), "yes");
  assertEquals(claim(`USER ${"a".repeat(20)} ${"b".repeat(20)} * :${"c".repeat(30)}`.slice(0, 64)), "yes");
});

test("in a mask * stands for any text and ? for one character, and many stars cost no more than time that grows with the text", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["*", "", true],
    ["*", "ada", true],
    ["a?a", "ada", true],
    ["a?a", "aa", false],
    ["*an1", "#chan1", true],
    ["#c*n2", "#chan1", false],
    ["a*b*c", "axxbyyc", true],
    ["a*b*c", "axxbyy", false],
  ];
  for (const [mask, text, fits] of cases) assertEquals(matcher(mask)(text), fits, `${mask} ${text}`);
  assertEquals(matcher(`${"*a".repeat(200)}*b`)("a".repeat(4000)), false);
  assertEquals([isMask("a*"), isMask("a?"), isMask("ada")], [true, true, false]);
});
