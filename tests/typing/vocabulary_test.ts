import { assertEquals } from "@std/assert";
import { initialState, reduce, type State } from "../../conversation/state.ts";
import { buildVocabulary } from "../../typing/vocabulary.ts";
import type { ServerFrame } from "../../protocol.ts";
import { SENT_AT, welcomeFrame } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const run = (...frames: readonly ServerFrame[]): State => {
  const welcome = welcomeFrame("ada", { members: ["ada", "zoe", "Bob", "eve"], count: 4 });
  return frames.reduce((state, frame) => reduce(state, frame), initialState(welcome, "lobby"));
};
const says = (from: string, room = "lobby", seq = 1): ServerFrame => ({
  type: "message",
  room,
  seq,
  at: SENT_AT,
  from,
  text: "",
});
const ENTERED: ServerFrame = {
  type: "entered",
  room: "den",
  members: ["ada", "mel", "bob"],
  count: 3,
  seq: 0,
  read: 0,
  at: SENT_AT,
};
const names = (state: State): readonly string[] => buildVocabulary(state, { ignored: [] }).names;

test("names are those of the room in view, by name, without my own", () => {
  assertEquals(names(run()), ["Bob", "eve", "zoe"]);
});

test("who spoke last comes first, also by a direct message, also under a new name", () => {
  assertEquals(names(run(says("eve"), says("zoe", "lobby", 2))), ["zoe", "eve", "Bob"]);
  assertEquals(names(run(says("zoe"), { type: "private", from: "eve", to: "ada", at: SENT_AT, text: "" })), [
    "eve",
    "zoe",
    "Bob",
  ]);
  assertEquals(names(run(says("zoe"), { type: "renamed", from: "zoe", to: "yan", at: SENT_AT })), [
    "yan",
    "Bob",
    "eve",
  ]);
});

test("members of other rooms follow, each once, in the same order", () => {
  assertEquals(names(run(ENTERED)), ["Bob", "eve", "zoe", "mel"]);
  assertEquals(names(run(ENTERED, says("mel", "den"))), ["Bob", "eve", "zoe", "mel"]);
});

test("rooms are mine first, then those that were listed, all parts of the list", () => {
  const listed = run(
    { type: "rooms", count: 3, rooms: [{ room: "LOBBY", count: 4 }, { room: "tea", count: 1 }], more: true },
    { type: "rooms", count: 3, rooms: [{ room: "den", count: 3 }] },
    ENTERED,
  );
  assertEquals(buildVocabulary(listed, { ignored: [] }).rooms, ["#lobby", "#den", "#tea"]);
  const again = reduce(listed, { type: "rooms", count: 3, rooms: [{ room: "ops", count: 1 }] });
  assertEquals(buildVocabulary(again, { ignored: [] }).rooms, ["#lobby", "#den", "#ops"]);
});

test("settings, hidden names and the frontend are passed on; before one is in there are no names", () => {
  const settings = new Map([["bell", ["off", "on"]]]);
  const sources = { ignored: ["mallory"], settings, frontend: "page" } as const;
  assertEquals(buildVocabulary(undefined, sources), { names: [], ...sources });
  const { ignored, frontend, messageChars } = buildVocabulary(run(), sources);
  assertEquals([ignored, frontend, messageChars], [["mallory"], "page", 4000]);
});
