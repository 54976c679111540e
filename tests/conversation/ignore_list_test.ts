/** Whom a reader does not want to see: by name and by person, whatever they are called. */

import { assertEquals } from "@std/assert";
import { IgnoreList } from "../../conversation.ts";
import type { ServerFrame } from "../../protocol.ts";
import { test } from "../support/sanitized.ts";

const renamed = (from: string, to: string, person?: string): ServerFrame => ({
  type: "renamed",
  from,
  to,
  at: 0,
  ...(person !== undefined && { person }),
});
const joined = (name: string, person: string): ServerFrame => ({
  type: "joined",
  room: "lobby",
  name,
  person,
  at: 0,
});

test("who is hidden stays so under another name, and who takes the old one is seen", () => {
  const list = new IgnoreList();
  list.add("eve", "e1");
  assertEquals(list.follow(renamed("eve", "eva", "e1")), true);
  assertEquals(list.names, ["eva"]);
  assertEquals(list.hides({ from: "eva", person: "e1" }), true);
  assertEquals(list.hides({ from: "eve", person: "x9" }), false);
  assertEquals(list.hides({ from: "eve", person: "e1" }), true, "what they said before");
  assertEquals(
    list.hides({ from: "EVE" }),
    true,
    "what they said before as a guest, of whom the log keeps no id",
  );
});

test("who comes back under another name is known again, and can be shown by it", () => {
  const list = new IgnoreList([{ name: "eve", person: "e1" }]);
  assertEquals(list.follow(joined("zoe", "e1")), true);
  assertEquals([list.names, list.hides({ from: "zoe", person: "e1" })], [["zoe"], true]);
  assertEquals([list.remove("zoe", "e1"), list.all], [true, []]);
});

test("who is known by name only is learned by id when they are seen, from whatever tells of them", () => {
  const seen: readonly ServerFrame[] = [
    joined("Eve", "e1"),
    { type: "message", room: "lobby", seq: 1, at: 0, from: "eve", person: "e1", text: "hi" },
    { type: "members", room: "lobby", members: ["ada", "eve"], persons: ["a1", "e1"], count: 2 },
    { type: "private", from: "eve", person: "e1", to: "ada", at: 0, text: "hi" },
  ];
  for (const frame of seen) {
    const list = new IgnoreList([{ name: "eve" }]);
    assertEquals([list.follow(frame), list.follow(frame)], [true, false], frame.type);
    assertEquals(list.hides({ from: "other", person: "e1" }), true, frame.type);
  }
});

test("what was said before tells nothing of who has a name now", () => {
  const list = new IgnoreList([{ name: "eve" }]);
  const frame: ServerFrame = {
    type: "message",
    room: "lobby",
    seq: 1,
    at: 0,
    from: "eve",
    person: "e1",
    text: "",
    past: true,
  };
  assertEquals(list.follow(frame), false);
});

test("where a server tells no ids, a name is followed as ever", () => {
  const list = new IgnoreList();
  list.add("eve");
  list.add("EVE");
  assertEquals(list.names, ["eve"]);
  assertEquals([list.follow(renamed("bob", "rob")), list.follow(renamed("eve", "eva"))], [false, true]);
  assertEquals([list.hides({ from: "eva" }), list.hides({ from: "bob" })], [true, false]);
});
