import { assertEquals } from "@std/assert";
import { DRAIN_WITHIN, Outbox } from "../../../../server/core/delivery/outbox.ts";
import { Turn } from "../../../../server/core/delivery/turn.ts";
import { FakeClock } from "../../../support/clock.ts";
import { FakeSink } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** An outbox with all that it needs; `turn` ends a turn and lets the writes of it be taken. */
function makeOutbox(limit = 100) {
  const clock = new FakeClock();
  const turn = new Turn(() => {}, () => {});
  const sink = new FakeSink();
  const overflows: number[] = [];
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => void faults.push(fault);
  const outbox: Outbox = new Outbox(sink, { limit, clock, turn, onFault }, {
    outboxOverflowed: () => void overflows.push(clock.elapsed()),
  });
  const offer = (text: string): void => outbox.offer(new TextEncoder().encode(text));
  const endTurn = async (): Promise<void> => {
    turn.end();
    await clock.advance(0);
  };
  return { clock, sink, outbox, overflows, faults, offer, endTurn };
}

/** A write that a test ends itself. */
function holdWrites(sink: FakeSink) {
  const held: (() => void)[] = [];
  const write = sink.write.bind(sink);
  sink.write = async (bytes) => {
    const count = await write(bytes);
    await new Promise<void>((resolve) => void held.push(resolve));
    return count;
  };
  return held;
}

test("nothing is written before the turn ends, and then all that waits in one write", async () => {
  const { sink, offer, endTurn } = makeOutbox();
  offer("one ");
  offer("two ");
  offer("three");
  assertEquals(sink.writes, []);
  await endTurn();
  assertEquals(sink.writes, ["one two three"]);
  offer("four");
  await endTurn();
  assertEquals(sink.writes, ["one two three", "four"]);
});

test("nothing to offer is nothing to write", async () => {
  const { sink, offer, endTurn } = makeOutbox();
  offer("");
  await endTurn();
  assertEquals(sink.writes, []);
});

test("what a write leaves over is written before anything else", async () => {
  const { sink, offer, endTurn } = makeOutbox();
  sink.maxBytesPerWrite = 3;
  offer("abcdefgh");
  await endTurn();
  offer("ij");
  await endTurn();
  assertEquals(sink.writes, ["abc", "def", "gh", "ij"]);
});

test("one write is in flight at a time, and what comes meanwhile is joined for the next one", async () => {
  const { sink, offer, endTurn } = makeOutbox();
  const held = holdWrites(sink);
  offer("a");
  await endTurn();
  for (const text of ["b", "c", "d"]) {
    offer(text);
    await endTurn();
  }
  assertEquals(sink.writes, ["a"]);
  held.shift()?.();
  await endTurn();
  assertEquals(sink.writes, ["a", "bcd"]);
});

test("what is offered while a write is in flight leaves at the end of its turn, not with what that goes on with", async () => {
  const { sink, outbox, offer, endTurn, clock } = makeOutbox();
  const held = holdWrites(sink);
  const release = async (): Promise<void> => {
    held.shift()?.();
    await clock.advance(0);
  };
  offer("a");
  await endTurn();
  offer("b");
  await endTurn();
  offer("c");
  offer("d");
  await release();
  assertEquals(sink.writes, ["a", "b"]); // Its turn may have to be stored yet.
  await release();
  assertEquals([sink.writes, outbox.waitingBytes], [["a", "b"], 2]);
  await endTurn();
  assertEquals(sink.writes, ["a", "b", "cd"]);
  offer("e");
  outbox.finish();
  await release();
  assertEquals([sink.writes.length, sink.calls], [3, []]);
  await endTurn();
  await release();
  assertEquals([sink.writes.at(-1), sink.calls], ["e", ["end"]]);
});

test("what is offered while the outboxes of the last turn are drained, some in each pass, leaves at the end of its own", async () => {
  const clock = new FakeClock();
  let stored = "";
  const turn = new Turn(() => {}, () => void (stored = "two"));
  const all = Array.from({ length: 60 }, () => {
    const sink = new FakeSink();
    const rules = { limit: 100, clock, turn, onFault() {} };
    return { sink, outbox: new Outbox(sink, rules, { outboxOverflowed() {} }) };
  });
  const offer = (text: string): void => {
    for (const { outbox } of all) outbox.offer(new TextEncoder().encode(text));
  };
  offer("one");
  turn.end();
  stored = "";
  offer("two");
  turn.end();
  await clock.advance(0);
  assertEquals([stored, new Set(all.flatMap(({ sink }) => sink.writes))], ["", new Set(["one"])]);
  do turn.end(); while (turn.isDraining);
  await clock.advance(0);
  assertEquals(all.map(({ sink }) => sink.writes), all.map(() => ["one", "two"]));
});

test("the limit counts the write in flight; up to it all is well", async () => {
  const { sink, offer, endTurn, overflows } = makeOutbox(10);
  sink.state = "stalls";
  offer("123456");
  await endTurn();
  offer("7890");
  await endTurn();
  assertEquals(overflows.length, 0);
  offer("!");
  assertEquals(overflows.length, 1);
});

test("what is written no longer counts", async () => {
  const { offer, endTurn, overflows, sink } = makeOutbox(10);
  for (let i = 0; i < 10; i++) {
    offer("12345678");
    await endTurn();
  }
  assertEquals(overflows.length, 0);
  assertEquals(sink.text.length, 80);
});

test("what waits still counts when the write before it is done", async () => {
  const { sink, offer, endTurn, overflows } = makeOutbox(10);
  const held = holdWrites(sink);
  offer("1234");
  await endTurn();
  offer("56789");
  held.shift()?.();
  await endTurn();
  offer("01234");
  assertEquals(overflows.length, 0);
  offer("5");
  assertEquals(overflows.length, 1);
});

