/** The background thread from the room's side: asked, watched, begun again, and closed in time. */

import { assert, assertEquals } from "@std/assert";
import { Background } from "../../../../server/store/background.ts";
import type { Order, Report, Setup } from "../../../../server/store/background/messages.ts";
import type { Keeper } from "../../../../server/store/background/threads.ts";
import type { LogEvent } from "../../../../server/machine/logger.ts";
import type { FileReply } from "../../../../server/store/search.ts";
import { FakeClock } from "../../../support/clock.ts";
import { test } from "../../../support/sanitized.ts";

const SETUP: Setup = {
  log: "chat.db",
  logIdentity: undefined,
  index: "chat.db-index",
  hasIndex: true,
};
const QUESTION = { kind: "unread", wanted: { name: "ada", rooms: [] } } as const;
const UNREAD: FileReply = { kind: "unread", mentions: [], rooms: [] };

/** A thread that a test plays. */
interface PlayedThread {
  readonly orders: Order[];
  readonly tell: (report: Report) => void;
}

/** A background whose threads and time a test has in its hands. */
function inHand() {
  const clock = new FakeClock();
  const logged: LogEvent[] = [];
  const threads: PlayedThread[] = [];
  let onEnd = (_: string): void => {};
  let isClosed = false;
  const keeper = (_: Setup, ended: (why: string) => void): Keeper => {
    onEnd = ended;
    return {
      start(onReport) {
        const orders: Order[] = [];
        threads.push({ orders, tell: onReport });
        return { tell: (order) => void orders.push(order), close: () => {} };
      },
      startFiles: () => ({ tell: () => {}, close: () => {} }),
      close: () => void (isClosed = true),
    };
  };
  const background = new Background({
    setup: SETUP,
    logger: (event) => void logged.push(event),
    clock,
    keeper,
  });
  return {
    background,
    clock,
    logged,
    threads,
    tell: (report: Report) => threads.at(-1)?.tell(report),
    orders: () => threads.at(-1)?.orders ?? [],
    end: (why: string) => onEnd(why),
    isClosed: () => isClosed,
  };
}

function makeReady(hand: ReturnType<typeof inHand>): void {
  hand.tell({ kind: "ready" });
  assert(hand.background.state.isUp);
}

/** Closes a background whose thread, if there is one, does what it is told. */
async function close(hand: ReturnType<typeof inHand>): Promise<void> {
  const closing = hand.background.close();
  hand.tell({ kind: "closed" });
  await closing;
}

test("a question goes to the thread, and its answer to who asked; what the thread tells is its state", async () => {
  const hand = inHand();
  makeReady(hand);
  const replies: FileReply[] = [];
  hand.background.ask(QUESTION, 1_700, (reply) => void replies.push(reply));
  const [order] = hand.orders();
  assert(order?.kind === "ask" && order.within === 1_700);
  hand.tell({ kind: "answer", number: order.number, reply: UNREAD });
  hand.tell({ kind: "answer", number: order.number, reply: UNREAD });
  assertEquals(replies, [UNREAD]);
  hand.tell({ kind: "beat", beat: { unindexed: 7, forgotten: 3, worked: 12 } });
  assertEquals(hand.background.state, { unindexed: 7, forgotten: 3, worked: 12, isUp: true, restarts: 0 });
  await close(hand);
});

test("a thread that ends is begun again a second later, twice as late each time; who waits is told at once", async () => {
  const hand = inHand();
  makeReady(hand);
  const replies: FileReply[] = [];
  hand.background.ask(QUESTION, 1_700, (reply) => void replies.push(reply));
  hand.end("out of memory");
  assertEquals([replies, hand.background.state.isUp], [[{ kind: "slow" }], false]);
  hand.background.ask(QUESTION, 1_700, (reply) => void replies.push(reply));
  assertEquals(replies.length, 2, "nobody waits for a thread that is not there");
  const pauses: number[] = [];
  for (let time = 0; time < 8; time++) {
    const began = hand.clock.elapsed();
    const before = hand.threads.length;
    while (hand.threads.length === before) {
      await hand.clock.advance(1_000);
      hand.background.check();
    }
    pauses.push(hand.clock.elapsed() - began);
    hand.end("again");
  }
  assertEquals(pauses, [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000));
  assertEquals(hand.background.state.restarts, 9);
  assertEquals(hand.logged[0], { event: "background-ended", cause: "out of memory", times: 1 });
  await close(hand);
});

test("a thread that says nothing for ten seconds hangs, and one that begins has a minute", async () => {
  const hand = inHand();
  for (let second = 0; second < 60; second++) {
    await hand.clock.advance(1_000);
    hand.background.check();
  }
  assertEquals(hand.threads.length, 1);
  makeReady(hand);
  for (let second = 0; second < 20; second++) {
    hand.tell({ kind: "beat", beat: { unindexed: 0, forgotten: 0, worked: 0 } });
    await hand.clock.advance(1_000);
    hand.background.check();
  }
  assertEquals([hand.threads.length, hand.logged], [1, []]);
  for (let second = 0; second < 13; second++) {
    await hand.clock.advance(1_000);
    hand.background.check();
  }
  assertEquals(hand.logged, [{ event: "background-ended", cause: "it hangs", times: 1 }]);
  assertEquals(hand.threads.length, 2);
  await close(hand);
});

test("a server that stood still, as on a laptop that slept, takes no thread for one that hangs before it has had its time", async () => {
  const hand = inHand();
  makeReady(hand);
  await hand.clock.advance(120_000);
  hand.background.check();
  assertEquals([hand.threads.length, hand.logged], [1, []]);
  for (let second = 0; second < 11; second++) {
    await hand.clock.advance(1_000);
    hand.background.check();
  }
  assertEquals(hand.logged, [{ event: "background-ended", cause: "it hangs", times: 1 }]);
  await close(hand);
});

test("what fails on the thread, and an index that is made anew, are logged", async () => {
  const hand = inHand();
  makeReady(hand);
  hand.tell({ kind: "failed", work: "indexing", cause: "disk full" });
  hand.tell({ kind: "rebuilding", why: "damaged" });
  assertEquals(hand.logged, [
    { event: "failed", what: "indexing", cause: "disk full" },
    { event: "index-rebuilding", why: "damaged" },
  ]);
  await close(hand);
});

test("closing waits until the thread has closed its files, but not for one that hangs or is gone", async () => {
  const good = inHand();
  makeReady(good);
  let isDone = false;
  const closing = good.background.close().then(() => isDone = true);
  assertEquals(good.orders().map(({ kind }) => kind), ["close"]);
  assertEquals([isDone, good.isClosed()], [false, false]);
  good.tell({ kind: "closed" });
  await closing;
  assert(good.isClosed());
  const hanging = inHand();
  makeReady(hanging);
  const waiting = hanging.background.close();
  await hanging.clock.advance(1_500);
  await waiting;
  assert(hanging.isClosed());
  const ended = inHand();
  ended.end("out of memory");
  await ended.background.close();
  assert(ended.isClosed());
});
