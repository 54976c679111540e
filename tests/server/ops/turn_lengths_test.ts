/** How long turns take, as an operator is told it. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Turn, type TurnTimer } from "../../../server/core/delivery.ts";
import { GarbageSampler, Instruments, type ReadingSources, TurnLengths } from "../../../server/ops.ts";
import { Histogram } from "../../../server/ops/histogram.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

/** A server of which nothing is known but how long its turns take. */
const SOURCES: ReadingSources = {
  version: "",
  title: "",
  address: "",
  dataPath: undefined,
  hasIndex: false,
  fingerprint: () => "",
  canStore: () => true,
  census: () => ({ members: 0, rooms: 0, outboxBytes: 0, connections: new Map() }),
  background: () => undefined,
  linesDropped: () => 0,
};

test("a quantile is at most an eighth too high, the longest is exact, and nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1 }), (lengths) => {
      const histogram = new Histogram();
      for (const ms of lengths) histogram.record(ms);
      const sorted = lengths.toSorted((one, other) => one - other);
      for (const share of [0.5, 0.99, 1]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const told = histogram.quantile(share);
        assert(told >= exact * 0.999999 && told <= exact * 1.126, `${share}: ${told} for ${exact}`);
      }
      assertEquals([histogram.count, histogram.longest], [lengths.length, sorted.at(-1)]);
      assertEquals(histogram.atMost(1e9), lengths.length);
    }),
  );
});

test("with nothing recorded everything is 0, and after clearing again", () => {
  const histogram = new Histogram();
  const all = () => [histogram.count, histogram.sum, histogram.longest, histogram.quantile(0.99)];
  assertEquals(all(), [0, 0, 0, 0]);
  histogram.record(3);
  histogram.clear();
  assertEquals(all(), [0, 0, 0, 0]);
});

test("what took long a while ago is seen in the whole, and no longer in what is recent", () => {
  const lengths = new TurnLengths();
  lengths.record("commit", 100);
  lengths.nextMinute();
  lengths.nextMinute();
  for (let i = 0; i < 9; i++) lengths.record("commit", 1);
  assertEquals([lengths.recent().commit.longest, lengths.sinceStart().commit.longest], [1, 100]);
  assertEquals([lengths.recent().commit.count, lengths.sinceStart().commit.count], [9, 10]);
  assertEquals(lengths.cumulative("commit", [0.5, 5, 1_000]), [0, 9, 10]);
  lengths.nextMinute();
  assertEquals(lengths.recent().commit.count, 9, "a minute that has just begun shows the one before");
  assertEquals(lengths.recent().encode, { count: 0, sum: 0, p50: 0, p99: 0, longest: 0 });
});

test("a turn is as long as its end and all passes of its writing together, without what came in between", () => {
  let time = 0;
  const recorded: (readonly [string, number])[] = [];
  const timer: TurnTimer = { now: () => time, record: (phase, ms) => void recorded.push([phase, ms]) };
  const asked: (() => void)[] = [];
  const turn = new Turn((run) => void asked.push(run), () => void (time += 5), timer);
  for (let i = 0; i < 60; i++) turn.enqueue({ drain: () => void (time += 1) });
  for (let run = asked.shift(); run !== undefined; run = asked.shift()) {
    run();
    time += 1_000;
  }
  assertEquals(recorded, [["write", 60], ["turn", 65]]);
});

test("a turn that is still written out is told of by whoever reads, once, and belongs to its own minute", () => {
  const instruments = new Instruments(new FakeClock());
  const read = () => instruments.read(SOURCES);
  instruments.record("commit", 3);
  instruments.record("encode", 2);
  for (let time = 0; time < 2; time++) {
    const { commit, encode } = read().sinceStart;
    assertEquals([commit.count, commit.sum, encode.count, encode.sum], [1, 3, 1, 2]);
  }
  instruments.record("commit", 100);
  instruments.nextMinute();
  instruments.record("commit", 1);
  instruments.record("write", 1);
  assertEquals([read().recent.commit.longest, read().sinceStart.commit.count], [1, 3]);
});

test("when something was stored last is known to the moment, though nobody is there to whom its turn is written", async () => {
  const clock = new FakeClock();
  const instruments = new Instruments(clock);
  instruments.activity.messageStored();
  const at = clock.now();
  instruments.record("commit", 1);
  await clock.advance(40_000);
  assertEquals(instruments.read(SOURCES).storedAt, at);
});

test("collections of garbage are sampled for a quarter of a second, and not at all where nothing tells of them", async () => {
  const clock = new FakeClock();
  const events: string[] = [];
  const profiler = {
    start: () => void events.push("start"),
    stop: () => {
      events.push("stop");
      return [2_000_000];
    },
  };
  const sampler = new GarbageSampler(clock, (ms) => void events.push(`${ms} ms`), () => profiler);
  sampler.sample();
  await clock.advance(250);
  sampler.sample();
  sampler.close();
  await clock.advance(9_999);
  assertEquals(events, ["start", "stop", "2 ms", "start", "stop", "2 ms"]);
  const none = new GarbageSampler(clock, () => void events.push("seen"), () => undefined);
  none.sample();
  none.close();
  assertEquals([events.length, clock.pending], [6, 0]);
});
