/** What is half-typed stays in its view. */

import { assertEquals } from "@std/assert";
import { Drafts } from "../../../client/terminal/drafts.ts";
import { type Editor, emptyEditor } from "../../../client/terminal/editor.ts";
import type { Target } from "../../../protocol/commands.ts";
import { test } from "../../support/sanitized.ts";

const lobby: Target = { kind: "room", room: "lobby" };
const ada: Target = { kind: "person", name: "ada", person: "a1" };
const typed = (text: string): Editor => ({ ...emptyEditor(["earlier"], "cut"), text, cursor: text.length });

test("a half-typed private word stays with its person, and a room's line with the room", () => {
  const drafts = new Drafts();
  assertEquals(drafts.goTo(ada, typed("for ada alone")).text, "for ada alone");
  const inRoom = drafts.goTo(lobby, typed("for ada alone"));
  assertEquals([inRoom.text, inRoom.history, inRoom.cut], ["", ["earlier"], "cut"]);
  const back = drafts.goTo(ada, typed("for all"));
  assertEquals([back.text, back.cursor], ["for ada alone", 13]);
  assertEquals(drafts.goTo(lobby, emptyEditor()).text, "for all");
  assertEquals(drafts.goTo(ada, emptyEditor()).text, "", "what was taken up again and emptied is gone");
});

test("a view that is called something else is the same view", () => {
  const drafts = new Drafts();
  drafts.goTo({ kind: "person", name: "ada" }, typed(""));
  assertEquals(drafts.goTo(ada, typed("one")).text, "one", "their id is known now");
  assertEquals(drafts.goTo({ ...ada, name: "ada2" }, typed("two")).text, "two", "they have another name");
  drafts.follow({ kind: "person", name: "zoe" });
  assertEquals(drafts.goTo({ kind: "person", name: "zoe" }, typed("three")).text, "three");
  assertEquals(drafts.goTo({ kind: "person", name: "ada2", person: "x9" }, typed("")).text, "");
});

test("who has the name of somebody else is another view", () => {
  const drafts = new Drafts();
  drafts.goTo(ada, typed("psst"));
  assertEquals(drafts.goTo({ kind: "person", name: "ada", person: "x9" }, typed("psst")).text, "");
});
