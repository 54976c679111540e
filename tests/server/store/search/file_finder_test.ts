/** That searching in a file never keeps the room waiting: one question at a time, and none for longer than somebody waits. */

import { assert, assertEquals } from "@std/assert";
import {
  FileFinder,
  type FileReply,
  type FileRequest,
  type SearchRequest,
  type SearchResult,
  type SearchThread,
} from "../../../../server/store/search.ts";
import type { LogEvent } from "../../../../server/machine/logger.ts";
import { FakeClock } from "../../../support/clock.ts";
import { test } from "../../../support/sanitized.ts";

const FOUND: SearchResult = { kind: "found", hits: [], count: 0, more: undefined, isPartial: false };

/** A thread that answers when the test says so. */
class FakeThread implements SearchThread {
  readonly asked: FileRequest[] = [];
  readonly within: number[] = [];
  readonly #done: ((reply: FileReply) => void)[] = [];

  ask(request: FileRequest, within: number, done: (reply: FileReply) => void): void {
    this.asked.push(request);
    this.within.push(within);
    this.#done.push(done);
  }

  /** Answers a question, the last one by default. */
  answer(reply: FileReply = FOUND, which = this.#done.length - 1): void {
    this.#done[which]?.(reply);
  }
}

function wanted(requester: unknown, word = "tea"): SearchRequest {
  const terms = [{ text: word, isPhrase: false }];
  return { requester, query: { terms, rooms: [], from: [], context: 0 }, rooms: ["lobby"], limit: 9 };
}

/** A finder whose thread and time a test has in its hands. */
function inHand(hasIndex = true) {
  const clock = new FakeClock();
  const thread = new FakeThread();
  const logged: LogEvent[] = [];
  const finder = new FileFinder(thread, hasIndex, clock, (event) => void logged.push(event));
  const told: string[] = [];
  const ask = (requester: string, word = "tea"): void =>
    finder.search(wanted(requester, word), ({ kind }) => void told.push(`${requester} ${kind}`));
  const asked = (): readonly (string | undefined)[] =>
    thread.asked.map((one) => one.kind === "search" ? one.wanted.query.terms[0]?.text : "");
  return { finder, clock, thread, logged, told, ask, asked };
}

test("one question is answered at a time, and a newer one of the same person takes the place of one that waits", () => {
  const { thread, ask, asked, told } = inHand();
  ask("ada", "one");
  ask("bob", "two");
  ask("bob", "three");
  ask("ada", "four");
  assertEquals(asked(), ["one"]);
  assertEquals(told, ["bob slow"]);
  for (let i = 0; i < 3; i++) thread.answer();
  assertEquals([asked(), told], [["one", "three", "four"], [
    "bob slow",
    "ada found",
    "bob found",
    "ada found",
  ]]);
});

test("no more wait than can be answered in reasonable time", () => {
  const { ask, told } = inHand();
  for (let i = 0; i < 40; i++) ask(`${i}`);
  assertEquals(told, ["33 slow", "34 slow", "35 slow", "36 slow", "37 slow", "38 slow", "39 slow"]);
});

test("whoever asks and asks is answered at once, and has nothing kept but the last question", () => {
  const { clock, ask, told } = inHand();
  ask("ada");
  for (let i = 0; i < 1_000; i++) ask("bob");
  assertEquals([told.length, clock.pending], [999, 1]);
});

test("a question that takes two seconds is given up, the next one is asked, and a late answer changes nothing", async () => {
  const { clock, thread, ask, asked, told } = inHand();
  ask("ada", "one");
  ask("bob", "two");
  assert((thread.within[0] ?? Infinity) < 2_000);
  await clock.advance(1_999);
  assertEquals(told, []);
  await clock.advance(1);
  assertEquals([told, asked()], [["ada slow"], ["one", "two"]]);
  thread.answer(FOUND, 0);
  assertEquals(told, ["ada slow"]);
  thread.answer(FOUND, 1);
  assertEquals(told, ["ada slow", "bob found"]);
});

test("files that cannot be read are logged, and the next question is answered", () => {
  const { thread, logged, ask, told } = inHand();
  ask("ada");
  thread.answer({ kind: "failed", why: "malformed" });
  ask("eve");
  thread.answer();
  assertEquals(told, ["ada slow", "eve found"]);
  assertEquals(logged.map((event) => event.event === "failed" && event.cause), ["malformed"]);
});

test("after its end nobody is told anything", async () => {
  const { finder, clock, thread, ask, told } = inHand();
  ask("ada");
  ask("bob");
  finder.close();
  thread.answer();
  await clock.advance(99_999);
  assertEquals([told, clock.pending], [[], 0]);
});

test("without an index a search is refused, and what is unread is still counted", () => {
  const { finder, thread, ask, told } = inHand(false);
  ask("ada");
  assertEquals([told, thread.asked.length], [["ada off"], 0]);
  finder.unread({ requester: "ada", name: "ada", rooms: [] }, ({ kind }) => void told.push(kind));
  thread.answer({ kind: "unread", mentions: [], rooms: [] });
  assertEquals(told, ["ada off", "unread"]);
});
