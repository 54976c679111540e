import { assertEquals } from "@std/assert";
import {
  countUnseen,
  initialState,
  isMe,
  markSeen,
  needsMemberList,
  reduce,
  reduceSent,
  resumeState,
  type Room,
  roomInView,
  setTarget,
  type State,
  switchRoom,
  typingContext,
} from "../../conversation/state.ts";
import type { EnteredFrame, MessageFrame, ServerFrame } from "../../protocol.ts";
import { SENT_AT, welcomeFrame } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const room = "lobby";
const NOWHERE: Room = {
  name: "",
  members: new Map(),
  presence: new Map(),
  count: 0,
  seq: 0,
  scanned: 0,
  unread: 0,
  mentions: 0,
  partialMembers: new Map(),
  partialPresence: new Map(),
};
const inView = (state: State): Room => roomInView(state) ?? NOWHERE;
const names = (state: State): readonly string[] => [...inView(state).members.values()];
const run = (state: State, ...frames: readonly ServerFrame[]): State =>
  frames.reduce((state, frame) => reduce(state, frame), state);

const joined = (name: string): ServerFrame => ({ type: "joined", room, name, at: SENT_AT });
const left = (name: string): ServerFrame => ({ type: "left", room, name, reason: "left", at: SENT_AT });
const renamed = (from: string, to: string): ServerFrame => ({ type: "renamed", from, to, at: SENT_AT });
const entered = (room: string, changes: Partial<EnteredFrame> = {}): EnteredFrame => ({
  type: "entered",
  room,
  members: ["ada", "bob"],
  count: 2,
  seq: 0,
  read: 0,
  at: SENT_AT,
  ...changes,
});
const parted = (room: string): ServerFrame => ({ type: "parted", room });
const message = (seq: number, text = "hi"): MessageFrame => ({
  type: "message",
  room,
  seq,
  at: SENT_AT,
  from: "bob",
  text,
});
const says = (room: string, seq: number, text: string, from = "bob"): ServerFrame => ({
  type: "message",
  room,
  seq,
  at: SENT_AT,
  from,
  text,
});
const whispers = (from: string, to: string): ServerFrame => ({
  type: "private",
  from,
  to,
  at: SENT_AT,
  text: "psst",
});

const START = initialState(welcomeFrame("ada", { members: ["bob", "ada"], count: 2 }), room);
/** Ada in #lobby and #tea, with #lobby in view. */
const TWO = run(START, entered("tea"));

/** Each room with what is unread in it, and the one in view. */
function rooms(state: State): string {
  const all = [...state.rooms.values()].map(({ name, unread, mentions }) => `${name} ${unread} ${mentions}`);
  return `${all.join(", ")}; ${state.room}`;
}

test("the welcome tells who I am and who is here", () => {
  assertEquals(names(START), ["bob", "ada"]);
  assertEquals([START.me, inView(START).count, needsMemberList(inView(START))], ["ada", 2, false]);
  assertEquals(START.target, { kind: "room", room });
});

test("people come and go, counted, in the room that is meant", () => {
  const state = run(TWO, joined("eve"), left("BOB"));
  assertEquals([names(state), inView(state).count], [["ada", "eve"], 2]);
  assertEquals(names(switchRoom(state, "tea")), ["ada", "bob"]);
});

test("a name changes in all rooms, mine as well, also when only its letters' case does", () => {
  const state = run(TWO, renamed("ada", "Ada"), renamed("bob", "rob"));
  assertEquals([state.me, names(state), names(switchRoom(state, "tea"))], ["Ada", ["Ada", "rob"], [
    "Ada",
    "rob",
  ]]);
  assertEquals(isMe(state, "ADA"), true);
});

test("what happens in a room that I am not in changes nothing here", () => {
  assertEquals(reduce(START, { type: "joined", room: "other", name: "eve", at: SENT_AT }), START);
  assertEquals(reduce(START, says("other", 1, "ada!")), START);
});

