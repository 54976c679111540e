/**
 * The background thread, as the room's thread sees it: it is begun, asked, watched, and begun again when it ends or hangs.
 *
 * @module
 */

import { type Clock, systemClock, within } from "../../../net/clock.ts";
import type { FilesSetup, FilesThread, FilesThreadParts } from "../files.ts";
import type { Logger } from "../../machine/logger.ts";
import type { FileReply, FileRequest, SearchThread } from "../search.ts";
import type { Beat, Report, Setup } from "./messages.ts";
import { type Keeper, type StartedThread, startKeeper } from "./threads.ts";

/** A thread that has not told anything for this long hangs, in ms; and one that does not get ready. */
const HANGS_AFTER = 10_000;
const READY_WITHIN = 60_000;

/** When nobody has looked for this long, all of the server stood still, as on a laptop that slept: in ms. */
const STOOD_STILL = 5_000;

/** How long closing waits for the thread, in ms. */
const CLOSES_WITHIN = 1_500;

/** A thread that ended is begun again after this time, twice as late each time up to the most, in ms. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** A thread that has lived for this long was well: the next pause is the first again, in ms. */
const LIVED_WELL = 60_000;

/** What a background works with. */
export interface BackgroundParts {
  readonly setup: Setup;
  readonly logger: Logger;
  /** The machine's time, by which a thread is known to hang; a test's clock stands still while a real thread works. */
  readonly clock?: Clock;
  /** Starts what starts threads; a real one by default. */
  readonly keeper?: typeof startKeeper;
}

/** What an operator may want to know of it. */
export interface BackgroundState extends Beat {
  /** Whether a thread is there and answers. */
  readonly isUp: boolean;
  /** How often one had to be begun again. */
  readonly restarts: number;
}

/** A thread that lives, and what it was asked. */
interface Running {
  readonly thread: StartedThread;
  readonly startedAt: number;
  readonly asked: Map<number, (reply: FileReply) => void>;
  heardAt: number;
  isReady: boolean;
}

/** Indexing, checkpoints and searches, on one thread beside the room's. */
export class Background implements SearchThread {
  readonly #setup: Setup;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #keeper: Keeper;
  #running: Running | undefined;
  #number = 0;
  #restarts = 0;
  #pause = FIRST_PAUSE;
  /** When the next thread is begun, while there is none. */
  #startAt = 0;
  #beat: Beat = { unindexed: 0, forgotten: 0, worked: 0 };
  /** When it was looked at last. */
  #checkedAt: number;
  #isClosed = false;
  #closed = (): void => {};

  /** Begins the thread. To be made before the server gives up the right to write. */
  constructor({ setup, logger, clock = systemClock, keeper = startKeeper }: BackgroundParts) {
    this.#setup = setup;
    this.#logger = logger;
    this.#clock = clock;
    this.#checkedAt = clock.elapsed();
    this.#keeper = keeper(setup, (why) => this.#ended(why));
    this.#start();
  }

  /** How it is. */
  get state(): BackgroundState {
    return { ...this.#beat, isUp: this.#running?.isReady ?? false, restarts: this.#restarts };
  }

  ask(request: FileRequest, within: number, done: (reply: FileReply) => void): void {
    const running = this.#running;
    if (running === undefined) return done({ kind: "slow" });
    const number = ++this.#number;
    running.asked.set(number, done);
    running.thread.tell({ kind: "ask", number, request, within });
  }

  /** Ends a thread that hangs, and begins another in its place when it is time. To be called about once a second. */
  check(): void {
    if (this.#isClosed) return;
    const now = this.#clock.elapsed();
    const hasStoodStill = now - this.#checkedAt > STOOD_STILL;
    this.#checkedAt = now;
    if (hasStoodStill && this.#running !== undefined) this.#running.heardAt = now;
    if (this.#running === undefined) {
      if (now >= this.#startAt) this.#start();
      return;
    }
    const { heardAt, isReady } = this.#running;
    if (now - heardAt > (isReady ? HANGS_AFTER : READY_WITHIN)) this.#ended("it hangs");
  }

  /** Begins the thread that keeps files. */
  startFiles(setup: FilesSetup, parts: FilesThreadParts): FilesThread {
    return this.#keeper.startFiles(setup, parts);
  }

  /** Has the thread finish the step that it does and close its files; one that takes too long is ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const running = this.#running;
    if (running !== undefined) { // Also one that is just beginning: ended in the middle of loading it would leave memory behind.
      const closed = new Promise<void>((resolve) => this.#closed = resolve);
      running.thread.tell({ kind: "close" });
      await within(this.#clock, CLOSES_WITHIN, closed, undefined);
    }
    this.#forget();
    this.#keeper.close();
  }

  #start(): void {
    const now = this.#clock.elapsed();
    const thread = this.#keeper.start((report) => {
      if (this.#running?.thread === thread) this.#receive(this.#running, report);
    });
    this.#running = { thread, startedAt: now, asked: new Map(), heardAt: now, isReady: false };
  }

  #receive(running: Running, report: Report): void {
    running.heardAt = this.#clock.elapsed();
    switch (report.kind) {
      case "ready":
        running.isReady = true;
        break;
      case "beat":
        this.#beat = report.beat;
        break;
      case "answer": {
        const done = running.asked.get(report.number);
        running.asked.delete(report.number);
        done?.(report.reply);
        break;
      }
      case "failed":
        this.#logger({ event: "failed", what: report.work, cause: report.cause });
        break;
      case "rebuilding":
        this.#logger({ event: "index-rebuilding", why: report.why });
        break;
      case "cannot-open":
        this.#ended(report.cause);
        break;
      case "closed":
        this.#closed();
    }
  }

  /** The thread ended, or is ended now: all who wait are told, and another is begun a little later. */
  #ended(why: string): void {
    const running = this.#running;
    if (running === undefined || this.#isClosed) return;
    const now = this.#clock.elapsed();
    if (now - running.startedAt >= LIVED_WELL) this.#pause = FIRST_PAUSE;
    this.#startAt = now + this.#pause;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    this.#restarts++;
    this.#logger({ event: "background-ended", cause: why, times: this.#restarts });
    this.#forget();
    for (const done of running.asked.values()) done({ kind: "slow" });
  }

  #forget(): void {
    this.#running?.thread.close();
    this.#running = undefined;
  }
}
