/**
 * Being in rooms over as many connections as it takes: comes back by itself, shows each message once, and sends what was
 * said until it has arrived.
 *
 * @module
 */

import type { ClientFrame, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import { Comeback, type ComebackParts, isFinal } from "./connection/retry.ts";
import { type Bye, endOfLink } from "./connection/handshake.ts";
import type { Link, LinkEvent } from "./connection/link.ts";
import type { ChatEnd } from "./options.ts";
import { Outgoing, Seen, type Unsent, Whereabouts } from "../conversation.ts";
import { watchPulse } from "./connection/heartbeat.ts";
import type { QueueFile } from "./saved.ts";

/** A connection that held this long was a good one: after it, coming back is tried at once again. In ms. */
const GOOD_CONNECTION = 10_000;

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

/** One stay. */
export class Stay {
  /** What happens, until it has ended. To be read by one reader. */
  readonly events: AsyncGenerator<StayEvent, void, undefined>;
  readonly #parts: StayParts;
  readonly #outgoing: Outgoing;
  readonly #rooms: Whereabouts;
  readonly #comeback: Comeback;
  #link: Link | undefined;
  #name: string;
  #token: string;
  #offlineSince: number | undefined;
  #isLeaving = false;
  #isClosed = false;

  constructor(parts: StayParts) {
    const { welcome, left, link } = parts;
    this.#parts = parts;
    this.#rooms = new Whereabouts(parts.clock, left?.seen ?? new Seen(), parts.file);
    this.#outgoing = new Outgoing({
      clock: parts.clock,
      chance: parts.chance ?? Math.random,
      file: parts.file,
      unsent: left?.unsent ?? [],
    });
    this.#comeback = new Comeback(parts);
    this.#link = link;
    this.#name = welcome.name;
    this.#token = left?.token ?? "";
    this.#enter(welcome);
    this.events = this.#run();
  }

  /** Since when there is no connection, in ms since 1970. */
  get offlineSince(): number | undefined {
    return this.#offlineSince;
  }

  /** What was said and is not known to have arrived, oldest first. */
  get unsent(): readonly Unsent[] {
    return this.#outgoing.all;
  }

  /** How many messages that is. */
  get waiting(): number {
    return this.#outgoing.size;
  }

  /** Whether what is sent now comes after everything that was said before. */
  get isReady(): boolean {
    return this.#link !== undefined && this.#outgoing.isAllUnderWay;
  }

  /** Says something: now, or as soon as it can be. It is on disk before it is on its way. */
  say(unsent: Unsent): void {
    this.#outgoing.say(unsent);
  }

  /** Sends something that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    if (this.#link === undefined) return false;
    this.#rooms.tell(frame);
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
    this.#outgoing.disconnect();
    return this.send({ type: "quit", ...(word !== undefined && { word }) });
  }

  /** Gives a message back to its author: from now on it is not ours to send. */
  drop({ say: { id } }: Unsent): void {
    this.#outgoing.settle(id);
  }

  /** Ends the connection, or the waiting for one, at once. */
  close(): void {
    this.#isClosed = true;
    this.#link?.close();
    this.#comeback.close();
    this.#disconnected();
    this.#rooms.save();
  }

  async *#run(): AsyncGenerator<StayEvent, void, undefined> {
    while (this.#link !== undefined) {
      if (!this.#isLeaving) this.#outgoing.connect(this.#link);
      const began = this.#parts.clock.elapsed();
      const bye = yield* this.#listen(this.#link);
      this.#disconnected();
      if (this.#isClosed) return;
      const end = this.#endFor(bye);
      if (end !== undefined) return yield { kind: "ended", end };
      if (this.#parts.clock.elapsed() - began >= GOOD_CONNECTION) this.#comeback.wasGood();
      const since = this.#offlineSince = this.#parts.clock.now();
      yield { kind: "offline", since, bye };
      const room = this.#rooms.room ?? ""; // Who has left all rooms comes back into none.
      const me = { name: this.#name, room, token: this.#token, after: this.#rooms.after };
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
    const answer = this.#rooms.hear(frame);
    if (answer === "again") return "again";
    for (const move of answer) this.#link?.send(move);
    switch (frame.type) {
      case "renamed":
        if (nameKey(frame.from) === nameKey(this.#name)) this.#name = frame.to;
        return undefined;
      case "ack":
        this.#outgoing.stored();
        return this.#outgoing.settle(frame.id);
      case "delivered":
        return this.#outgoing.settle(frame.id);
      case "error":
        return frame.code === "not-stored"
          ? this.#outgoing.notStored(frame.id)
          : this.#outgoing.settle(frame.id);
      default:
        return undefined;
    }
  }

  #enter(welcome: WelcomeFrame): void {
    const isKnown = welcome.token !== "" && welcome.token === this.#token;
    for (const move of this.#rooms.enter(welcome, isKnown)) this.#link?.send(move);
    this.#name = welcome.name;
    this.#token = welcome.token;
    this.#parts.file?.enter(welcome.token);
  }

  #disconnected(): void {
    this.#link = undefined;
    this.#outgoing.disconnect();
    this.#rooms.lost();
  }

  /** How it ends when a connection has ended; `undefined` when we come back. */
  #endFor(bye: Bye | undefined): ChatEnd | undefined {
    const { options, place } = this.#parts;
    const isOver = this.#isLeaving || options.reconnect === false || (bye !== undefined && isFinal(bye));
    return isOver ? endOfLink(bye, place, options) : undefined;
  }
}

export { BYE_WITHIN, type Entered, walkIn } from "./connection/handshake.ts";
export type { Place } from "./connection/link.ts";
export type { Asker } from "./connection/questions.ts";