test("a long list of members is asked for, and taken when its last part has come", () => {
  const start = initialState(welcomeFrame("ada", { members: ["ada"], count: 4 }), room);
  assertEquals(needsMemberList(inView(start)), true);
  const half = run(start, { type: "members", room, members: ["ada", "bob"], count: 4, more: true });
  assertEquals(names(half), ["ada"]);
  const whole = run(half, left("bob"), { type: "members", room, members: ["eve", "zoe"], count: 4 });
  assertEquals(names(whole), ["ada", "eve", "zoe"]);
});

test("those who are not named yet are counted while others come and go", () => {
  const start = initialState(welcomeFrame("ada", { members: ["ada"], count: 100 }), room);
  assertEquals(inView(run(start, joined("eve"), joined("bob"), left("eve"))).count, 101);
});

test("of a crowd only how many are there is known, and one of it who goes is one less", () => {
  const many = (count: number): ServerFrame => ({ type: "crowd", room, count, at: SENT_AT });
  assertEquals(inView(run(START, many(1_500), left("nobody-named"))).count, 1_499);
  assertEquals(inView(run(START, many(1_500), joined("eve"), left("eve"))).count, 1_500);
  assertEquals([names(run(START, many(1_500))), inView(run(START, many(1_500), many(2))).count], [[
    "bob",
    "ada",
  ], 2]);
});

test("what is said in another room is unread until that room is in view; what I say myself is not", () => {
  const state = run(
    TWO,
    says("tea", 1, "hi"),
    says("TEA", 2, "ada?"),
    says("tea", 3, "me", "ada"),
    says(room, 1, "hi"),
  );
  assertEquals(rooms(state), "lobby 0 0, tea 2 1; lobby");
  assertEquals([countUnseen(state), rooms(markSeen(state))], [1, "lobby 0 0, tea 2 1; lobby"]);
  assertEquals(rooms(switchRoom(state, "tea")), "lobby 0 0, tea 0 0; tea");
});

test("what names me in the room in view counts until I am seen to be there, private words too", () => {
  const state = run(TWO, says(room, 1, "ada!"), whispers("bob", "ada"));
  assertEquals([countUnseen(state), countUnseen(markSeen(state))], [2, 0]);
});

test("what is hidden from me is not counted", () => {
  const ignores = ({ from }: { readonly from: string }): boolean => from === "bob";
  const state = [says("tea", 1, "ada!"), whispers("bob", "ada")].reduce(
    (s, frame) => reduce(s, frame, ignores),
    TWO,
  );
  assertEquals([rooms(state), countUnseen(state), state.correspondent], [
    "lobby 0 0, tea 0 0; lobby",
    0,
    undefined,
  ]);
});

test("a message that comes twice counts once", () => {
  assertEquals(rooms(run(TWO, says("tea", 1, "hi"), says("tea", 1, "hi"))), "lobby 0 0, tea 1 0; lobby");
});

test("who asks for a room talks there at once, and where they were before if they are not let in", () => {
  const asked = reduceSent(START, { type: "join", room: "#Tea" });
  assertEquals(asked.target, { kind: "room", room: "Tea" });
  assertEquals(rooms(run(asked, entered("tea"))), "lobby 0 0, tea 0 0; tea");
  for (const code of ["in-too-many", "too-many-rooms", "new-rooms"] as const) {
    const refused = run(asked, { type: "error", text: "", code, limit: 2 });
    assertEquals([rooms(refused), refused.target], ["lobby 0 0; lobby", { kind: "room", room }], code);
  }
  const bad = run(reduceSent(START, { type: "join", room: "a b" }), {
    type: "error",
    text: "",
    code: "bad-room",
    room: "a b",
  });
  assertEquals(rooms(bad), "lobby 0 0; lobby");
});

