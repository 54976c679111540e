/** That searching in a file never keeps the room waiting: one question at a time, on a thread that is there when needed. */

import { assert, assertEquals } from "@std/assert";
import { type Clock, systemClock } from "../../../net/clock.ts";
import type { WorkerReply, WorkerRequest } from "../../../server/search/worker.ts";
import { FileFinder, type Thread } from "../../../server/search/file_finder.ts";
import { openIndexedLog, type SearchRequest, type SearchResult } from "../../../server/search.ts";
import type { LogEvent } from "../../../server/logger.ts";
import { FakeClock } from "../../support/clock.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { draft, store } from "../../support/log_fixtures.ts";
import { test } from "../../support/sanitized.ts";

const FOUND: SearchResult = { kind: "found", hits: [], count: 0, more: undefined, isPartial: false };

/** A thread that answers when the test says so. */
class FakeThread implements Thread {
  readonly asked: WorkerRequest[] = [];
  isEnded = false;
  #onAnswer: (answer: WorkerReply) => void = () => {};
  #onError: (error: unknown) => void = () => {};

  postMessage(question: WorkerRequest): void {
    this.asked.push(question);
  }

  on(event: "message", listener: (answer: WorkerReply) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "message" | "error", listener: (about: never) => void): void {
    if (event === "message") this.#onAnswer = (answer) => listener(answer as never);
    else this.#onError = (error) => listener(error as never);
  }

  terminate(): void {
    this.isEnded = true;
  }

  answer(result: WorkerReply["result"] = FOUND): void {
    this.#onAnswer({ number: this.asked.at(-1)?.number ?? 0, result });
  }

  fail(): void {
    this.#onError(new Error("broken"));
  }
}

function wanted(requester: unknown, word = "tea"): SearchRequest {
  const terms = [{ text: word, isPhrase: false }];
  return { requester, query: { terms, rooms: [], from: [], context: 0 }, rooms: ["lobby"], limit: 9 };
}

/** A finder whose threads and time a test has in its hands. */
function inHand(hasIndex = true) {
  const clock = new FakeClock();
  const threads: FakeThread[] = [];
  const logged: LogEvent[] = [];
  const finder = new FileFinder("chat.db", hasIndex, clock, (event) => void logged.push(event), () => {
    const thread = new FakeThread();
    threads.push(thread);
    return thread;
  });
  const told: string[] = [];
  const ask = (requester: string, word = "tea"): void =>
    finder.search(wanted(requester, word), ({ kind }) => void told.push(`${requester} ${kind}`));
  const asked = (): readonly (string | undefined)[] =>
    threads.flatMap(({ asked }) => asked).map((one) =>
      one.kind === "search" ? one.wanted.query.terms[0]?.text : ""
    );
  return { finder, clock, threads, logged, told, ask, asked };
}

test("there is no thread before anybody searches, and none a minute after", async () => {
  const { clock, threads, ask, told } = inHand();
  assertEquals(threads.length, 0);
  ask("ada");
  await clock.advance(0);
  assertEquals([threads.length, told], [1, []]);
  threads[0]?.answer();
  await clock.advance(59_000);
  ask("ada");
  threads[0]?.answer();
  await clock.advance(59_999);
  assertEquals([threads[0]?.isEnded, told], [false, ["ada found", "ada found"]]);
  await clock.advance(1);
  assertEquals([threads[0]?.isEnded, clock.pending], [true, 0]);
  ask("bob");
  assertEquals(threads.length, 2);
});

test("one question is answered at a time, and a newer one of the same person takes the place of one that waits", () => {
  const { threads, ask, asked, told } = inHand();
  ask("ada", "one");
  ask("bob", "two");
  ask("bob", "three");
  ask("ada", "four");
  assertEquals(asked(), ["one"]);
  assertEquals(told, ["bob slow"]);
  for (let i = 0; i < 3; i++) threads[0]?.answer();
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

test("a question that takes two seconds is given up with its thread, and the next one has another", async () => {
  const { clock, threads, ask, asked, told } = inHand();
  ask("ada", "one");
  ask("bob", "two");
  assert((threads[0]?.asked[0]?.within ?? Infinity) < 2_000);
  await clock.advance(1_999);
  assertEquals(told, []);
  await clock.advance(1);
  assertEquals([told, threads.map(({ isEnded }) => isEnded), asked()], [["ada slow"], [true, false], [
    "one",
    "two",
  ]]);
  threads[0]?.answer();
  assertEquals(told, ["ada slow"]);
  threads[1]?.answer();
  assertEquals(told, ["ada slow", "bob found"]);
});

test("a thread that breaks, or a file that cannot be read, is logged, and the next question is answered", () => {
  const { threads, logged, ask, told } = inHand();
  ask("ada");
  threads[0]?.fail();
  ask("bob");
  threads[1]?.answer({ kind: "failed", why: "malformed" });
  ask("eve");
  threads[1]?.answer();
  assertEquals(told, ["ada slow", "bob slow", "eve found"]);
  assertEquals(logged.map((event) => event.event === "failed" && event.cause), [
    "Error: broken",
    "malformed",
  ]);
});

test("after its end nobody is told anything, and no thread is left", async () => {
  const { finder, clock, threads, ask, told } = inHand();
  ask("ada");
  ask("bob");
  finder.close();
  threads[0]?.answer();
  await clock.advance(99_999);
  assertEquals([told, threads.map(({ isEnded }) => isEnded), clock.pending], [[], [true], 0]);
});

test("without an index a search is refused, and what is unread is still counted", () => {
  const { finder, threads, ask, told } = inHand(false);
  ask("ada");
  assertEquals([told, threads.length], [["ada off"], 0]);
  finder.unread({ requester: "ada", name: "ada", rooms: [] }, ({ kind }) => void told.push(kind));
  threads[0]?.answer({ kind: "unread", mentions: [], rooms: [] });
  assertEquals(told, ["ada off", "unread"]);
});

test("a real thread finds what a log has that is being written", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const { log: history, index } = openIndexedLog(path, "process");
  // The thread's code is type-checked when a test first starts it, which takes longer than a search may.
  const patient: Clock = {
    now: () => systemClock.now(),
    elapsed: () => systemClock.elapsed(),
    after: (ms, run) => systemClock.after(ms * 20, run),
  };
  const finder = new FileFinder(path, true, patient, () => {});
  const ask = () => new Promise<SearchResult>((done) => finder.search(wanted(1), done));
  try {
    for (let round = 1; round <= 3; round++) {
      store(history, draft("Tea?", { id: round }), draft("no"));
      const found = await ask();
      assert(found.kind === "found");
      assertEquals(
        found.hits.map(({ message: { text }, marks }) => [text, marks]),
        Array(round).fill(["Tea?", [[0, 3]]]),
      );
      index.step();
    }
  } finally {
    finder.close();
    history.close();
  }
});
