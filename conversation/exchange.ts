/**
 * One member's exchange with the server, over as many connections as it takes: who they are, which rooms they are in, what
 * was shown, and what was sent without an answer. Bytes, connecting and waiting are somebody else's: frames go in and out.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ClientFrame, MessageId, Resume, RoomSnapshot, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import { Cursor } from "./cursor.ts";
import { JoinedRooms } from "./joined_rooms.ts";
import { Outgoing } from "./outgoing.ts";
import type { ConversationStore, FrameSink, SavedState } from "./ports.ts";
import type { QueuedMessage } from "./queue.ts";

/** What an exchange begins with. */
export interface ExchangeParts {
  readonly clock: Clock;
  /** A number by chance, from 0 up to but not including 1. */
  readonly chance: () => number;
  /** Keeps what must outlive this program; nothing is kept without. */
  readonly store?: ConversationStore | undefined;
  /** What an earlier run left. */
  readonly saved?: SavedState | undefined;
}

/** What to say hello with in order to come back; an empty `room` is for a member who has left all of theirs. */
export interface ResumeHello {
  readonly name: string;
  readonly room: string;
  readonly resume?: Resume;
}

/** What became of a frame: to be shown or not, and which message of ours it settles or (`not-stored`) puts back. */
export interface Received {
  /** Whether it is a message that was shown before. */
  readonly isRepeated: boolean;
  readonly about?: QueuedMessage;
}

/** One member's exchange with the server. */
export class Exchange {
  readonly #store: ConversationStore | undefined;
  readonly #outgoing: Outgoing;
  readonly #rooms: JoinedRooms;
  #sink: FrameSink | undefined;
  #name = "";
  #token: string;
  #isQuitting = false;

  constructor({ clock, chance, store, saved }: ExchangeParts) {
    this.#store = store;
    this.#rooms = new JoinedRooms(clock, new Cursor(saved?.seen), store);
    this.#outgoing = new Outgoing({
      clock,
      chance,
      store,
      queued: saved?.queued.map((frame) => ({ frame })) ?? [],
    });
    this.#token = saved?.token ?? "";
  }

  /** My name, as far as the server has told; empty before it has. */
  get name(): string {
    return this.#name;
  }

  /** Messages that are not known to have arrived, oldest first. */
  get queued(): readonly QueuedMessage[] {
    return this.#outgoing.all;
  }

  /** The number of those messages. */
  get queuedCount(): number {
    return this.#outgoing.size;
  }

  /** Whether there is a connection over which we are in. */
  get isConnected(): boolean {
    return this.#sink !== undefined;
  }

  /** Whether a frame that is sent now comes after every message that was enqueued before. */
  get isReady(): boolean {
    return this.isConnected && this.#outgoing.isAllInFlight;
  }

  /** Makes what to say hello with in order to come back. */
  hello(): ResumeHello {
    return {
      name: this.#name,
      room: this.#rooms.room ?? "",
      ...(this.#token !== "" && { resume: { token: this.#token, after: this.#rooms.after } }),
    };
  }

  /** Enters: the server has let us in over this connection, for the first time or again. Asks again what a break swallowed. */
  enter(welcome: WelcomeFrame, sink: FrameSink): void {
    this.#sink = sink;
    const isKnown = welcome.token !== "" && welcome.token === this.#token;
    for (const frame of this.#rooms.enter(welcome, isKnown)) sink.send(frame);
    this.#name = welcome.name;
    this.#token = welcome.token;
    this.#store?.saveToken(welcome.token);
    this.#readdress(welcome);
  }

  /** Begins to send what is queued over the connection that there is; called after {@linkcode Exchange.enter}. */
  sendQueued(): void {
    if (this.#sink !== undefined && !this.#isQuitting) this.#outgoing.connect(this.#sink);
  }

  /** Records that the connection is gone: what has no answer is sent again over the next. */
  disconnect(): void {
    this.#sink = undefined;
    this.#outgoing.disconnect();
    this.#rooms.disconnected();
  }

  /** Takes in a frame of the server; the caller shows it unless it is repeated. */
  receive(frame: ServerFrame): Received {
    const answer = this.#rooms.receive(frame);
    if (answer === "again") return { isRepeated: true };
    for (const request of answer) this.#sink?.send(request);
    const about = this.#settle(frame);
    return { isRepeated: false, ...(about !== undefined && { about }) };
  }

  /** Queues a message, and sends it now or as soon as that can be. It is stored before it is sent. */
  enqueue(message: QueuedMessage): void {
    this.#outgoing.enqueue(message);
  }

  /** Sends a frame that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    if (this.#sink === undefined) return false;
    this.#rooms.sent(frame);
    this.#sink.send(frame);
    return true;
  }

  /** Quits, with a parting word perhaps: nothing that is queued is sent any more. `false` when there is no connection. */
  quit(word?: string): boolean {
    this.#isQuitting = true;
    this.#outgoing.disconnect();
    return this.send({ type: "quit", ...(word !== undefined && { word }) });
  }

  /** Gives a queued message back to its author: it is neither kept nor sent any more. */
  drop(id: MessageId): void {
    this.#outgoing.settle(id);
  }

  /** Ends: cancels every timer, and stores what was shown. */
  close(): void {
    this.disconnect();
    this.#rooms.save();
  }

  /** Addresses what waits for those who took another name while we were away. */
  #readdress({ members, persons = [] }: RoomSnapshot): void {
    if (this.#outgoing.size === 0) return;
    for (const [i, name] of members.entries()) {
      const person = persons[i];
      if (person !== undefined) this.#outgoing.readdress(name, name, person);
    }
  }

  /** Settles the message of ours that a frame is an answer to, and returns it. */
  #settle(frame: ServerFrame): QueuedMessage | undefined {
    switch (frame.type) {
      case "renamed":
        if (nameKey(frame.from) === nameKey(this.#name)) this.#name = frame.to;
        else this.#outgoing.readdress(frame.from, frame.to, frame.person);
        return undefined;
      case "ack":
        this.#outgoing.acknowledged();
        return this.#outgoing.settle(frame.id);
      case "delivered":
        return this.#outgoing.settle(frame.id);
      case "error":
        if (frame.code === "slow-mode") return this.#outgoing.retryAfter(frame.id, frame.wait);
        return frame.code === "not-stored"
          ? this.#outgoing.retryLater(frame.id)
          : this.#outgoing.settle(frame.id);
      default:
        return undefined;
    }
  }
}