test("what comes late of another room does not take the view from a room that was asked for", () => {
  const asked = reduceSent(reduceSent(TWO, { type: "part", room }), { type: "join", room: "ops" });
  assertEquals(asked.room, "ops");
  const state = run(asked, parted(room), entered("ops"));
  assertEquals(rooms(state), "tea 0 0, ops 0 0; ops");
});

test("who leaves the room in view is back in the one that was in view before", () => {
  const three = run(TWO, entered("ops"));
  const walked = switchRoom(switchRoom(switchRoom(three, "ops"), "tea"), "lobby");
  const state = run(reduceSent(walked, { type: "part", room }), parted(room));
  assertEquals(rooms(state), "tea 0 0, ops 0 0; tea");
  assertEquals(rooms(run(reduceSent(state, { type: "part", room: "ops" }), parted("ops"))), "tea 0 0; tea");
});

test("who has left all rooms is nowhere, and in view of the next that they enter", () => {
  const nowhere = run(reduceSent(START, { type: "part", room }), parted(room));
  assertEquals([nowhere.room, nowhere.target], ["", { kind: "nowhere" }]);
  assertEquals(rooms(run(nowhere, entered("tea"))), "tea 0 0; tea");
  assertEquals(initialState(welcomeFrame("ada", { room: "", members: [], count: 0 }), room).target, {
    kind: "nowhere",
  });
});

test("a room that the server says I am not in is none of mine", () => {
  assertEquals(
    rooms(run(switchRoom(TWO, "tea"), { type: "error", text: "", code: "no-room", room: "tea" })),
    "lobby 0 0; lobby",
  );
});

test("plain text goes to one person alone when that is wanted, also under their new name", () => {
  const state = setTarget(TWO, "bob");
  assertEquals(run(state, renamed("bob", "rob")).target, { kind: "person", name: "rob" });
  assertEquals(setTarget(state, undefined).target, { kind: "room", room });
  assertEquals(switchRoom(state, "tea").target, { kind: "room", room: "tea" });
  assertEquals(run(state, entered(room)).target, { kind: "person", name: "bob" });
});

test("whoever wrote to me alone last, or was written to, is answered", () => {
  const light = (state: State): string | undefined => typingContext(state, SENT_AT, {}).correspondent?.name;
  const state = run(TWO, whispers("bob", "ada"));
  assertEquals([light(TWO), light(state)], [undefined, "bob"]);
  assertEquals(light(reduceSent(state, { type: "private", to: "eve", text: "hi" })), "eve");
  assertEquals(light(run(state, renamed("bob", "rob"))), "rob");
});

test("after a break rooms are as they were, and what was missed is unread", () => {
  const before = run(TWO, says("tea", 1, "one"), says(room, 1, "one"));
  const back = resumeState(before, welcomeFrame("ada", { seq: 3, resumed: true }));
  const state = run(
    back,
    says(room, 2, "ada?"),
    says(room, 3, "x"),
    entered("tea", { seq: 4 }),
    says("tea", 4, "ada!"),
  );
  assertEquals(rooms(state), "lobby 0 1, tea 2 1; lobby");
});

test("who comes into a room again with the same token finds unread what they had not read", () => {
  const back = run(START, entered("tea", { seq: 9, read: 4 }));
  assertEquals(rooms(back), "lobby 0 0, tea 5 0; lobby");
  const shown = run(
    back,
    says("tea", 4, "ada?"),
    says("tea", 5, "ada!"),
    says("tea", 6, "hi"),
    says("tea", 5, "ada!"),
  );
  assertEquals(rooms(shown), "lobby 0 0, tea 5 1; lobby");
  assertEquals(rooms(run(START, entered("tea", { seq: 9 }))), "lobby 0 0, tea 0 0; lobby");
});

test("the room that was asked for is in view, though the welcome tells of another one first", () => {
  const state = initialState(welcomeFrame("ada"), "tea");
  assertEquals(state.target, { kind: "room", room: "tea" });
  assertEquals(rooms(run(state, entered("tea"))), "lobby 0 0, tea 0 0; tea");
});

