/** What somebody in several rooms gets to see: of the room in view, of others, of private words, and of where they are. */

import { assert, assertEquals } from "@std/assert";
import { Settings } from "../../../client/settings.ts";
import { promptOf, statusOf } from "../../../client/view/status_line.ts";
import { View } from "../../../client/view.ts";
import { wrap } from "../../../client/view/wrap.ts";
import type { ClientFrame, EnteredFrame, MessageFrame, ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { FakeClock } from "../../support/clock.ts";
import { SENT_AT, welcomeFrame } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

const { client } = en;

/** Ada's view of #lobby and #tea, and what it showed. */
class Watcher {
  readonly view: View;
  readonly shown: string[] = [];
  readonly titles: string[] = [];
  rings = 0;
  readonly #seqs = new Map<string, number>();

  constructor(
    { plain = false, settings = "" }: { readonly plain?: boolean; readonly settings?: string } = {},
  ) {
    this.view = new View({
      surface: {
        show: (lines) => void this.shown.push(...lines.flatMap((line) => wrap(line, 120))),
        bell: () => void this.rings++,
        title: (title) => void this.titles.push(title),
      },
      clock: new FakeClock(SENT_AT),
      settings: new Settings({ path: "settings", read: () => settings, write: () => {} }),
      words: () => en,
      color: false,
      links: false,
      plain,
    });
    this.view.enter(welcomeFrame("ada", { members: ["ada", "bob"], count: 2 }), "lobby", "silently");
    this.hear(entered("tea", { topic: { text: "green or black?", from: "bob", at: SENT_AT } }));
    this.shown.length = 0;
  }

  hear(...frames: readonly ServerFrame[]): void {
    for (const frame of frames) this.view.receive(frame);
  }

  says(room: string, from: string, text: string, changes: Partial<MessageFrame> = {}): void {
    const seq = (this.#seqs.get(room) ?? 0) + 1;
    this.#seqs.set(room, seq);
    this.hear({ type: "message", room, seq, at: SENT_AT, from, text, ...changes });
  }

  sends(frame: ClientFrame): void {
    this.view.sent(frame);
  }

  /** What was shown since the last time. */
  news(): readonly string[] {
    return this.shown.splice(0);
  }

  /** The line being typed, before anything is typed, and what stands below it. */
  get place(): readonly string[] {
    const { state } = this.view;
    return state === undefined
      ? []
      : [promptOf(state, en), statusOf(state, en, false).map(({ text }) => text).join("  ")];
  }
}

function entered(room: string, changes: Partial<EnteredFrame> = {}): EnteredFrame {
  return {
    type: "entered",
    room,
    members: ["ada", "bob"],
    count: 2,
    seq: 0,
    read: 0,
    at: SENT_AT,
    ...changes,
  };
}

const whispers = (from: string, to: string, text = "psst"): ServerFrame => ({
  type: "private",
  from,
  to,
  at: SENT_AT,
  text,
});

test("what is said elsewhere is told with its room, what is done there too", () => {
  const ada = new Watcher();
  ada.says("lobby", "bob", "here");
  ada.says("tea", "bob", "there");
  ada.says("tea", "bob", "pours", { action: true });
  ada.says("tea", "bob", "milk", { topic: true });
  assertEquals(ada.news(), [
    "[21:04] <bob> here",
    "[21:04] #tea <bob> there",
    "[21:04] #tea * bob pours",
    "[21:04] #tea --- bob changed the topic: milk",
  ]);
});

const came = (room: string, name: string): ServerFrame => ({ type: "joined", room, name, at: SENT_AT });
const went = (room: string, name: string): ServerFrame => ({
  type: "left",
  room,
  name,
  reason: "left",
  at: SENT_AT,
});

test("who comes and goes is told of the room in view, and of another one when one goes there", () => {
  const ada = new Watcher();
  ada.hear(came("tea", "eve"), came("lobby", "eve"), went("tea", "bob"));
  assertEquals(ada.news(), ["[21:04] --> eve joined"]);
  ada.view.switchRoom("TEA");
  const place = [`--- ${client.nowIn("#tea", 0, 0)}`, `--- ${client.topic("green or black?")}`];
  assertEquals(ada.news(), [...place, "[21:04] --> eve joined", "[21:04] <-- bob left"]);
  ada.hear(came("lobby", "carl"));
  ada.view.switchRoom("lobby");
  assertEquals(ada.news(), [`--- ${client.nowIn("#lobby", 0, 0)}`, "[21:04] --> carl joined"]);
  ada.view.switchRoom("tea");
  assertEquals(ada.news(), place);
});

test("of those who came and went elsewhere meanwhile, only what has changed is told, many of them together", () => {
  const ada = new Watcher({ settings: "ignore = troll" });
  ada.hear(came("tea", "eve"), went("tea", "eve"), went("tea", "bob"), came("tea", "Bob"));
  ada.hear(came("tea", "troll"), came("tea", "a"), { type: "renamed", from: "a", to: "carl", at: SENT_AT });
  for (const name of ["b", "c", "d", "e", "f"]) ada.hear(came("tea", name));
  ada.news();
  ada.view.switchRoom("tea");
  assertEquals(ada.news().slice(2), [
    `[21:04] ${client.crowd("joined", 6, ["carl", "b", "c", "d", "e"], false)}`,
  ]);
});

test("after a break, and with /quiet, nothing of that is told", () => {
  const ada = new Watcher();
  ada.hear(came("tea", "eve"));
  ada.view.resume(welcomeFrame("ada", { members: ["ada", "bob"], count: 2 }));
  ada.hear(entered("tea"));
  ada.news();
  ada.view.switchRoom("tea");
  assertEquals(ada.news(), [`--- ${client.nowIn("#tea", 0, 0)}`]);
  const quiet = new Watcher({ settings: "quiet = on" });
  quiet.hear(came("tea", "eve"));
  quiet.view.switchRoom("tea");
  assertEquals(quiet.news(), [
    `--- ${client.nowIn("#tea", 0, 0)}`,
    `--- ${client.topic("green or black?")}`,
  ]);
});

test("a private word has its direction, rings, and counts in the title until a key is pressed", () => {
  const ada = new Watcher({ settings: "bell = on" });
  ada.hear(whispers("bob", "ada"), whispers("ada", "bob", "hi"));
  ada.hear({ type: "private", from: "bob", to: "ada", at: SENT_AT, text: "waves", action: true });
  assertEquals(ada.news(), [
    "[21:04] bob -> you: psst",
    "[21:04] you -> bob: hi",
    "[21:04] bob -> you: * bob waves",
  ]);
  assertEquals([ada.rings, ada.titles.at(-1)], [2, "(2) chat · #lobby"]);
  ada.view.markSeen();
  assertEquals(ada.titles.at(-1), "chat · #lobby");
});

test("a private word of somebody who is hidden is neither shown nor counted nor rung", () => {
  const ada = new Watcher({ settings: "bell = on\nignore = bob" });
  ada.hear(whispers("bob", "ada"));
  assertEquals([ada.news(), ada.rings, ada.titles.at(-1)], [[], 0, "chat · #lobby"]);
});

test("switching tells where one is, what is new there, and what it is about; other rooms keep count", () => {
  const ada = new Watcher();
  for (const text of ["one", "ada: two"]) ada.says("tea", "bob", text);
  ada.news();
  assertEquals(ada.place, ["#lobby> ", "[1 #lobby]  2 #tea (2!)"]);
  ada.view.switchRoom("TEA");
  assertEquals(ada.news(), [`--- ${client.nowIn("#tea", 2, 1)}`, `--- ${client.topic("green or black?")}`]);
  assertEquals(ada.place, ["#tea> ", "1 #lobby  [2 #tea]"]);
  ada.says("lobby", "bob", "three");
  assertEquals([ada.news(), ada.place[1]], [["[21:04] #lobby <bob> three"], "1 #lobby (1)  [2 #tea]"]);
});

test("a room that one enters is told with who is there; one that one is in besides is only among the rooms", () => {
  const ada = new Watcher();
  ada.sends({ type: "join", room: "#ops" });
  assertEquals(ada.place[0], "#ops> ");
  ada.hear(entered("ops"), entered("elsewhere"));
  assertEquals(ada.news(), [
    `--- ${client.nowIn("#ops", 0, 0)}`,
    en.here(["ada", "bob"], 2, 0),
  ]);
  assertEquals(ada.place[1], "1 #lobby  2 #tea  [3 #ops]  4 #elsewhere");
});

test("leaving the room in view tells where one is then, leaving another one only that", () => {
  const ada = new Watcher();
  ada.hear(entered("ops"));
  ada.news();
  ada.sends({ type: "part", room: "ops" });
  ada.hear({ type: "parted", room: "ops" });
  assertEquals(ada.news(), [`--- ${client.parted("#ops")}`]);
  ada.says("tea", "bob", "one");
  ada.news();
  ada.sends({ type: "part", room: "lobby" });
  ada.hear({ type: "parted", room: "lobby" });
  assertEquals(ada.news(), [
    `--- ${client.parted("#lobby")}`,
    `--- ${client.nowIn("#tea", 1, 0)}`,
    `--- ${client.topic("green or black?")}`,
  ]);
  assertEquals(ada.place, ["> ", ""]);
  ada.sends({ type: "part", room: "tea" });
  ada.hear({ type: "parted", room: "tea" });
  assertEquals(ada.news().at(-1), `--- ${en.problem({ code: "nowhere" })}`);
});

test("a room that one is not let into is told, and with it where one still is", () => {
  const ada = new Watcher();
  ada.sends({ type: "join", room: "ops" });
  ada.hear({ type: "error", code: "too-many-rooms", limit: 9, text: "" });
  assertEquals(ada.news(), [
    `! ${en.problem({ code: "too-many-rooms", limit: 9 })}`,
    `--- ${client.nowIn("#lobby", 0, 0)}`,
  ]);
});

test("what one types goes to one person alone, and the line says so, until one goes back", () => {
  const ada = new Watcher();
  ada.view.setTarget("bob");
  assertEquals([ada.news(), ada.place[0]], [[`--- ${client.query("bob")}`], "@bob> "]);
  ada.view.setTarget(undefined);
  assertEquals([ada.news(), ada.place[0]], [[`--- ${client.nowIn("#lobby", 0, 0)}`], "#lobby> "]);
});

test("that a private word waits is told, and what became of it; one that arrives at once needs no word", () => {
  const ada = new Watcher();
  ada.hear(
    { type: "delivered", id: 1, to: "bob", at: SENT_AT },
    { type: "notice", code: "waiting", text: "", name: "bob", id: 2 },
    { type: "delivered", id: 2, to: "bob", at: SENT_AT, waited: true },
    { type: "error", code: "not-here", name: "bob", text: "", id: 3, waited: true },
  );
  assertEquals(ada.news(), [
    `--- ${en.waitsFor("bob")}`,
    `--- ${en.arrivedAt("bob")}`,
    "! bob has not come back, so what you wrote did not arrive.",
  ]);
});

test("being away stands before the line, and is told; said again for ourselves, it is not", () => {
  const ada = new Watcher();
  ada.hear({ type: "away", why: "lunch" });
  assertEquals([ada.news(), ada.place[0]], [[`--- ${client.away("lunch")}`], "(away) #lobby> "]);
  ada.view.sent({ type: "away", why: "lunch" }, false);
  ada.hear({ type: "away", why: "lunch" });
  assertEquals(ada.news(), []);
  ada.hear({ type: "back" });
  assertEquals([ada.news(), ada.place[0]], [[`--- ${client.backAgain}`], "#lobby> "]);
});

test("what was missed in several rooms is told room by room", () => {
  const ada = new Watcher();
  ada.says("lobby", "bob", "one");
  ada.says("tea", "bob", "one");
  ada.news();
  ada.view.resume(welcomeFrame("ada", { members: ["ada", "bob"], count: 2, seq: 2 }));
  ada.says("lobby", "bob", "two", { past: true });
  ada.hear(entered("tea", { seq: 3 }));
  ada.says("tea", "bob", "two", { past: true });
  ada.says("tea", "bob", "three", { past: true });
  ada.says("tea", "bob", "four");
  assertEquals(ada.news(), [
    `--- ${client.missed}`,
    "[21:04] <bob> two",
    `--- ${client.now}`,
    `--- #tea: ${client.missed}`,
    "[21:04] #tea <bob> two",
    "[21:04] #tea <bob> three",
    `--- ${client.now}`,
    "[21:04] #tea <bob> four",
  ]);
  assertEquals(ada.place[1], "[1 #lobby]  2 #tea (4)");
});

test("what mentions us is listed with its room, private words among it", () => {
  const ada = new Watcher();
  ada.says("tea", "bob", "ada?");
  ada.hear(whispers("bob", "ada"));
  ada.says("lobby", "bob", "ada!");
  ada.news();
  ada.view.perform({ name: "mentions", rest: "" });
  assertEquals(ada.news(), [
    "[21:04] #tea <bob> ada?",
    "[21:04] bob -> you: psst",
    "[21:04] #lobby <bob> ada!",
  ]);
});

test("what mentions us is listed once, however often it is shown", () => {
  const ada = new Watcher();
  ada.says("lobby", "bob", "ada!", { seq: 7 });
  ada.says("lobby", "bob", "ada!", { seq: 7, past: true });
  ada.says("lobby", "bob", "ada!", { seq: 8 });
  ada.news();
  ada.view.perform({ name: "mentions", rest: "" });
  assertEquals(ada.news(), ["[21:04] #lobby <bob> ada!", "[21:04] #lobby <bob> ada!"]);
});

test("Tab offers those in the room in view first, and rooms that are mine before those that were listed", () => {
  const ada = new Watcher();
  ada.hear(entered("ops", { members: ["ada", "zoe", "bob"], count: 3 }));
  ada.says("ops", "zoe", "hi");
  ada.hear({ type: "rooms", rooms: [{ room: "attic", count: 1 }, { room: "Tea", count: 2 }], count: 2 });
  const { names, rooms } = ada.view.completionContext();
  assertEquals([names, rooms], [["bob", "zoe"], ["#lobby", "#tea", "#ops", "#attic"]]);
});

test("in plain lines each of these is a sentence, who speaks first", () => {
  const ada = new Watcher({ plain: true });
  ada.says("tea", "bob", "there");
  ada.says("tea", "bob", "pours", { action: true });
  ada.hear(whispers("bob", "ada", "one\ntwo"), whispers("ada", "bob", "hi"));
  ada.hear(entered("ops"));
  ada.view.switchRoom("tea");
  ada.hear({
    type: "rooms",
    rooms: [{ room: "lobby", count: 2 }, { room: "attic", count: 1, topic: "dust" }],
    count: 2,
  });
  assertEquals(ada.news(), [
    "bob in #tea: there",
    "bob in #tea pours",
    "bob to you alone: one / two",
    "you to bob alone: hi",
    client.alsoIn("#ops"),
    client.nowIn("#tea", 2, 0),
    client.topic("green or black?"),
    "2 rooms:",
    "#lobby, 2 people, you are in it, 0 unread.",
    "#attic, 1 person: dust",
  ]);
});

Deno.test("where somebody on the way could read along, that stands first, also with one room", () => {
  const { state } = new Watcher().view;
  assert(state !== undefined);
  const texts = (isOpenToRead: boolean) => statusOf(state, en, isOpenToRead).map(({ text }) => text);
  assertEquals(texts(true), ["not encrypted", ...texts(false)]);
  assertEquals(statusOf({ ...state, rooms: new Map() }, en, true), [{ text: "not encrypted", weight: 2 }]);
});
