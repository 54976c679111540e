/** Turns that are read from NATS: each once and in order, whatever it leaves out, repeats or breaks off. */

import { assertEquals } from "@std/assert";
import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { readTurns } from "../../../server/cluster/nats_reader.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

/** One reading by NATS, from a number on. */
interface Reading {
  readonly from: number;
  tell(seq: number): void;
  /** Has NATS say that it is alive. */
  live(): void;
  end(error?: Error): void;
}

function begin(from: number, expected = (): number => 0): {
  readonly clock: FakeClock;
  readonly readings: Reading[];
  readonly told: number[];
  readonly troubles: string[];
  close(): Promise<void>;
} {
  const clock = new FakeClock();
  const readings: Reading[] = [];
  const told: number[] = [];
  const troubles: string[] = [];
  let isClosed = false;
  const consumers = {
    get: (stream: string, { opt_start_seq: first }: { readonly opt_start_seq: number }) => {
      assertEquals(stream, "CHAT_home");
      return Promise.resolve({
        consume: ({ callback }: { callback(message: JsMsg): void }) => {
          const { promise, resolve } = Promise.withResolvers<void | Error>();
          const tell = (seq: number): void =>
            callback({ seq, data: new Uint8Array([seq]), info: { timestampNanos: seq * 1e9 } });
          const { readable: signs, writable } = new TransformStream<{ readonly type: string }>();
          const writer = writable.getWriter();
          const live = (): void => void writer.write({ type: "heartbeat" }).catch(() => {}); // Where it has ended it says nothing.
          const end = (error?: Error): void => {
            resolve(error);
            void writer.close().catch(() => {});
          };
          readings.push({ from: first, tell, live, end });
          const messages: ConsumerMessages = {
            stop: end,
            closed: () => promise,
            status: () => signs,
          };
          return Promise.resolve(messages);
        },
      });
    },
  };
  const done = readTurns(
    {
      consumers,
      stream: "CHAT_home",
      clock,
      ...{ isConnected: () => true, expected },
      isClosed: () => isClosed,
      onTrouble: (why) => void troubles.push(why),
    },
    from,
    ({ seq, at, bytes }) => {
      assertEquals([at, bytes], [seq * 1_000, new Uint8Array([seq])]);
      told.push(seq);
    },
  );
  const close = async (): Promise<void> => {
    isClosed = true;
    readings.at(-1)?.end();
    await clock.advance(1_000);
    await done;
  };
  return { clock, readings, told, troubles, close };
}

test("behind a hole nothing is told: it is read again from where that begins", async () => {
  const { clock, readings, told, troubles, close } = begin(4);
  await clock.advance(0);
  for (const seq of [4, 5, 7, 8]) readings[0]?.tell(seq);
  assertEquals(told, [4, 5]);
  await clock.advance(1_000);
  assertEquals(readings.map((reading) => reading.from), [4, 6]);
  for (const seq of [6, 7, 8]) readings[1]?.tell(seq);
  assertEquals([told, troubles], [[4, 5, 6, 7, 8], []]);
  await close();
});

test("what comes again is told once, and a reading that breaks off is told to the operator and begun again", async () => {
  const { clock, readings, told, troubles, close } = begin(1);
  await clock.advance(0);
  for (const seq of [1, 2, 1, 2, 3]) readings[0]?.tell(seq);
  readings[0]?.end(new Error("consumer deleted"));
  await clock.advance(1_000);
  assertEquals(readings.map((reading) => reading.from), [1, 4]);
  assertEquals([told, troubles], [[1, 2, 3], ["Error: consumer deleted"]]);
  await close();
  assertEquals([readings.length, clock.pending], [2, 0]);
});

test("what others were told and is not told here within three seconds is read again, also where NATS says that it is alive", async () => {
  let last = 5;
  const { clock, readings, told, troubles, close } = begin(4, () => last);
  await clock.advance(0);
  const live = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      readings.at(-1)?.live();
      await clock.advance(500);
    }
  };
  for (const seq of [4, 5]) readings[0]?.tell(seq);
  await live(10_000);
  last = 6;
  await live(2_500);
  assertEquals(readings.length, 1);
  readings[0]?.tell(6); // It was slow.
  last = 7; // What told it is lost: the connection broke with it on its way.
  await live(2_500);
  assertEquals(readings.length, 1);
  await live(1_000);
  assertEquals(readings.map((reading) => reading.from), [4, 7]);
  readings[1]?.tell(7);
  await live(10_000);
  assertEquals([told, troubles, readings.length], [[4, 5, 6, 7], [], 2]);
  await close();
});