test("the limit counts bytes, not characters", () => {
  const { offer, overflows } = makeOutbox(10);
  offer("èèèèèè");
  assertEquals(overflows.length, 1);
});

test("an overflow is told once, the peer is let go at once, and what waits is forgotten", async () => {
  const { sink, offer, endTurn, overflows } = makeOutbox(10);
  offer("12345678");
  offer("90123");
  offer("4");
  offer("90123456789");
  assertEquals(overflows.length, 1);
  assertEquals(sink.calls, ["close"]);
  await endTurn();
  assertEquals(sink.writes, []);
});

test("finishing writes what waits and takes nothing more, then ends", async () => {
  const { sink, outbox, offer, endTurn, clock } = makeOutbox();
  offer("goodbye");
  outbox.finish();
  offer("too late");
  assertEquals(sink.calls, []);
  await endTurn();
  assertEquals(sink.writes, ["goodbye"]);
  assertEquals(sink.calls, ["end"]);
  assertEquals(clock.pending, 0);
});

test("finishing waits for the write in flight and writes what came after it", async () => {
  const { sink, outbox, offer, endTurn } = makeOutbox();
  const held = holdWrites(sink);
  offer("first");
  await endTurn();
  offer("goodbye");
  outbox.finish();
  await endTurn();
  assertEquals(sink.calls, []);
  held.shift()?.();
  await endTurn();
  assertEquals(sink.writes, ["first", "goodbye"]);
  assertEquals(sink.calls, []);
  held.shift()?.();
  await endTurn();
  assertEquals(sink.calls, ["end"]);
});

test("finishing with nothing to write ends at the turn's end", async () => {
  const { sink, outbox, endTurn } = makeOutbox();
  outbox.finish();
  outbox.finish();
  await endTurn();
  assertEquals(sink.calls, ["end"]);
});

test("finishing gives up on a peer that does not read, after two seconds", async () => {
  const { sink, outbox, offer, endTurn, clock } = makeOutbox();
  sink.state = "stalls";
  offer("first");
  await endTurn();
  outbox.finish();
  await clock.advance(DRAIN_WITHIN - 1);
  assertEquals(sink.calls, []);
  await clock.advance(1);
  assertEquals(sink.calls, ["close"]);
});

test("a peer that is gone is let go, and nobody hears of it from the outbox", async () => {
  const { sink, offer, endTurn, overflows } = makeOutbox();
  sink.state = "gone";
  offer("hello?");
  await endTurn();
  assertEquals(sink.calls, ["close"]);
  offer("x".repeat(200));
  await endTurn();
  assertEquals([sink.writes, overflows], [[], []]);
});

test("a write that was in flight when the outbox was shut harms nobody when it ends", async () => {
  const { sink, outbox, offer, endTurn } = makeOutbox();
  const held = holdWrites(sink);
  sink.maxBytesPerWrite = 2;
  offer("abcd");
  await endTurn();
  outbox.abort();
  outbox.abort();
  held.shift()?.();
  await endTurn();
  assertEquals(sink.writes, ["ab"]);
  assertEquals(sink.calls, ["close"]);
});

test("a chunk is written as it is, not copied, when it waits alone", async () => {
  const { outbox, sink, endTurn } = makeOutbox();
  const chunk = new TextEncoder().encode("shared");
  let written: Uint8Array | undefined;
  sink.write = (bytes) => {
    written = bytes;
    return Promise.resolve(bytes.length);
  };
  outbox.offer(chunk);
  await endTurn();
  assertEquals(written === chunk, true);
});

test("a fault of ours in a callback is reported, and does not cut the member off", async () => {
  const { sink, outbox, faults, offer, endTurn } = makeOutbox();
  const fault = new Error("ours");
  const settled: boolean[] = [];
  const bytes = new TextEncoder().encode("tracked ");
  outbox.offerTracked(bytes, () => {
    throw fault;
  });
  outbox.offerTracked(bytes, (isWritten) => void settled.push(isWritten));
  await endTurn();
  assertEquals([faults, settled, sink.calls], [[fault], [true], []]);
  offer("next");
  await endTurn();
  assertEquals(sink.writes, ["tracked tracked ", "next"]);
});

test("whoever reads on as the outbox empties and fails is closed, and the fault is reported", async () => {
  const { sink, outbox, faults, offer, endTurn } = makeOutbox();
  const fault = new Error("ours");
  offer("one");
  outbox.onceEmpty(() => {
    throw fault;
  });
  await endTurn();
  assertEquals([faults, sink.writes, sink.calls], [[fault], ["one"], ["close"]]);
});

test("faults of ours on the way out are reported, and everybody who waits is still settled", async () => {
  const { sink, outbox, faults, offer, endTurn } = makeOutbox(10);
  const settled: boolean[] = [];
  const bytes = new TextEncoder().encode("x");
  outbox.offerTracked(bytes, () => {
    throw new Error("first");
  });
  outbox.offerTracked(bytes, (isWritten) => void settled.push(isWritten));
  sink.close = () => {
    throw new Error("close");
  };
  offer("more than ten bytes");
  outbox.offerTracked(bytes, () => {
    throw new Error("late");
  });
  await endTurn();
  assertEquals([settled, faults.map(String)], [[false], ["Error: close", "Error: first", "Error: late"]]);
});

test("a peer that is gone is no fault of ours", async () => {
  const { sink, outbox, faults, offer, endTurn } = makeOutbox();
  const settled: boolean[] = [];
  sink.write = () => Promise.reject(new Error("connection reset"));
  offer("one");
  outbox.offerTracked(new TextEncoder().encode("two"), (isWritten) => void settled.push(isWritten));
  await endTurn();
  assertEquals([faults, settled, sink.calls], [[], [false], ["close"]]);
});
