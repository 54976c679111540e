/// <reference types="./nats.d.ts" />

/**
 * Reading the stream in NATS as the servers of a cluster need it: each turn once, in order and without holes, however often
 * what NATS reads it by is lost.
 *
 * @module
 */

import { DeliverPolicy, type JetStreamClient } from "@nats-io/jetstream";
import { type Clock, sleep } from "../../net/clock.ts";
import { Silence } from "./silence.ts";
import type { ToldTurn } from "./stream.ts";

/** How long is waited before it is read again, in ms. */
const PAUSE = 100;

/** What is read, and by what. */
export interface ReaderParts {
  readonly consumers: JetStreamClient["consumers"];
  /** The name of the stream. */
  readonly stream: string;
  readonly clock: Pick<Clock, "after">;
  /** Tells whether anything can be heard at all. */
  isConnected(): boolean;
  /** Gives up to where others were told, as far as is known. */
  expected(): number;
  /** Tells whether nothing is wanted any more. */
  isClosed(): boolean;
  /** Learns of troubles that pass. */
  onTrouble(why: string): void;
}

/** Tells each turn from a number on; resolves once nothing is wanted any more. */
export async function readTurns(
  { consumers, stream, clock, isConnected, expected, isClosed, onTrouble }: ReaderParts,
  from: number,
  told: (turn: ToldTurn) => void,
): Promise<void> {
  let next = from;
  const isBehind = (): boolean => expected() >= next;
  while (!isClosed()) {
    try {
      const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next };
      const consumer = await consumers.get(stream, start);
      let stop = (): void => {};
      using silence = new Silence(clock, { isConnected, isBehind }, () => stop());
      const messages = await consumer.consume({
        max_messages: 2000,
        idle_heartbeat: 500,
        expires: 1000,
        callback: ({ seq, data, info: { timestampNanos } }) => { // From an iterator each would come later.
          silence.end();
          if (seq > next) return stop(); // A hole: read again from where it begins.
          if (seq < next) return;
          next++;
          told({ seq, at: Math.floor(timestampNanos / 1e6), bytes: data });
        },
      });
      stop = () => messages.stop();
      void silence.heed(messages.status());
      const error = await messages.closed();
      if (error instanceof Error) throw error;
    } catch (error) {
      if (isClosed()) return;
      onTrouble(String(error));
    }
    await sleep(clock, PAUSE);
  }
}
