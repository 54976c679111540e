/** Whom a private word is for: a person, and not whoever has their name. */

import { assertEquals } from "@std/assert";
import {
  initialState,
  reduce,
  reduceSent,
  resumeState,
  setTarget,
  type State,
  typingContext,
} from "../../conversation/state.ts";
import { parseLine } from "../../typing.ts";
import type { ServerFrame } from "../../protocol.ts";
import { SENT_AT, welcomeFrame } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const room = "lobby";
const START = initialState(
  welcomeFrame("bob", { members: ["bob", "ada"], persons: ["b1", "a1"], count: 2 }),
  room,
);
const run = (state: State, ...frames: readonly ServerFrame[]): State =>
  frames.reduce((state, frame) => reduce(state, frame), state);
const joined = (name: string, person: string): ServerFrame => ({
  type: "joined",
  room,
  name,
  person,
  at: SENT_AT,
});
const left = (name: string, person: string): ServerFrame => ({
  type: "left",
  room,
  name,
  person,
  reason: "left",
  at: SENT_AT,
});
const renamed = (from: string, to: string, person: string): ServerFrame => ({
  type: "renamed",
  from,
  to,
  person,
  at: SENT_AT,
});
const whispers = (from: string, person: string): ServerFrame => ({
  type: "private",
  from,
  person,
  to: "bob",
  toPerson: "b1",
  at: SENT_AT,
  text: "hi",
});

/** Whom a line that is typed now is for. */
function goesTo(state: State, line: string): string | undefined {
  const { limits } = state;
  const outcome = parseLine(line, {
    frontend: "client",
    typing: typingContext(state, SENT_AT, {}),
    limits,
    id: "1",
  });
  if (outcome.kind !== "send" || outcome.frame.type !== "private") return undefined;
  const { to, person } = outcome.frame;
  return person === undefined ? to : `${to} ${person}`;
}

test("what is typed for one person alone is for that person, also after a stranger has taken the name", () => {
  const alone = setTarget(START, "ada");
  assertEquals(goesTo(alone, "psst"), "ada a1");
  const gone = run(alone, left("ada", "a1"), joined("ada", "x9"));
  assertEquals(goesTo(gone, "psst"), "ada a1");
  assertEquals(goesTo(setTarget(gone, "ada"), "psst"), "ada x9", "unless it is asked for anew");
  assertEquals(goesTo(gone, "/msg ada psst"), "ada x9", "a name that is typed now is of who has it now");
});

test("they are followed to a new name, and found again under it when they come back", () => {
  const alone = setTarget(START, "ada");
  assertEquals(goesTo(run(alone, renamed("ada", "ada2", "a1")), "psst"), "ada2 a1");
  assertEquals(
    goesTo(run(alone, renamed("ada", "zoe", "x9")), "psst"),
    "ada a1",
    "somebody else of that name",
  );
  assertEquals(goesTo(run(alone, left("ada", "a1"), joined("ada3", "a1")), "psst"), "ada3 a1");
  const back = resumeState(alone, welcomeFrame("bob", { members: ["bob", "ada4"], persons: ["b1", "a1"] }));
  assertEquals(goesTo(back, "psst"), "ada4 a1");
});

test("an answer goes to the person who wrote", () => {
  const state = run(START, whispers("ada", "a1"), left("ada", "a1"), joined("ada", "x9"));
  assertEquals(goesTo(state, "/reply yes"), "ada a1");
  const asked = reduceSent(state, { type: "private", to: "eve", person: "e1", text: "hi" });
  assertEquals(goesTo(run(asked, renamed("eve", "eva", "e1")), "/reply yes"), "eva e1");
});

test("who is in no room of mine is known from the first word on", () => {
  const state = setTarget(START, "zoe");
  assertEquals(goesTo(state, "psst"), "zoe");
  assertEquals(
    goesTo(run(state, { type: "delivered", to: "zoe", person: "z1", at: SENT_AT }), "psst"),
    "zoe z1",
  );
});

test("a refusal forgets who has a name, and tells what they are called now", () => {
  const error = { type: "error", text: "", code: "other-person", name: "ada" } as const;
  const alone = setTarget(START, "ada");
  assertEquals(goesTo(run(alone, error), "psst"), "ada a1", "it is still for them");
  assertEquals(
    goesTo(run(alone, error), "/msg ada psst"),
    "ada",
    "a name that is typed again is of whoever has it",
  );
  assertEquals(goesTo(run(alone, { ...error, now: "ada2" }), "psst"), "ada2 a1");
});

test("a server that tells no ids is written to by name", () => {
  const old = initialState(welcomeFrame("bob", { members: ["bob", "ada"] }), room);
  assertEquals(goesTo(setTarget(old, "ada"), "psst"), "ada");
  assertEquals(goesTo(setTarget(old, "ada"), "/msg zoe psst"), "zoe");
});
