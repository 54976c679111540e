/**
 * Being in a room over as many connections as it takes: comes back by itself, shows each message once, and sends what
 * was said until the log has it.
 *
 * @module
 */

import { backoff } from "../net/backoff.ts";
import type { ClientFrame, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import { Comeback, type ComebackParts, isFinal } from "./comeback.ts";
import { type Bye, endOfLink } from "./enter.ts";
import type { Link, LinkEvent } from "./link.ts";
import type { ChatEnd } from "./options.ts";
import { watchPulse } from "./pulse.ts";
import { Queue, type Unsent } from "./queue.ts";
import type { QueueFile } from "./queue_file.ts";
import { Seen } from "./seen.ts";

/** Messages that may be on their way without an answer. */
export const IN_FLIGHT = 64;

/** A connection that held this long was a good one: after it, coming back is tried at once again. In ms. */
const GOOD_CONNECTION = 10_000;

/** How often the file learns what was shown, in ms. */
const SEEN_EVERY = 1000;

/**
 * What happens during a stay. `about` is the message of ours that a frame settles, or asks for again (`not-stored`).
 * `back` is another welcome; after it comes what was missed. After `ended` nothing more comes. Times in ms since 1970.
 */
export type StayEvent =
  | { readonly kind: "frame"; readonly frame: ServerFrame; readonly line: string; readonly about?: Unsent }
  | { readonly kind: "offline"; readonly since: number; readonly bye: Bye | undefined }
  | {
    readonly kind: "back";
    readonly frame: WelcomeFrame;
    readonly line: string;
    /** Since when there was no connection. */
    readonly since: number;
    /** The name that we asked for, when somebody else has it by now. */
    readonly taken?: string;
  }
  | { readonly kind: "ended"; readonly end: ChatEnd };

/** What a stay begins with: being in. */
export interface StayParts extends ComebackParts {
  readonly link: Link;
  readonly welcome: WelcomeFrame;
  /** The file that outlives us, if there is one. */
  readonly file?: QueueFile | undefined;
  /** What an earlier run left. */
  readonly left?: Left | undefined;
}

/** What an earlier run of ours left: who it was, what it had seen, and what it had not sent. */
export interface Left {
  readonly token: string;
  readonly seen: Seen;
  readonly unsent: readonly Unsent[];
}

/** One stay in a room. */
export class Stay {
  /** What happens, until it has ended. To be read by one reader. */
  readonly events: AsyncGenerator<StayEvent, void, undefined>;
  readonly #parts: StayParts;
  readonly #queue = new Queue();
  readonly #seen: Seen;
  readonly #chance: () => number;
  readonly #comeback: Comeback;
  #link: Link | undefined;
  #name: string;
  #token: string;
  #offlineSince: number | undefined;
  #isLeaving = false;
  #isClosed = false;
  /** Messages that were not stored, one after the other, and the wait after the last. */
  #refusals = 0;
  #cancelRetry: (() => void) | undefined;
  #cancelSeen: (() => void) | undefined;

  constructor(parts: StayParts) {
    const { welcome, left, link } = parts;
    this.#parts = parts;
    this.#seen = left?.seen ?? new Seen();
    this.#chance = parts.chance ?? Math.random;
    this.#comeback = new Comeback(parts);
    this.#link = link;
    this.#name = welcome.name;
    this.#token = left?.token ?? "";
    this.#enter(welcome);
    for (const unsent of left?.unsent ?? []) this.#queue.add(unsent);
    this.events = this.#run();
  }

  /** Since when there is no connection, in ms since 1970. */
  get offlineSince(): number | undefined {
    return this.#offlineSince;
  }

  /** What was said and is not known to be in the log, oldest first. */
  get unsent(): readonly Unsent[] {
    return this.#queue.all;
  }

  /** How many messages that is. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Whether what is sent now comes after everything that was said before. */
  get isReady(): boolean {
    return this.#link !== undefined && this.#queue.isAllUnderWay;
  }

  /** Says something: now, or as soon as it can be. It is on disk before it is on its way. */
  say(unsent: Unsent): void {
    this.#parts.file?.keep(unsent.say);
    this.#queue.add(unsent);
    this.#pump();
  }

  /** Sends something that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    if (this.#link === undefined) return false;
    if (frame.type === "history") this.#seen.ask();
    this.#link.send(frame);
    return true;
  }

  /** Resolves once everything that was sent is with the system. */
  async drained(): Promise<void> {
    await this.#link?.drained();
  }

  /** Says goodbye: the end of this connection is then the end. `false` when there is nobody to say it to. */
  leave(word?: string): boolean {
    this.#isLeaving = true;
    return this.send({ type: "quit", ...(word !== undefined && { word }) });
  }

  /** Gives a message back to its author: from now on it is not ours to send. */
  drop({ say: { id } }: Unsent): void {
    this.#queue.settle(id);
    this.#parts.file?.drop(id);
  }

  /** Ends the connection, or the waiting for one, at once. */
  close(): void {
    this.#isClosed = true;
    this.#link?.close();
    this.#comeback.close();
    this.#disconnected();
    this.#saveSeen();
  }

  async *#run(): AsyncGenerator<StayEvent, void, undefined> {
    while (this.#link !== undefined) {
      this.#pump();
      const began = this.#parts.clock.elapsed();
      const bye = yield* this.#listen(this.#link);
      this.#disconnected();
      if (this.#isClosed) return;
      const end = this.#endFor(bye);
      if (end !== undefined) return yield { kind: "ended", end };
      if (this.#parts.clock.elapsed() - began >= GOOD_CONNECTION) this.#comeback.wasGood();
      const since = this.#offlineSince = this.#parts.clock.now();
      yield { kind: "offline", since, bye };
      const me = { name: this.#name, token: this.#token, after: this.#seen.after };
      const returned = await this.#comeback.run(me, bye?.back);
      if (returned === undefined) return;
      if (returned.kind === "ended") return yield returned;
      const { frame, line, taken } = returned;
      this.#link = returned.link;
      this.#offlineSince = undefined;
      this.#enter(frame);
      yield { kind: "back", frame, line, since, ...(taken !== undefined && { taken }) };
    }
  }

  /** Passes on what one connection brings, and returns the server's goodbye. */
  async *#listen(link: Link): AsyncGenerator<StayEvent, Bye | undefined, undefined> {
    let bye: Bye | undefined;
    const quiet = watchPulse(link, this.#parts.clock);
    try {
      for await (const event of link.events) {
        if (event.kind !== "frame") continue;
        if (event.frame.type === "bye") bye = event.frame;
        const about = this.#hear(event);
        if (about !== "again") yield { ...event, ...(about !== undefined && { about }) };
      }
    } finally {
      quiet();
    }
    return bye;
  }

  /** Takes in a frame: the message of ours that it is about, or `again` for one that was shown already. */
  #hear({ frame }: Extract<LinkEvent, { kind: "frame" }>): Unsent | "again" | undefined {
    switch (frame.type) {
      case "message":
        if (this.#seen.take(frame) === "again") return "again";
        this.#cancelSeen ??= this.#parts.clock.after(SEEN_EVERY, () => this.#saveSeen());
        return undefined;
      case "history":
        this.#seen.answered();
        return undefined;
      case "renamed":
        if (nameKey(frame.from) === nameKey(this.#name)) this.#name = frame.to;
        return undefined;
      case "ack":
        this.#refusals = 0;
        return this.#settle(frame.id);
      case "error":
        return frame.code === "not-stored" ? this.#notStored(frame.id) : this.#settle(frame.id);
      default:
        return undefined;
    }
  }

  #settle(id: Unsent["say"]["id"] | undefined): Unsent | undefined {
    const unsent = this.#queue.settle(id);
    if (unsent === undefined) return undefined;
    this.#parts.file?.drop(unsent.say.id);
    this.#pump();
    return unsent;
  }

  /** The server cannot keep it now: nothing newer goes out before it is tried again. */
  #notStored(id: Unsent["say"]["id"] | undefined): Unsent | undefined {
    const unsent = this.#queue.again(id);
    if (unsent === undefined) return undefined;
    this.#cancelRetry ??= this.#parts.clock.after(backoff(++this.#refusals, this.#chance()), () => {
      this.#cancelRetry = undefined;
      this.#pump();
    });
    return unsent;
  }

  /** Sends what waits, oldest first. */
  #pump(): void {
    if (this.#link === undefined || this.#cancelRetry !== undefined || this.#isLeaving) return;
    // Until it stores again, one is tried at a time: else a newer one could be stored before an older.
    const most = this.#refusals > 0 ? 1 : IN_FLIGHT;
    for (let next; (next = this.#queue.next(most)) !== undefined;) this.#link.send(next.say);
  }

  #enter(welcome: WelcomeFrame): void {
    const isKnown = welcome.token !== "" && welcome.token === this.#token;
    this.#seen.enter(welcome, isKnown);
    this.#name = welcome.name;
    this.#token = welcome.token;
    this.#parts.file?.enter(welcome.token);
    this.#saveSeen();
  }

  #disconnected(): void {
    this.#link = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#queue.allAgain();
  }

  #saveSeen(): void {
    this.#cancelSeen?.();
    this.#cancelSeen = undefined;
    this.#parts.file?.seen(this.#seen.after);
  }

  /** How it ends when a connection has ended; `undefined` when we come back. */
  #endFor(bye: Bye | undefined): ChatEnd | undefined {
    const { options, place } = this.#parts;
    const isOver = this.#isLeaving || options.reconnect === false || (bye !== undefined && isFinal(bye));
    return isOver ? endOfLink(bye, place, options) : undefined;
  }
}
