/** The modes of channels, as text and as what rooms are. */

import { assertEquals } from "@std/assert";
import type { RoomMode } from "../../../../protocol.ts";
import { changesBetween, formatChanges, modesOf, parseChanges } from "../../../../server/doors/irc/modes.ts";
import { test } from "../../../support/sanitized.ts";

test("letters take their parameters in order, and only those that have one at that sign", () => {
  assertEquals(parseChanges("+kl-b+o-l", ["word", "5", "x!*@*", "ada"]), [
    { isOn: true, letter: "k", param: "word" },
    { isOn: true, letter: "l", param: "5" },
    { isOn: false, letter: "b", param: "x!*@*" },
    { isOn: true, letter: "o", param: "ada" },
    { isOn: false, letter: "l" },
  ]);
  assertEquals(parseChanges("b", []), [{ isOn: true, letter: "b" }]);
});

test("changes are written with each sign once in a row, and read back", () => {
  const changes = parseChanges("+ik-s+v", ["w", "bob"]);
  assertEquals(formatChanges(changes), ["+ik-s+v", "w", "bob"]);
  assertEquals(formatChanges([]), [""]);
});

test("what a room is like has its letters; every room keeps people outside from writing unless it says so", () => {
  assertEquals(formatChanges(modesOf({})), ["+n"]);
  const mode: RoomMode = {
    accounts: "join",
    inviteonly: true,
    key: true,
    limit: 7,
    readonly: true,
    outside: true,
    secret: true,
    topics: true,
  };
  assertEquals(formatChanges(modesOf(mode)), ["+Riklmst", "*", "7"]);
  assertEquals(formatChanges(modesOf({ lock: true, quiet: true, accounts: "speak" })), ["+Mimn"]);
});

test("the difference of two states is what was switched on and off; the word that opens a room is not told", () => {
  const told = (before: RoomMode, after: RoomMode): readonly string[] =>
    formatChanges(changesBetween(before, after));
  assertEquals(told({}, { inviteonly: true, limit: 3 }), ["+il", "3"]);
  assertEquals(told({ limit: 3, key: true }, { limit: 5 }), ["+l-k", "5", "*"]);
  assertEquals(told({ limit: 5 }, {}), ["-l"]);
  assertEquals(told({}, { outside: true }), ["-n"]);
  assertEquals(told({ lock: true }, { lock: true, inviteonly: true }), [""]);
  assertEquals(told({}, { slow: 5000 }), [""]);
});
