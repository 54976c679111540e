/** What is decided on claims, whatever the order in which they come. */

import { assertEquals } from "@std/assert";
import { judge } from "../../../../server/core/members.ts";
import type { Claimant, Question } from "../../../../server/core/rooms.ts";
import { test } from "../../../support/sanitized.ts";

/** A person in the lobby, in their second stay. */
function person(isHere: boolean): Claimant {
  return { id: 1, name: "ada", isHere, stayOf: () => 2, isIn: (room) => room === "lobby" };
}

const ada = person(true);
const gone = person(false);
const names = new Map([["ada", ada], ["bob", person(true)]]);

function rule(by: Claimant, wish: Question, stay = 2): string {
  return judge({ ...wish, by, seat: 1, stay }, { find: (key) => names.get(key) });
}

test("a name belongs to the first who asks, and to one person only", () => {
  assertEquals(rule(gone, { kind: "enter", key: "cy" }), "granted");
  assertEquals(rule(gone, { kind: "enter", key: "bob" }), "taken");
  assertEquals(rule(ada, { kind: "rename", key: "bob" }), "taken");
  assertEquals(rule(ada, { kind: "rename", key: "ada" }), "granted");
  assertEquals(rule(ada, { kind: "rename", key: "cy" }), "granted");
});

test("a room is entered by somebody who is not in it, and left by somebody who is", () => {
  assertEquals(["lobby", "tea"].map((room) => rule(ada, { kind: "join", room })), ["void", "granted"]);
  assertEquals(["lobby", "tea"].map((room) => rule(ada, { kind: "part", room })), ["granted", "void"]);
});

test("what somebody wants who has left, or has resumed since, means nothing any more", () => {
  const wishes: readonly Question[] = [
    { kind: "rename", key: "cy" },
    { kind: "join", room: "tea" },
    { kind: "part", room: "lobby" },
    { kind: "leave" },
  ];
  for (const wish of wishes) {
    assertEquals(
      [rule(ada, wish), rule(ada, wish, 1), rule(gone, wish)],
      ["granted", "void", "void"],
      wish.kind,
    );
  }
  assertEquals([rule(ada, { kind: "resume" }, 1), rule(gone, { kind: "resume" })], ["granted", "void"]);
});
