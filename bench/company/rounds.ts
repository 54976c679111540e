/**
 * What all of the company have in common: the rooms they use, and the count of what they have done.
 *
 * @module
 */

import { pause } from "../generator/member.ts";
import { Native } from "../generator/native.ts";
import { type Figures, percentile } from "../measurement.ts";

/** What goes on, and how much of it. */
export interface Company {
  /** How many people search, each again as soon as an answer came. */
  readonly searchers?: number;
  /** How many come in at the same moment each second, and leave once they have what newcomers are shown. */
  readonly newcomers?: number;
  /** How many come in and leave again and again, without a pause. */
  readonly comings?: number;
  /** 1: the log is backed up again and again. */
  readonly backups?: number;
  /** How many join a room of 20,000 messages with `"after":0`, again and again. */
  readonly readers?: number;
  /** How many ask that room's history from its beginning, page after page. */
  readonly pagers?: number;
  /** How many follow that room by `/events?after=0`. */
  readonly listeners?: number;
  /** How many send files of 25 MiB, and how many fetch one, again and again. */
  readonly uploads?: number;
  readonly downloads?: number;
  /** How many log in to one name by its password at the same moment. */
  readonly logins?: number;
  /** How many have been away for long, and come back at the same moment every five seconds. */
  readonly returning?: number;
}

/** The room of those who are not measured. */
export const ROUND = "beside";

/** The room in which much was said. */
export const LONG_ROOM = "long";

/** Messages that are on their way while a room is filled. */
const IN_FLIGHT = 400;

/** The pause between two crowds of newcomers, in ms. */
const EVERY = 1_000;

/** Counts what the company has done, and how long each took. */
export class Rounds {
  readonly #took: number[] = [];
  readonly #over = Promise.withResolvers<void>();
  #isOver = false;
  #isPaused = true;
  #rest = new AbortController();
  /** Who waits until it goes on. */
  #waiting: (() => void)[] = [];
  /** How many things are being done, and who waits until there are none. */
  #going = 0;
  #rested: (() => void)[] = [];

  /** Resolves when it is to end. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Whether it is to end. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** How many things were done, and how long the slowest of each hundred took, in ms. */
  get figures(): Figures {
    return {
      rounds: this.#took.length,
      roundP50: percentile(this.#took, 0.5),
      roundP99: percentile(this.#took, 0.99),
    };
  }

  /** Aborted while nothing more is to begin: what takes long may be given up. */
  get resting(): AbortSignal {
    return this.#rest.signal;
  }

  /** Has it begin, or go on. */
  resume(): void {
    this.#isPaused = false;
    if (this.#rest.signal.aborted) this.#rest = new AbortController();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  /** Has nothing more begin, and resolves when what was begun is done. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    this.#rest.abort();
    if (this.#going > 0) await new Promise<void>((resolve) => this.#rested.push(resolve));
  }

  /** Ends it. */
  end(): void {
    this.#isOver = true;
    this.#over.resolve();
    this.resume();
    this.#rest.abort();
  }

  /** Does one thing, once it is not paused, and notes how long it took. What fails as all is being ended is no fault. */
  async time(run: () => Promise<void>): Promise<void> {
    while (this.#isPaused && !this.#isOver) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#isOver) return;
    this.#going++;
    const began = performance.now();
    try {
      await run();
    } catch (error) {
      if (!this.#isOver) throw error;
    }
    this.#took.push(performance.now() - began);
    if (--this.#going > 0) return;
    const rested = this.#rested;
    this.#rested = [];
    for (const tell of rested) tell();
  }
}

/** Waits until the next second after `began` begins. */
export async function beginRound(began: number): Promise<void> {
  await pause(Math.max(0, EVERY - (performance.now() - began)));
}

/** Says so much in a room. */
export async function fillRoom(port: number, room: string, messages: number): Promise<void> {
  const writer = await Native.enter(port, `writer-${room}-${messages}`, room);
  for (let sent = 0; sent < messages;) {
    const upTo = Math.min(sent + IN_FLIGHT, messages);
    for (; sent < upTo; sent++) {
      void writer.send({ type: "say", room, text: `message ${sent}.`, id: `${sent}` });
    }
    await writer.readUntil(`"text":"message ${upTo - 1}."`);
  }
  writer.close();
}
