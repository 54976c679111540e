/** What of a place has been read, and what of it is news. */

import { assertEquals } from "@std/assert";
import { type Incoming, ReadState } from "../../../web/view/read_state.ts";

/** A message of somebody else, behind all that was read, that nobody sees. */
function arrival(change: Partial<Incoming> = {}): Incoming {
  return { text: "ciao", seq: 11, isPast: false, isOwnOrHidden: false, me: "ada", isSeen: false, ...change };
}

function readState(): ReadState {
  return new ReadState({ name: "tea", last: 10, read: 10, cleared: 0 });
}

Deno.test("a message that nobody sees is unread, marked once, and announced", () => {
  const state = readState();
  assertEquals(state.receive(arrival()), { isNews: true, isForMe: false, isMarked: true, isAnnounced: true });
  assertEquals(state.receive(arrival({ seq: 12, text: "Ada?" })), {
    isNews: true,
    isForMe: true,
    isMarked: false,
    isAnnounced: true,
  });
  assertEquals([state.unread, state.mentions, state.memory.last, state.memory.read], [2, 1, 12, 10]);
});

Deno.test("a message that somebody sees is news, and neither unread nor announced; from before, it has the line", () => {
  const state = readState();
  const seen = state.receive(arrival({ isSeen: true }));
  assertEquals(seen, { isNews: true, isForMe: false, isMarked: false, isAnnounced: false });
  assertEquals(state.unread, 0);
  assertEquals(state.receive(arrival({ seq: 12, isSeen: true, isPast: true })).isMarked, true);
});

Deno.test("what I said, what I hide and what I have read is no news", () => {
  for (const change of [{ isOwnOrHidden: true }, { seq: 10 }, { seq: 3 }]) {
    const state = readState();
    const news = state.receive(arrival({ text: "ada", ...change }));
    assertEquals(news, { isNews: false, isForMe: false, isMarked: false, isAnnounced: false });
    assertEquals([state.unread, state.mentions, state.memory.last], [0, 0, Math.max(10, change.seq ?? 11)]);
  }
});

Deno.test("what came to this page before it was loaded again is unread, and is not announced again", () => {
  const state = new ReadState({ name: "tea", last: 20, read: 10, cleared: 0 });
  const news = state.receive(arrival({ seq: 15 }));
  assertEquals([news.isNews, news.isAnnounced, state.unread], [true, false, 1]);
  assertEquals(state.memory.last, 20);
});

Deno.test("a private message is always for me, and none is counted as naming me", () => {
  const state = new ReadState({ name: "bob", last: 0, read: 0, cleared: 0 });
  const { seq: _, ...direct } = arrival();
  assertEquals(state.receive(direct), { isNews: true, isForMe: true, isMarked: true, isAnnounced: true });
  assertEquals([state.unread, state.mentions, state.memory.last], [1, 0, 0]);
});

Deno.test("who sees the end has read all of it; the next that is new has a line again, once all has come", () => {
  const state = readState();
  state.quietUntil = 13;
  state.receive(arrival({ text: "ada" }));
  assertEquals(state.markSeen(11), { isFurther: true, isLess: true });
  assertEquals([state.unread, state.mentions, state.memory.read, state.isMarked], [0, 0, 11, true]);
  assertEquals(state.markSeen(11), { isFurther: false, isLess: false });
  assertEquals(state.markSeen(13), { isFurther: true, isLess: false });
  assertEquals(state.receive(arrival({ seq: 14 })).isMarked, true);
});

Deno.test("of another log no number is kept", () => {
  const state = readState();
  state.receive(arrival({ text: "ada" }));
  state.reset();
  assertEquals([state.unread, state.mentions], [0, 0]);
  assertEquals(state.memory, { name: "tea", last: 0, read: 0, cleared: 0 });
});
