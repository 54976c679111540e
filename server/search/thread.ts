/**
 * Finding in the log's file: on a thread of its own, which is there only while somebody searches.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import type { Clock } from "../../net/clock.ts";
import type { Answer, Question } from "./worker.ts";
import type { Finder, SearchRequest, SearchResult, UnreadRequest, UnreadResult } from "./port.ts";
import type { Logger } from "../logger.ts";

/** A question that takes longer than this is given up, in ms. */
const GIVE_UP_AFTER = 2_000;

/** The thread is told to give up by itself a little earlier, in ms: then it need not be ended. */
const GRACE = 300;

/** A thread that nobody asked anything for so long is ended, in ms. */
const IDLE = 60_000;

/** So many questions wait at most. */
const MOST_WAITING = 32;

/** What is to be asked; `done` is told what came of it, `undefined` when nothing did in time. */
type Ask =
  & { readonly requester: unknown }
  & (
    | {
      readonly kind: "search";
      readonly wanted: SearchRequest;
      readonly done: (found: SearchResult) => void;
    }
    | {
      readonly kind: "unread";
      readonly wanted: UnreadRequest;
      readonly done: (unread: UnreadResult) => void;
    }
  );

/** How a {@linkcode FileFinder} comes by a thread; tests give it one of their own. */
export type MakeThread = () => Thread;

/** What is needed of a worker. */
export interface Thread {
  postMessage(question: Question): void;
  on(event: "message", listener: (answer: Answer) => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  terminate(): unknown;
}

/** A {@linkcode Finder} for the log's file. One question is answered at a time, in the order in which they came. */
export class FileFinder implements Finder {
  readonly #path: string;
  readonly #hasIndex: boolean;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #make: MakeThread;
  #thread: Thread | undefined;
  #running: { readonly number: number; readonly ask: Ask } | undefined;
  #waiting: Ask[] = [];
  #number = 0;
  #isClosed = false;
  #cancelTimer = (): void => {};

  /** @param hasIndex Whether there is an index; without one nothing is searched, but what is unread is counted. */
  constructor(path: string, hasIndex: boolean, clock: Clock, log: Logger, make: MakeThread = newThread) {
    this.#path = path;
    this.#hasIndex = hasIndex;
    this.#clock = clock;
    this.#log = log;
    this.#make = make;
  }

  search(wanted: SearchRequest, done: (found: SearchResult) => void): void {
    if (this.#hasIndex) this.#add({ kind: "search", requester: wanted.requester, wanted, done });
    else done({ kind: "off" });
  }

  unread(wanted: UnreadRequest, done: (unread: UnreadResult) => void): void {
    this.#add({ kind: "unread", requester: wanted.requester, wanted, done });
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#running = undefined;
    this.#end();
  }

  #add(ask: Ask): void {
    const older = this.#waiting.find(({ requester, kind }) =>
      requester === ask.requester && kind === ask.kind
    );
    if (older !== undefined) {
      this.#waiting.splice(this.#waiting.indexOf(older), 1);
      older.done({ kind: "slow" });
    }
    if (this.#waiting.length >= MOST_WAITING) return ask.done({ kind: "slow" });
    this.#waiting.push(ask);
    this.#go();
  }

  /** Asks the next question, if none is being answered. */
  #go(): void {
    if (this.#running !== undefined || this.#isClosed) return;
    this.#cancelTimer();
    const ask = this.#waiting.shift();
    if (ask === undefined) {
      if (this.#thread !== undefined) this.#cancelTimer = this.#clock.after(IDLE, () => this.#end());
      return;
    }
    const number = ++this.#number;
    this.#running = { number, ask };
    this.#cancelTimer = this.#clock.after(GIVE_UP_AFTER, () => {
      this.#end();
      this.#answered({ number, result: { kind: "slow" } });
    });
    this.#ready().postMessage(questionOf(ask, { number, path: this.#path, within: GIVE_UP_AFTER - GRACE }));
  }

  #ready(): Thread {
    if (this.#thread !== undefined) return this.#thread;
    const thread = this.#make();
    this.#thread = thread;
    thread.on("message", (answer: Answer) => this.#answered(answer));
    thread.on("error", (error: unknown) => {
      if (this.#thread !== thread) return; // It was ended, and says so in its own way.
      this.#thread = undefined;
      const number = this.#running?.number ?? 0;
      this.#answered({ number, result: { kind: "failed", why: String(error) } });
    });
    return thread;
  }

  #answered({ number, result }: Answer): void {
    if (this.#running?.number !== number || this.#isClosed) return;
    const { ask } = this.#running;
    this.#running = undefined;
    if (result.kind === "failed") this.#log({ event: "failed", what: "reading", cause: result.why });
    if (ask.kind === "search" && result.kind !== "unread") {
      ask.done(result.kind === "failed" ? { kind: "slow" } : result);
    } else if (ask.kind === "unread" && result.kind === "unread") ask.done(result);
    else ask.done({ kind: "slow" });
    this.#go();
  }

  #end(): void {
    this.#cancelTimer();
    const thread = this.#thread;
    this.#thread = undefined;
    thread?.terminate();
  }
}

/** What the thread is asked: without the one who asks, who may be anything. */
function questionOf(ask: Ask, about: { number: number; path: string; within: number }): Question {
  switch (ask.kind) {
    case "search": {
      const { requester: _, ...wanted } = ask.wanted;
      return { ...about, kind: ask.kind, wanted };
    }
    case "unread": {
      const { requester: _, ...wanted } = ask.wanted;
      return { ...about, kind: ask.kind, wanted };
    }
  }
}

function newThread(): Thread {
  return new Worker(new URL("./worker.ts", import.meta.url));
}
