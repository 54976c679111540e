import { assertEquals } from "@std/assert";
import { enter, isMe, mustAskWho, reduce, type State } from "../../client/state.ts";
import type { ServerFrame } from "../../protocol.ts";
import { AT, welcomeTo } from "../support/fake_server.ts";
import { test } from "../support/test.ts";

const room = "lobby";
const names = (state: State): readonly string[] => [...state.members.values()];
const run = (state: State, ...frames: readonly ServerFrame[]): State => frames.reduce(reduce, state);

const joined = (name: string): ServerFrame => ({ type: "joined", room, name, at: AT });
const left = (name: string): ServerFrame => ({ type: "left", room, name, reason: "left", at: AT });
const renamed = (from: string, to: string): ServerFrame => ({ type: "renamed", from, to, at: AT });

const START = enter(welcomeTo("ada", { members: ["bob", "ada"], count: 2 }));

test("the welcome tells who I am and who is here", () => {
  assertEquals(names(START), ["bob", "ada"]);
  assertEquals([START.me, START.count, mustAskWho(START)], ["ada", 2, false]);
});

test("people come and go, counted", () => {
  const state = run(START, joined("eve"), left("BOB"));
  assertEquals([names(state), state.count], [["ada", "eve"], 2]);
});

test("a name changes, mine as well, also when only its letters' case does", () => {
  const state = run(START, renamed("ada", "Ada"), renamed("bob", "rob"));
  assertEquals([state.me, names(state)], ["Ada", ["Ada", "rob"]]);
  assertEquals(isMe(state, "ADA"), true);
});

test("what happens in another room changes nothing here", () => {
  assertEquals(reduce(START, { type: "joined", room: "other", name: "eve", at: AT }), START);
});

test("a long list of members is asked for, and taken when its last part has come", () => {
  const start = enter(welcomeTo("ada", { members: ["ada"], count: 4 }));
  assertEquals(mustAskWho(start), true);
  const half = run(start, { type: "members", room, members: ["ada", "bob"], count: 4, more: true });
  assertEquals(names(half), ["ada"]);
  const whole = run(half, left("bob"), { type: "members", room, members: ["eve", "zoe"], count: 4 });
  assertEquals(names(whole), ["ada", "eve", "zoe"]);
});

test("those who are not named yet are counted while others come and go", () => {
  const start = enter(welcomeTo("ada", { members: ["ada"], count: 100 }));
  assertEquals(run(start, joined("eve"), joined("bob"), left("eve")).count, 101);
});
