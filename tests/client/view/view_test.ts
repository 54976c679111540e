import { assertEquals } from "@std/assert";
import type { ViewCommand } from "../../../typing/actions.ts";
import { DIGEST_WINDOW } from "../../../conversation/join_digest.ts";
import { type Fixed, Settings, type SettingsFile } from "../../../client/settings.ts";
import { View } from "../../../client/view.ts";
import { wrap } from "../../../client/view/wrap.ts";
import type { MessageFrame, ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { FakeClock } from "../../support/clock.ts";
import { SENT_AT, welcomeFrame } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

const room = "lobby";
const MEMBERS = ["ada", "bob", "Bobby", "zoe"];

/** A file that is only in memory. */
class MemoryFile implements SettingsFile {
  readonly path = "settings";
  text: string | undefined;
  isFull = false;

  constructor(text?: string) {
    this.text = text;
  }

  read(): string | undefined {
    return this.text;
  }

  write(text: string): void {
    if (this.isFull) throw new Error("disk full");
    this.text = text;
  }
}

/** Ada's view, and what it showed. */
class Watcher {
  readonly clock = new FakeClock(SENT_AT);
  readonly shown: string[] = [];
  readonly titles: string[] = [];
  readonly file: MemoryFile;
  readonly view: View;
  rings = 0;
  #seq = 0;

  constructor({ settings = "", fixed, plain = false, seq = 0 }: {
    readonly settings?: string;
    readonly fixed?: Fixed;
    readonly plain?: boolean;
    readonly seq?: number;
  } = {}) {
    this.file = new MemoryFile(settings);
    this.view = new View({
      surface: {
        show: (lines) => void this.shown.push(...lines.flatMap((line) => wrap(line, 120))),
        bell: () => void this.rings++,
        title: (title) => void this.titles.push(title),
      },
      clock: this.clock,
      settings: new Settings(this.file, fixed),
      words: () => en,
      color: false,
      links: false,
      plain,
    });
    const welcome = welcomeFrame("ada", { members: MEMBERS, count: MEMBERS.length, seq });
    this.view.enter(welcome, room, "silently");
  }

  hear(...frames: readonly ServerFrame[]): void {
    for (const frame of frames) this.view.receive(frame);
  }

  message(from: string, text: string, changes: Partial<MessageFrame> = {}): MessageFrame {
    return { type: "message", room, seq: ++this.#seq, at: SENT_AT, from, text, ...changes };
  }

  says(from: string, text: string, changes: Partial<MessageFrame> = {}): void {
    this.hear(this.message(from, text, changes));
  }

  does(name: ViewCommand["name"], rest = ""): void {
    this.view.perform({ name, rest });
  }

  /** What was shown since the last time. */
  news(): readonly string[] {
    return this.shown.splice(0);
  }
}

test("what was said before one came is set apart, with its day, up to the last of it", () => {
  const ada = new Watcher({ seq: 2 });
  const at = new Date(2026, 0, 1, 20, 0).getTime();
  ada.says("bob", "one", { past: true, at });
  ada.says("bob", "two", { past: true, at });
  assertEquals(ada.news(), [
    "--- earlier",
    "--- Thursday, January 1, 2026 ---",
    "[20:00] <bob> one",
    "[20:00] <bob> two",
    "--- now",
  ]);
  ada.says("bob", "three");
  assertEquals(ada.news(), ["--- Friday, January 2, 2026 ---", "[21:04] <bob> three"]);
});

test("what was missed while away is marked as that, and counts as unread when it mentions us", () => {
  const ada = new Watcher();
  ada.says("bob", "one");
  ada.news();
  ada.view.resume(welcomeFrame("ada", { seq: 2 }));
  ada.says("bob", "ada: two", { past: true });
  assertEquals(ada.news(), ["--- while you were away", "[21:04] <bob> ada: two", "--- now"]);
  assertEquals(ada.titles.at(-1), "(1) chat · #lobby");
});

test("history that was asked for has a beginning and an end, and says when there is more or nothing", () => {
  const ada = new Watcher();
  ada.says("bob", "one", { past: true });
  ada.hear({ type: "history", room, count: 1, more: true });
  assertEquals(ada.news().slice(-2), ["--- now", `--- ${en.client.moreEarlier}`]);
  ada.hear({ type: "history", room, count: 0, more: false });
  assertEquals(ada.news(), [en.plain.nothingEarlier]);
});

test("a mention rings when that is wanted, and counts in the title until a key is pressed", () => {
  const ada = new Watcher({ settings: "bell = on" });
  ada.says("bob", "nobody in particular, adamant");
  assertEquals(ada.rings, 0);
  ada.says("bob", "Ada?");
  ada.says("zoe", "ask ada.");
  ada.says("ada", "ada is me");
  assertEquals([ada.rings, ada.titles.at(-1)], [2, "(2) chat · #lobby"]);
  ada.view.markSeen();
  assertEquals(ada.titles.at(-1), "chat · #lobby");
  ada.news();
  ada.does("mentions");
  assertEquals(ada.news(), ["[21:04] <bob> Ada?", "[21:04] <zoe> ask ada."]);
});

test("without the bell nothing rings, and with nobody having mentioned us that is said", () => {
  const ada = new Watcher();
  ada.does("mentions");
  assertEquals(ada.news(), [en.noMentions]);
  ada.says("bob", "ada!");
  assertEquals(ada.rings, 0);
});

test("whoever is ignored is neither shown nor heard, for good, until they are shown again", () => {
  const ada = new Watcher({ settings: "bell = on" });
  ada.does("ignore", "BOB");
  assertEquals(ada.news(), [en.plain.hidden("BOB")]);
  ada.says("bob", "ada!");
  ada.hear({ type: "left", room, name: "bob", reason: "left", at: SENT_AT });
  assertEquals([ada.news(), ada.rings], [[], 0]);
  assertEquals(new Settings(new MemoryFile(ada.file.text)).ignored, ["BOB"]);
  ada.does("ignore");
  ada.does("ignore", "bob");
  ada.does("unignore", "bob");
  ada.does("unignore", "eve");
  assertEquals(ada.news(), [
    en.plain.hiddenOnes(["BOB"]),
    en.plain.hidden("bob"),
    en.plain.shownAgain("bob"),
    en.plain.notHidden("eve"),
  ]);
  ada.says("bob", "hi");
  assertEquals(ada.news(), ["[21:04] <bob> hi"]);
});

test("a few who come are told one by one, many are counted, and whoever speaks was seen coming", async () => {
  const ada = new Watcher();
  for (let i = 0; i < 12; i++) ada.hear({ type: "joined", room, name: `n${i}`, at: SENT_AT });
  assertEquals(ada.news(), [0, 1, 2, 3].map((i) => `[21:04] --> n${i} joined`));
  await ada.clock.advance(DIGEST_WINDOW);
  assertEquals(ada.news(), ["[21:04] --> 8 people joined: n4, n5, n6, n7, n8 and 3 more"]);
  for (let i = 0; i < 9; i++) ada.hear({ type: "joined", room, name: `m${i}`, at: SENT_AT });
  ada.news();
  ada.says("m8", "hi");
  assertEquals(ada.news(), [
    "[21:04] --> 5 people joined: m4, m5, m6, m7, m8",
    "[21:04] <m8> hi",
  ]);
  ada.view.close();
});

test("of very many who come and go only the last count is told, in the room that one looks at", async () => {
  const ada = new Watcher();
  for (const count of [1_200, 1_700, 2_100]) ada.hear({ type: "crowd", room, count, at: SENT_AT });
  ada.hear({ type: "crowd", room: "tea", count: 3_000, at: SENT_AT });
  assertEquals(ada.news(), []);
  await ada.clock.advance(DIGEST_WINDOW);
  assertEquals(ada.news(), ["[21:04] --- many came or went: 2100 people here now"]);
  ada.does("quiet");
  ada.news();
  ada.hear({ type: "crowd", room, count: 2_500, at: SENT_AT });
  await ada.clock.advance(DIGEST_WINDOW);
  assertEquals(ada.news(), []);
  ada.view.close();
});

test("/quiet hides who comes and goes, but not who changes their name", () => {
  const ada = new Watcher();
  ada.does("quiet");
  ada.hear({ type: "joined", room, name: "eve", at: SENT_AT });
  assertEquals(ada.news(), [en.client.quietOn]);
  ada.hear({ type: "renamed", from: "eve", to: "eva", at: SENT_AT });
  ada.does("quiet", "off");
  ada.does("quiet", "maybe");
  assertEquals(ada.news(), [
    "[21:04] --- eve is now eva",
    en.client.quietOff,
    `! ${en.problem({ code: "usage", usage: "/quiet [on|off]" })}`,
  ]);
});

test("an answer to somebody who is hidden shows none of their words", () => {
  const ada = new Watcher({ settings: "ignore = eve" });
  ada.says("bob", "no", { re: 1, quote: { from: "eve", text: "buy my things" } });
  ada.says("bob", "yes", { re: 2, quote: { from: "zoe", text: "tea?" } });
  const [hidden = "", shown = ""] = ada.news().filter((line) => line.includes("<bob>"));
  assertEquals([hidden.includes("eve"), hidden.includes("buy"), shown.includes("zoe: tea?")], [
    true,
    false,
    true,
  ]);
});

test("/notify has a room ring for all, for one's name or for nothing, for good; what is off does not count in the title", () => {
  const ada = new Watcher({ settings: "bell = on" });
  ada.says("bob", "hi");
  assertEquals(ada.rings, 0);
  ada.news();
  ada.does("notify", "all");
  ada.says("bob", "hi");
  assertEquals(ada.rings, 1);
  ada.does("notify", "off");
  ada.titles.splice(0);
  ada.says("bob", "hi ada");
  assertEquals([ada.rings, ada.titles.some((title) => title.startsWith("("))], [1, false]);
  assertEquals(new Settings(new MemoryFile(ada.file.text)).loudnessOf("LOBBY"), "off");
  ada.does("notify", "mentions");
  ada.says("bob", "hi ada");
  assertEquals(ada.rings, 2);
  ada.news();
  ada.does("notify");
  ada.does("notify", "loud");
  assertEquals(ada.news(), [
    en.notifies(room, "mentions"),
    `! ${en.problem({ code: "usage", usage: "/notify [all|mentions|off]" })}`,
  ]);
});

test("/set shows settings, changes them at once and for good, and says what cannot be", () => {
  const ada = new Watcher({ fixed: { color: "off" } });
  ada.does("set", "time 12h");
  ada.says("bob", "hi");
  assertEquals(ada.news(), [en.client.set("time", "12h"), "[09:04 PM] <bob> hi"]);
  assertEquals(new Settings(new MemoryFile(ada.file.text)).get("time"), "12h");
  ada.does("set", "tme 12h");
  ada.does("set", "time noon");
  ada.does("set", "color on");
  ada.file.isFull = true;
  ada.does("set", "bell on");
  assertEquals(ada.news(), [
    `! ${en.client.noSetting("tme", ["time", "bell", "quiet", "color", "lang"])}`,
    `! ${en.client.noValue("time", ["auto", "24h", "12h", "off"])}`,
    en.client.set("color", "on"),
    en.client.settingOverruled("color"),
    en.client.set("bell", "on"),
    en.client.settingNotKept("disk full"),
  ]);
  ada.does("set");
  const [first = "", ...others] = ada.news();
  assertEquals(first, "  time   12h   how times are shown (auto|24h|12h|off)");
  assertEquals(others.at(-1), en.client.settingsIn("settings"));
});

test("Tab offers those first who spoke last, and never ourselves", () => {
  const ada = new Watcher();
  assertEquals(ada.view.completionContext().names, ["bob", "Bobby", "zoe"]);
  ada.says("zoe", "hi");
  ada.says("Bobby", "hi");
  ada.says("ada", "hi");
  assertEquals(ada.view.completionContext().names, ["Bobby", "zoe", "bob"]);
});

test("in plain lines nothing is set apart by signs", () => {
  const ada = new Watcher({ plain: true });
  ada.says("bob", "one\ntwo", { past: true });
  ada.hear({ type: "history", room, count: 1, more: false }, {
    type: "joined",
    room,
    name: "eve",
    at: SENT_AT,
  });
  assertEquals(ada.news(), ["earlier", "Friday, January 2, 2026", "bob: one / two", "now", "eve joined."]);
});

test("a long text for one person alone is shown again, whole, by the other's name, as long as the view lasts", () => {
  const ada = new Watcher();
  const text = Array.from({ length: 60 }, (_, i) => `line ${i}`).join("\n");
  const whole = text.split("\n").map((line, i) =>
    `${i === 0 ? "[21:04] bob -> you: " : " ".repeat(16)}${line}`
  );
  ada.hear({ type: "private", at: SENT_AT, from: "bob", to: "ada", text });
  ada.hear({ type: "private", at: SENT_AT, from: "bob", to: "ada", text: "that was it" });
  ada.news();
  ada.does("get", "BOB");
  assertEquals(ada.news(), whole);
  ada.does("get", "zoe");
  assertEquals(ada.news(), [`! ${en.noPrivateText("zoe")}`]);
});
