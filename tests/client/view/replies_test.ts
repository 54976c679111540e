/** Answers that come in parts or late: lists, finds, what was not read. */

import { assertEquals } from "@std/assert";
import { Replies } from "../../../client/view/replies.ts";
import type { Space } from "../../../client/view/search_results.ts";
import type { Style } from "../../../client/view/style.ts";
import { initialState, reduce } from "../../../conversation/state.ts";
import { wrap } from "../../../client/view/wrap.ts";
import type { HitFrame, ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { SENT_AT, welcomeFrame } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

const { client } = en;
const LOOK: Style = { words: en, color: false, me: "ada", room: "lobby" };
const DAY = "2026-01-02 21:04";

const STATE = [
  { type: "entered", room: "tea", members: ["ada"], count: 1, seq: 0, read: 0, at: SENT_AT } as const,
  { type: "message", room: "tea", seq: 1, at: SENT_AT, from: "bob", text: "ada?" } as const,
].reduce((state, frame) => reduce(state, frame), initialState(welcomeFrame("ada"), "lobby"));

/** The rows that answers to these frames make on a wide screen. */
function rows(
  answers: Replies,
  frames: readonly ServerFrame[],
  { style = LOOK, space }: { readonly style?: Style; readonly space?: Space } = {},
): readonly string[] {
  return frames.flatMap((frame) =>
    answers.collect(frame, { style, state: STATE, space }) ?? ["not an answer"]
  )
    .flatMap((line) => wrap(line, space?.columns ?? 120));
}

const hit = (seq: number, text: string, changes: Partial<HitFrame> = {}): HitFrame => ({
  type: "hit",
  room: "tea",
  seq,
  at: SENT_AT,
  from: "bob",
  text,
  marks: [],
  id: "s",
  ...changes,
});

test("who is in a room is shown once all parts have come, with who is silent or away", () => {
  const answers = new Replies();
  answers.requested({ type: "who", room: "lobby", detail: true }, true);
  const part = (members: readonly string[], idle: number, more: boolean, away?: string): ServerFrame => ({
    type: "members",
    room: "lobby",
    members,
    count: 3,
    presence: members.map(() => ({ idle, ...(away !== undefined && { away }) })),
    ...(more && { more: true }),
  });
  assertEquals(rows(answers, [part(["ada", "bob"], 59_000, true)]), []);
  assertEquals(rows(answers, [part(["eve"], 120_000, false, "lunch")]), [
    "Here now (3 people): ada, bob, eve (silent for 2 min, away: lunch)",
  ]);
});

test("names that were asked for Tab alone are not shown, those of another room are shown with it", () => {
  const answers = new Replies();
  answers.requested({ type: "who", room: "lobby" }, false);
  answers.requested({ type: "who", room: "#Ops" }, true);
  const members = (room: string): ServerFrame => ({ type: "members", room, members: ["bob"], count: 1 });
  assertEquals(rows(answers, [members("ops"), members("lobby")]), ["#ops: Here now (1 person): bob"]);
});

test("a list that is refused does not take the answer of the next one", () => {
  const answers = new Replies();
  answers.requested({ type: "who", room: "ops" }, false);
  answers.refused({ type: "error", text: "", code: "no-room", room: "ops" });
  answers.requested({ type: "who", room: "ops" }, true);
  const members = { type: "members", room: "ops", members: ["bob"], count: 1 } as const;
  assertEquals(rows(answers, [members]), ["#ops: Here now (1 person): bob"]);
});

test("rooms are a table: mine with their numbers and what is unread, all with people and topic", () => {
  const lines = [{ room: "lobby", count: 12 }, { room: "tea", count: 1, topic: "green" }, {
    room: "attic",
    count: 0,
  }];
  const frames: ServerFrame[] = [
    { type: "rooms", rooms: lines.slice(0, 1), count: 3, more: true },
    { type: "rooms", rooms: lines.slice(1), count: 3 },
  ];
  assertEquals(rows(new Replies(), frames), [
    "3 rooms:",
    "1  #lobby  12 people",
    "2  #tea     1 person  (1!)  green",
    "   #attic   0 people",
  ]);
});

test("where somebody is, since when, and whether they are there", () => {
  const whois = {
    type: "whois",
    name: "bob",
    rooms: ["lobby", "tea"],
    since: SENT_AT,
    idle: 7_200_000,
    away: "",
  } as const;
  assertEquals(rows(new Replies(), [whois]), [
    `bob is in #lobby, #tea, here since ${DAY}, silent for 2 h, away`,
  ]);
});

test("what was found has its number, its day and its hits marked, what stands near is set in", () => {
  const answers = new Replies();
  const found: ServerFrame[] = [
    hit(11, "just before", { near: true }),
    hit(12, "the 🙂 tea pot\nis on", { marks: [[6, 9], [10, 13]] }),
    hit(7, "pours", { action: true }),
    { type: "found", count: 2, more: "c", id: "s" },
  ];
  assertEquals(
    rows(answers, found),
    [
      `       ${DAY} <bob> just before`,
      `#tea@12 ${DAY} <bob> the 🙂 »tea« »pot« / is on`,
      `#tea@7  ${DAY} * bob pours`,
      `--- ${client.found(2, true)}`,
      `--- ${client.around("#tea@12")}`,
    ].map((line, i) => i === 0 ? ` ${line}` : line),
  );
  assertEquals(rows(answers, [{ type: "found", count: 0, id: "s" }]), [`--- ${client.nothingFound}`]);
});

test("in plain lines what was found is spoken, and what is near is called so", () => {
  const found: ServerFrame[] = [
    hit(11, "just before", { near: true }),
    hit(12, "tea", { marks: [[0, 3]] }),
    { type: "found", count: 1, id: "s" },
  ];
  assertEquals(rows(new Replies(), found, { style: { ...LOOK, plain: true } }).slice(0, 2), [
    `nearby, ${DAY}, bob: just before`,
    `#tea@12, ${DAY}, bob: »tea«`,
  ]);
});

test("a long message is cut around what was found in it", () => {
  const text = `${"a".repeat(500)} tea ${"b".repeat(500)}`;
  const found: ServerFrame[] = [hit(1, text, { marks: [[501, 504]] }), { type: "found", count: 1, id: "s" }];
  const [line = ""] = rows(new Replies(), found, { space: { columns: 1000, rows: 24 } });
  assertEquals(
    line.length < 330 && line.includes("…aaa") && line.includes("»tea« bbb") && line.endsWith("b…"),
    true,
  );
});

test("a name or a text that a server did not clean is cleaned before it is shown", () => {
  const found: ServerFrame[] = [
    hit(1, "a\x1b[2Jb \x1b]0;x\x07c", { from: "b\x1b[1mob" }),
    { type: "found", count: 1, id: "s" },
  ];
  assertEquals(rows(new Replies(), found)[0], `#tea@1 ${DAY} <bob> ab c`);
});

const unread = (room: string, count: number, mentions = 0): ServerFrame => ({
  type: "unread",
  room,
  count,
  mentions,
  seq: 9,
  at: SENT_AT,
  from: "bob",
  text: "last",
});

test("what was not read: first what names me, then each room; nothing is said so", () => {
  const answers = new Replies();
  const { id: _, ...mention } = hit(4, "ada?", { marks: [[0, 3]] });
  const frames = [mention, unread("tea", 3, 1), unread("lobby", 1), {
    type: "caught-up",
    rooms: 2,
    mentions: 1,
  }] as const;
  assertEquals(rows(answers, frames), [
    `--- ${client.sinceRead}`,
    `#tea@4 ${DAY} <bob> ada?`,
    "#tea: 3 unread, 1 names you; last 21:04 <bob> last",
    "#lobby: 1 unread; last 21:04 <bob> last",
  ]);
  assertEquals(rows(answers, [{ type: "caught-up", rooms: 0, mentions: 0 }]), [
    `--- ${client.nothingUnread}`,
  ]);
});

test("catching up never takes more rows than the screen has, at any size, and keeps the newest that names me", () => {
  for (const columns of [20, 80, 300]) {
    for (const count of [6, 12, 24]) {
      const { id: _, ...bare } = hit(0, "");
      const mentions = Array.from(
        { length: 10 },
        (_, i) => ({ ...bare, seq: i + 1, text: `ada ${"x".repeat(i)}` }),
      );
      const rooms = Array.from({ length: 30 }, (_, i) => unread(`room${i}`, 5));
      const frames = [...mentions, ...rooms, { type: "caught-up", rooms: 30, mentions: 10 } as const];
      const shown = rows(new Replies(), frames, { space: { columns, rows: count } });
      assertEquals(shown.length < count, true, `${shown.length} rows of ${count} at ${columns}`);
      if (count > 6) assertEquals(shown.join("").includes("#tea@10"), true, `${columns} ${count}`);
    }
  }
});

test("what is answered late is waited for, until it is answered or refused or the connection is gone", () => {
  const answers = new Replies();
  const search = { type: "search", query: "tea", id: "s" } as const;
  answers.requested(search, true);
  answers.requested({ type: "catchup" }, true);
  answers.requested(search, true);
  rows(answers, [{ type: "found", count: 0, id: "s" }, { type: "caught-up", rooms: 0, mentions: 0 }]);
  assertEquals(answers.isWaiting, true);
  answers.refused({ type: "error", text: "", code: "search-slow", id: "s" });
  assertEquals(answers.isWaiting, false);
  answers.requested(search, true);
  answers.disconnected();
  assertEquals(answers.isWaiting, false);
});

test("history says that there is more, but not of what is around one message", () => {
  const answers = new Replies();
  const end = { type: "history", room: "lobby", count: 11, more: true } as const;
  answers.requested({ type: "history", room: "Lobby", after: 5, limit: 11 }, true);
  assertEquals(rows(answers, [end]), []);
  assertEquals(rows(answers, [end]), [`--- ${client.moreEarlier}`]);
});
