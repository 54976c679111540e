/**
 * Being in rooms over as many connections as it takes: comes back by itself, shows each message once, and sends what was
 * said until it has arrived.
 *
 * @module
 */

import type { ClientFrame, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import { isFinal, Retry, type RetryParts } from "./connection/retry.ts";
import { endForGoodbye, type Goodbye } from "./connection/handshake.ts";
import type { Link, LinkEvent } from "./connection/link.ts";
import type { ChatEnd } from "./options.ts";
import { Cursor, JoinedRooms, Outgoing, type QueuedMessage } from "../conversation.ts";
import { startHeartbeat } from "./connection/heartbeat.ts";
import type { OutboxFile } from "./saved.ts";

/** A connection that held this long was a good one: after it, coming back is tried at once again. In ms. */
const GOOD_CONNECTION = 10_000;

/**
 * What happens during a stay. `about` is the message of ours that a frame settles, or asks for again (`not-stored`).
 * `back` is another welcome; after it comes what was missed. After `ended` nothing more comes. Times in ms since 1970.
 */
export type ConnectionEvent =
  | {
    readonly kind: "frame";
    readonly frame: ServerFrame;
    readonly line: string;
    readonly about?: QueuedMessage;
  }
  | { readonly kind: "offline"; readonly since: number; readonly bye: Goodbye | undefined }
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
export interface ConnectionParts extends RetryParts {
  readonly link: Link;
  readonly welcome: WelcomeFrame;
  /** The file that outlives us, if there is one. */
  readonly file?: OutboxFile | undefined;
  /** What an earlier run left. */
  readonly left?: SavedState | undefined;
}

/** What an earlier run of ours left: who it was, what it had seen, and what it had not sent. */
export interface SavedState {
  readonly token: string;
  readonly seen: Cursor;
  readonly queued: readonly QueuedMessage[];
}

/** One stay. */
export class Connection {
  /** What happens, until it has ended. To be read by one reader. */
  readonly events: AsyncGenerator<ConnectionEvent, void, undefined>;
  readonly #parts: ConnectionParts;
  readonly #outgoing: Outgoing;
  readonly #rooms: JoinedRooms;
  readonly #retry: Retry;
  #link: Link | undefined;
  #name: string;
  #token: string;
  #offlineSince: number | undefined;
  #isLeaving = false;
  #isClosed = false;

  constructor(parts: ConnectionParts) {
    const { welcome, left, link } = parts;
    this.#parts = parts;
    this.#rooms = new JoinedRooms(parts.clock, left?.seen ?? new Cursor(), parts.file);
    this.#outgoing = new Outgoing({
      clock: parts.clock,
      chance: parts.chance ?? Math.random,
      file: parts.file,
      unsent: left?.queued ?? [],
    });
    this.#retry = new Retry(parts);
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
  get queued(): readonly QueuedMessage[] {
    return this.#outgoing.all;
  }

  /** How many messages that is. */
  get queuedCount(): number {
    return this.#outgoing.size;
  }

  /** Whether what is sent now comes after everything that was said before. */
  get isReady(): boolean {
    return this.#link !== undefined && this.#outgoing.isAllInFlight;
  }

  /** Says something: now, or as soon as it can be. It is on disk before it is on its way. */
  enqueue(unsent: QueuedMessage): void {
    this.#outgoing.enqueue(unsent);
  }

  /** Sends something that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    if (this.#link === undefined) return false;
    this.#rooms.sent(frame);
    this.#link.send(frame);
    return true;
  }

  /** Resolves once everything that was sent is with the system. */
  async drained(): Promise<void> {
    await this.#link?.drained();
  }

  /** Says goodbye: the end of this connection is then the end. `false` when there is nobody to say it to. */
  quit(word?: string): boolean {
    this.#isLeaving = true;
    this.#outgoing.disconnect();
    return this.send({ type: "quit", ...(word !== undefined && { word }) });
  }

  /** Gives a message back to its author: from now on it is not ours to send. */
  drop({ frame: { id } }: QueuedMessage): void {
    this.#outgoing.settle(id);
  }

  /** Ends the connection, or the waiting for one, at once. */
  close(): void {
    this.#isClosed = true;
    this.#link?.close();
    this.#retry.close();
    this.#disconnected();
    this.#rooms.save();
  }

  async *#run(): AsyncGenerator<ConnectionEvent, void, undefined> {
    while (this.#link !== undefined) {
      if (!this.#isLeaving) this.#outgoing.connect(this.#link);
      const began = this.#parts.clock.elapsed();
      const bye = yield* this.#listen(this.#link);
      this.#disconnected();
      if (this.#isClosed) return;
      const end = this.#endFor(bye);
      if (end !== undefined) return yield { kind: "ended", end };
      if (this.#parts.clock.elapsed() - began >= GOOD_CONNECTION) this.#retry.reset();
      const since = this.#offlineSince = this.#parts.clock.now();
      yield { kind: "offline", since, bye };
      const room = this.#rooms.room ?? ""; // Who has left all rooms comes back into none.
      const me = { name: this.#name, room, token: this.#token, after: this.#rooms.after };
      const returned = await this.#retry.run(me, bye?.back);
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
  async *#listen(link: Link): AsyncGenerator<ConnectionEvent, Goodbye | undefined, undefined> {
    let bye: Goodbye | undefined;
    const quiet = startHeartbeat(link, this.#parts.clock);
    try {
      for await (const event of link.events) {
        if (event.kind !== "frame") continue;
        if (event.frame.type === "bye") bye = event.frame;
        const about = this.#receive(event);
        if (about !== "again") yield { ...event, ...(about !== undefined && { about }) };
      }
    } finally {
      quiet();
    }
    return bye;
  }

  /** Takes in a frame: the message of ours that it is about, or `again` for one that was shown already. */
  #receive({ frame }: Extract<LinkEvent, { kind: "frame" }>): QueuedMessage | "again" | undefined {
    const answer = this.#rooms.receive(frame);
    if (answer === "again") return "again";
    for (const move of answer) this.#link?.send(move);
    switch (frame.type) {
      case "renamed":
        if (nameKey(frame.from) === nameKey(this.#name)) this.#name = frame.to;
        return undefined;
      case "ack":
        this.#outgoing.acknowledged();
        return this.#outgoing.settle(frame.id);
      case "delivered":
        return this.#outgoing.settle(frame.id);
      case "error":
        return frame.code === "not-stored"
          ? this.#outgoing.retryLater(frame.id)
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
    this.#parts.file?.saveToken(welcome.token);
  }

  #disconnected(): void {
    this.#link = undefined;
    this.#outgoing.disconnect();
    this.#rooms.disconnected();
  }

  /** How it ends when a connection has ended; `undefined` when we come back. */
  #endFor(bye: Goodbye | undefined): ChatEnd | undefined {
    const { options, place } = this.#parts;
    const isOver = this.#isLeaving || options.reconnect === false || (bye !== undefined && isFinal(bye));
    return isOver ? endForGoodbye(bye, place, options) : undefined;
  }
}

export { GOODBYE_TIMEOUT, handshake, type HandshakeResult } from "./connection/handshake.ts";
export type { ServerAddress } from "./connection/link.ts";
export type { Dialog } from "./connection/questions.ts";
