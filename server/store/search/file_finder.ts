/**
 * Searching the log's file on another thread, one request at a time.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Finder, SearchRequest, SearchResult, UnreadRequest, UnreadResult } from "./port.ts";
import type { FileSearchRequest, FileUnreadRequest } from "./search_file.ts";

/** A request that takes longer than this is given up, in ms. */
const GIVE_UP_AFTER = 2_000;

/** The thread gives up by itself this much earlier, in ms. */
const GRACE = 300;

/** The most requests that wait. */
const MAX_WAITING = 32;

/** A request to the thread that searches. */
export type FileRequest =
  | { readonly kind: "search"; readonly wanted: FileSearchRequest }
  | { readonly kind: "unread"; readonly wanted: FileUnreadRequest };

/** Its reply; `failed` says why the files could not be read. */
export type FileReply = SearchResult | UnreadResult | { readonly kind: "failed"; readonly why: string };

/** The thread that searches. */
export interface SearchThread {
  /**
   * Has a request answered. `done` is called once and later, or never if the thread ends before.
   *
   * @param within The thread gives up by itself after this many ms.
   */
  ask(request: FileRequest, within: number, done: (reply: FileReply) => void): void;
}

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

/** A {@linkcode Finder} for the log's file. One request is answered at a time, in the order in which they came. */
export class FileFinder implements Finder {
  readonly #thread: SearchThread;
  readonly #hasIndex: boolean;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #running: PendingRequest | undefined;
  #waiting: PendingRequest[] = [];
  #isClosed = false;
  #cancelTimer = (): void => {};

  /** @param hasIndex Whether there is an index; without one search is off, but what is unread is counted. */
  constructor(thread: SearchThread, hasIndex: boolean, clock: Clock, logger: Logger) {
    this.#thread = thread;
    this.#hasIndex = hasIndex;
    this.#clock = clock;
    this.#logger = logger;
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
    this.#cancelTimer();
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
    const pending = this.#waiting.shift();
    if (pending === undefined) return;
    this.#running = pending;
    this.#cancelTimer = this.#clock.after(GIVE_UP_AFTER, () => this.#settle(pending, { kind: "slow" }));
    this.#thread.ask(requestOf(pending), GIVE_UP_AFTER - GRACE, (reply) => this.#settle(pending, reply));
  }

  #settle(pending: PendingRequest, reply: FileReply): void {
    if (this.#running !== pending || this.#isClosed) return; // It was given up, and is told so.
    this.#cancelTimer();
    this.#running = undefined;
    if (reply.kind === "failed") this.#logger({ event: "failed", what: "reading", cause: reply.why });
    if (pending.kind === "search" && reply.kind !== "unread") {
      pending.done(reply.kind === "failed" ? { kind: "slow" } : reply);
    } else if (pending.kind === "unread" && reply.kind === "unread") pending.done(reply);
    else pending.done({ kind: "slow" });
    this.#next();
  }
}

/** Makes the request for the thread: without the requester, who may be anything. */
function requestOf(pending: PendingRequest): FileRequest {
  switch (pending.kind) {
    case "search": {
      const { requester: _, ...wanted } = pending.wanted;
      return { kind: pending.kind, wanted };
    }
    case "unread": {
      const { requester: _, ...wanted } = pending.wanted;
      return { kind: pending.kind, wanted };
    }
  }
}
