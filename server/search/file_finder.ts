/**
 * Searching the log's file on a thread of its own, which runs only while somebody searches.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import type { Clock } from "../../net/clock.ts";
import type { WorkerReply, WorkerRequest } from "./worker.ts";
import type { Finder, SearchRequest, SearchResult, UnreadRequest, UnreadResult } from "./port.ts";
import type { Logger } from "../logger.ts";

/** A request that takes longer than this is given up, in ms. */
const GIVE_UP_AFTER = 2_000;

/** The thread gives up by itself this much earlier, in ms: then it need not be ended. */
const GRACE = 300;

/** A thread without a request for this long is ended, in ms. */
const IDLE = 60_000;

/** The most requests that wait. */
const MAX_WAITING = 32;

/** A request that waits for the thread, or for its reply. */
type PendingRequest =
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

/** Starts the thread of a {@linkcode FileFinder}; tests pass one of their own. */
export type MakeThread = () => Thread;

/** The part of a worker that is used. */
export interface Thread {
  postMessage(question: WorkerRequest): void;
  on(event: "message", listener: (answer: WorkerReply) => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  terminate(): unknown;
}

/** A {@linkcode Finder} for the log's file. One request is answered at a time, in the order in which they came. */
export class FileFinder implements Finder {
  readonly #path: string;
  readonly #hasIndex: boolean;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #make: MakeThread;
  #thread: Thread | undefined;
  #running: { readonly number: number; readonly pending: PendingRequest } | undefined;
  #waiting: PendingRequest[] = [];
  #number = 0;
  #isClosed = false;
  #cancelTimer = (): void => {};

  /** @param hasIndex Whether there is an index; without one search is off, but what is unread is counted. */
  constructor(path: string, hasIndex: boolean, clock: Clock, logger: Logger, make: MakeThread = newThread) {
    this.#path = path;
    this.#hasIndex = hasIndex;
    this.#clock = clock;
    this.#logger = logger;
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

  #add(pending: PendingRequest): void {
    const older = this.#waiting.find(({ requester, kind }) =>
      requester === pending.requester && kind === pending.kind
    );
    if (older !== undefined) {
      this.#waiting.splice(this.#waiting.indexOf(older), 1);
      older.done({ kind: "slow" });
    }
    if (this.#waiting.length >= MAX_WAITING) return pending.done({ kind: "slow" });
    this.#waiting.push(pending);
    this.#next();
  }

  /** Sends the next request, if none is being answered. */
  #next(): void {
    if (this.#running !== undefined || this.#isClosed) return;
    this.#cancelTimer();
    const pending = this.#waiting.shift();
    if (pending === undefined) {
      if (this.#thread !== undefined) this.#cancelTimer = this.#clock.after(IDLE, () => this.#end());
      return;
    }
    const number = ++this.#number;
    this.#running = { number, pending };
    this.#cancelTimer = this.#clock.after(GIVE_UP_AFTER, () => {
      this.#end();
      this.#settle({ number, result: { kind: "slow" } });
    });
    this.#startedThread().postMessage(
      workerRequest(pending, { number, path: this.#path, within: GIVE_UP_AFTER - GRACE }),
    );
  }

  #startedThread(): Thread {
    if (this.#thread !== undefined) return this.#thread;
    const thread = this.#make();
    this.#thread = thread;
    thread.on("message", (answer: WorkerReply) => this.#settle(answer));
    thread.on("error", (error: unknown) => {
      if (this.#thread !== thread) return; // It was ended, and says so in its own way.
      this.#thread = undefined;
      const number = this.#running?.number ?? 0;
      this.#settle({ number, result: { kind: "failed", why: String(error) } });
    });
    return thread;
  }

  #settle({ number, result }: WorkerReply): void {
    if (this.#running?.number !== number || this.#isClosed) return;
    const { pending } = this.#running;
    this.#running = undefined;
    if (result.kind === "failed") this.#logger({ event: "failed", what: "reading", cause: result.why });
    if (pending.kind === "search" && result.kind !== "unread") {
      pending.done(result.kind === "failed" ? { kind: "slow" } : result);
    } else if (pending.kind === "unread" && result.kind === "unread") pending.done(result);
    else pending.done({ kind: "slow" });
    this.#next();
  }

  #end(): void {
    this.#cancelTimer();
    const thread = this.#thread;
    this.#thread = undefined;
    thread?.terminate();
  }
}

/** Makes the request for the thread: without the requester, who may be anything. */
function workerRequest(
  pending: PendingRequest,
  about: { number: number; path: string; within: number },
): WorkerRequest {
  switch (pending.kind) {
    case "search": {
      const { requester: _, ...wanted } = pending.wanted;
      return { ...about, kind: pending.kind, wanted };
    }
    case "unread": {
      const { requester: _, ...wanted } = pending.wanted;
      return { ...about, kind: pending.kind, wanted };
    }
  }
}

function newThread(): Thread {
  return new Worker(new URL("./worker.ts", import.meta.url));
}