test("being away is kept over a break", () => {
  const away = run(START, { type: "away", why: "lunch" });
  assertEquals([away.away, run(away, { type: "back" }).away], ["lunch", undefined]);
  assertEquals(resumeState(away, welcomeFrame("ada")).away, "lunch");
});

test("the topic is the last one that was set, and none once it was taken away", () => {
  const set = run(START, {
    type: "message",
    room,
    seq: 1,
    at: SENT_AT,
    from: "bob",
    text: "tea",
    topic: true,
  });
  assertEquals(inView(set).topic, { text: "tea", from: "bob", at: SENT_AT });
  const gone = run(set, { type: "message", room, seq: 2, at: SENT_AT, from: "bob", text: "", topic: true });
  assertEquals(inView(gone).topic, undefined);
});

test("a search goes on where it ended, as long as there is more", () => {
  const asked = reduceSent(START, { type: "search", query: "tea" });
  assertEquals(run(asked, { type: "found", count: 20, more: "c1" }).search, { query: "tea", more: "c1" });
  assertEquals(run(asked, { type: "found", count: 2 }).search, { query: "tea" });
});

test("how members are present is known once it was told, and goes with them", () => {
  const listed = run(
    START,
    {
      type: "members",
      room,
      members: ["bob"],
      presence: [{ idle: 70_000, away: "tea" }],
      count: 3,
      more: true,
    },
    { type: "members", room, members: ["eve", "ada"], presence: [{ idle: 9 }, { idle: 0 }], count: 3 },
  );
  const presence = (state: State): unknown => Object.fromEntries(inView(state).presence);
  assertEquals(presence(START), {});
  const known = { bob: { idle: 70_000, away: "tea" }, eve: { idle: 9 }, ada: { idle: 0 } };
  assertEquals(presence(listed), known);
  assertEquals(presence(run(listed, renamed("eve", "Ev"))), {
    bob: known.bob,
    ev: known.eve,
    ada: known.ada,
  });
  assertEquals(presence(run(listed, joined("zoe"), renamed("zoe", "zo"))), known);
  assertEquals(presence(run(listed, left("bob"))), { eve: known.eve, ada: known.ada });
  assertEquals(presence(run(listed, says(room, 1, "hi", "BOB"))), {
    ...known,
    bob: { idle: 0, away: "tea" },
  });
  const names: ServerFrame = { type: "members", room, members: ["bob", "ada"], count: 2 };
  assertEquals(presence(run(listed, names)), { bob: known.bob, ada: known.ada });
});

test("what was said long ago makes nobody less idle, nor the last to speak", () => {
  const listed = run(START, { type: "members", room, members: ["bob"], presence: [{ idle: 5 }], count: 1 });
  const long: ServerFrame = { ...message(1), past: true };
  assertEquals([...inView(run(listed, long)).presence], [["bob", { idle: 5 }]]);
  assertEquals([run(listed, long).speakers, run(listed, says(room, 2, "hi")).speakers], [[], ["bob"]]);
});

test("what names me and what is written to me alone is remembered, once, oldest first", () => {
  const named = says(room, 1, "Ada: tea?");
  const state = run(
    START,
    named,
    says(room, 2, "no tea"),
    whispers("eve", "ada"),
    says(room, 3, "I am ada", "ada"),
    whispers("ada", "eve"),
    { ...message(1, "Ada: tea?"), past: true },
  );
  assertEquals<unknown>(state.mentions, [named, whispers("eve", "ada")]);
  const hidden = reduce(reduce(START, named, () => true), whispers("eve", "ada"), () => true);
  assertEquals([hidden.mentions, hidden.speakers], [[], []]);
  const many = run(START, ...Array.from({ length: 120 }, (_, i) => says(room, i + 1, `ada ${i}`)));
  assertEquals([many.mentions.length, many.mentions[0]], [100, says(room, 21, "ada 20")]);
});

test("of many who spoke the last 200 are remembered", () => {
  const many = run(START, ...Array.from({ length: 210 }, (_, i) => says(room, i + 1, "hi", `m${i}`)));
  assertEquals([many.speakers.length, many.speakers[0], many.speakers.at(-1)], [200, "m209", "m10"]);
});

test("a list of rooms that the connection broke off is forgotten", () => {
  const half: ServerFrame = { type: "rooms", rooms: [{ room: "den", count: 1 }], count: 2, more: true };
  const whole: ServerFrame = { type: "rooms", rooms: [{ room: "tea", count: 1 }], count: 1 };
  const state = run(resumeState(run(START, half), welcomeFrame("ada")), whole);
  assertEquals(state.listedRooms, ["tea"]);
});

test("a room that was entered is not waited for any more: the next that is refused is left at once", () => {
  const inOps = run(reduceSent(START, { type: "join", room: "ops" }), entered("ops"));
  assertEquals(inOps.joining, []);
  const asked = reduceSent(inOps, { type: "join", room: "tea" });
  const refused = run(asked, { type: "error", text: "", code: "too-many-rooms", limit: 2 });
  assertEquals([refused.room, refused.joining], ["ops", []]);
});

test("what a room is about is told on entering it, and by the answer to a question", () => {
  const topic = { text: "tea", from: "bob", at: SENT_AT };
  const topicIn = (state: State): unknown => state.rooms.get("tea")?.topic;
  const about = run(START, entered("tea", { topic }));
  assertEquals([topicIn(TWO), topicIn(about)], [undefined, topic]);
  const other = { ...topic, text: "coffee" };
  assertEquals(topicIn(run(about, { type: "topic", room: "tea", topic: other })), other);
  assertEquals(topicIn(run(about, { type: "topic", room: "tea" })), undefined);
});

test("of a room of which one message was read, all others are unread", () => {
  assertEquals(rooms(run(START, entered("tea", { seq: 9, read: 1 }))), "lobby 0 0, tea 8 0; lobby");
});

test("a room that is left while it is asked for is not waited for any more, and others are", () => {
  const asked = reduceSent(reduceSent(START, { type: "join", room: "ops" }), { type: "join", room: "tea" });
  assertEquals(reduceSent(asked, { type: "part", room: "OPS" }).joining, ["tea"]);
});

test("what I am on the server is what the welcome says, and what becomes of it", () => {
  const role = (state: State): string => state.role;
  const start = (changes: Parameters<typeof welcomeFrame>[1]) =>
    initialState(welcomeFrame("ada", changes), room);
  assertEquals([START, start({ account: true }), start({ role: "owner" })].map(role), [
    "guest",
    "member",
    "owner",
  ]);
  const claimed = run(START, { type: "claimed", name: "ada" });
  const moderator = run(claimed, { type: "moderated", do: "op", name: "ada", by: "bob", at: 1 });
  assertEquals([claimed, moderator].map(role), ["member", "moderator"]);
  assertEquals(
    role(run(moderator, { type: "moderated", do: "deop", name: "ada", by: "bob", at: 1 })),
    "member",
  );
  assertEquals(role(run(claimed, { type: "account", done: "unclaim", name: "ada" })), "guest");
  assertEquals(role(run(START, { type: "devices", devices: [] }, { type: "done", do: "kick" })), "guest");
  assertEquals(role(resumeState(START, welcomeFrame("ada", { role: "moderator" }))), "moderator");
});

test("what named me is no mention any more once its text was taken away", () => {
  const named = run(START, message(1, "ada, you fool"), message(2, "ada?"));
  const left = run(named, { ...message(3, "deleted message 1 of bob"), action: true, redacts: [1] });
  assertEquals(left.mentions.map((one) => one.text), ["ada?"]);
  const gone = run(START, { ...message(1, "(deleted) ada"), redacted: true });
  assertEquals(gone.mentions, []);
});
