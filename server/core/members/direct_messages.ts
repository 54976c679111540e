/**
 * What one person says to another alone: who wrote to whom, and what came of it. None of it is kept, but for messages
 * that are held a moment for somebody without a connection.
 *
 * @module
 */

import type { MessageId, PrivateFrame, Problem, Reply } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import type { Authored } from "./ignore_list.ts";

/** How many of a person's last ids are known again. */
const REMEMBERED = 64;

/** How many messages are held for one person, and for all together: what absent people cost must stay bounded. */
const HELD_EACH = 64;
const HELD_IN_ALL = 1_000;

/** The way to persons who are at another server of a cluster. */
export interface FarDelivery {
  /** Tells whether somebody is at another server. */
  isFar(person: Correspondent): boolean;
  /**
   * Brings somebody there a message, and calls `settle` once: when they have it, or when they have no connection there
   * or nobody knows.
   */
  deliver(letter: FarLetter, settle: (isWritten: boolean) => void): void;
  /** Shows a message to its author's own connections there. Nobody waits for it. */
  show(letter: FarLetter): void;
}

const NOBODY = (): void => {};

/** A message to somebody at another server. */
export interface FarLetter {
  readonly from: Correspondent;
  readonly to: Correspondent;
  /** From which of their seats its author sent it. */
  readonly seat: number;
  readonly frame: PrivateFrame;
}

/** The messages that are held on one server, counted. */
export class HeldMessages {
  readonly words: Words;
  readonly #most: number;
  #count = 0;
  /** The way to other servers; none for a server that is alone. */
  far: FarDelivery | undefined;

  /** @param mayHold Whether anybody is given time to come back. */
  constructor(words: Words, mayHold: boolean) {
    this.words = words;
    this.#most = mayHold ? HELD_IN_ALL : 0;
  }

  /** Whether there is space for one more. */
  get hasSpace(): boolean {
    return this.#count < this.#most;
  }

  /** Counts messages that are held from now on, or, below 0, no longer. */
  add(change: number): void {
    this.#count += change;
  }
}

/** A person who writes to others alone and is written to. */
export interface Correspondent {
  /** What they are called, or were when they left. */
  readonly name: string;
  /** Whether they are in; once they have left, who has their name is somebody else. */
  readonly isHere: boolean;
  /** Whether they can come back when their connection breaks. */
  readonly canComeBack: boolean;
  /** Their connections; another list whenever one comes or goes. */
  readonly sessions: readonly unknown[];
  readonly directMessages: DirectMessages;
  /** The id by which everybody knows them. */
  readonly publicId: string;
  /** Tells whether they want to see a message. */
  shows(message: Authored): boolean;
  /** Tells something to all their connections. */
  reply(frame: Reply): void;
  /** Tells something to their connection with this seat, 0 for those without one. */
  replyTo(seat: number, frame: Reply): void;
  problemTo(seat: number, problem: Problem, id?: MessageId): void;
  /** Tells them something and calls `settle` when it is written to a connection, or never will be. */
  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void;
}

/** What has become of a message that was sent. */
interface Delivery {
  /** The seat from which it was sent: its ids and acknowledgements are its own. */
  readonly seat: number;
  readonly id: MessageId | undefined;
  readonly to: string;
  readonly person: string;
  readonly at: number;
  isDelivered: boolean;
  wasHeld: boolean;
}

/** A message to one person alone, on its way. */
interface DirectMessage {
  readonly by: DirectMessages;
  readonly frame: PrivateFrame;
  readonly delivery: Delivery;
}

/** One person's side of it; made when they first write to somebody or are written to. */
export class DirectMessages {
  readonly #owner: Correspondent;
  readonly #limit: HeldMessages;
  readonly #sent = new Map<string, Delivery>();
  #correspondent: Correspondent | undefined;
  /** What is for this person and waits until they have a connection. */
  #held: readonly DirectMessage[] = [];

  constructor(owner: Correspondent, limit: HeldMessages) {
    this.#owner = owner;
    this.#limit = limit;
  }

  /** The person who wrote to this one last, or was written to by them. */
  get correspondent(): Correspondent | undefined {
    return this.#correspondent;
  }

  /** Whether a message to this person can reach them: at once, or when they are back. */
  get isOpen(): boolean {
    return this.#owner.sessions.length > 0 || this.#limit.far?.isFar(this.#owner) === true || this.#mayHold;
  }

  get #mayHold(): boolean {
    const { isHere, canComeBack } = this.#owner;
    return isHere && canComeBack && this.#limit.hasSpace && this.#held.length < HELD_EACH;
  }

  /** Tells whether a seat has used this id before; if that message has arrived, this is acknowledged again. */
  isRepeat(id: MessageId, seat: number): boolean {
    const known = this.#sent.get(sentKey(seat, id));
    if (known?.isDelivered === true) this.#acknowledge(known);
    return known !== undefined;
  }

  /** Sends a message to another person, or to this one; its outcome is told to the seat that it is from when it is known. */
  send(frame: PrivateFrame, to: Correspondent, seat: number): void {
    const delivery: Delivery = {
      seat,
      id: frame.id,
      to: frame.to,
      person: to.publicId,
      at: frame.at,
      isDelivered: false,
      wasHeld: false,
    };
    this.#remember(delivery);
    this.#correspondent = to;
    if (to !== this.#owner) this.#limit.far?.show({ from: this.#owner, to, seat, frame });
    if (to.shows(frame)) to.directMessages.#deliver({ by: this, frame, delivery });
    else this.#delivered(delivery); // Nobody learns that they are ignored.
  }

  /** Shows this person a message of somebody at another server. @param settle Learns whether a connection of theirs has it. */
  receive(frame: PrivateFrame, from: Correspondent, settle: (isWritten: boolean) => void): void {
    if (!this.#owner.shows(frame)) return settle(true); // Nobody learns that they are ignored.
    if (this.#owner.sessions.length === 0) return settle(false);
    this.#correspondent = from;
    this.#owner.deliver(frame, settle);
  }

  /** Shows this person what they wrote to somebody from another server. */
  showOwn(frame: PrivateFrame, to: Correspondent): void {
    this.#correspondent = to;
    this.#owner.reply(frame);
  }

  /** Delivers what was held for this person: they are back. */
  deliverHeld(): void {
    for (const { by, frame, delivery } of this.#takeHeld()) {
      // An author who left meanwhile has it still, if it had an id: they were never told that it arrived.
      if (!by.#owner.isHere && delivery.id !== undefined) continue;
      this.#deliver({ by, frame: { ...frame, from: by.#owner.name }, delivery });
    }
  }

  /** Has all that is held for this person fail, as they have left, and keeps no reference to others. */
  close(): void {
    this.#correspondent = undefined;
    for (const { by, delivery } of this.#takeHeld()) by.#failed(delivery);
  }

  #takeHeld(): readonly DirectMessage[] {
    const held = this.#held;
    this.#held = [];
    this.#limit.add(-held.length);
    return held;
  }

  #deliver(message: DirectMessage): void {
    const owner = this.#owner;
    const { sessions } = owner;
    if (sessions.length === 0) {
      return this.#limit.far?.isFar(owner) ? this.#send(message) : this.#hold(message);
    }
    if (message.by !== this) this.#correspondent = message.by.#owner;
    // Their connections at other servers show it, too; that one here has it is enough.
    if (this.#limit.far?.isFar(owner)) this.#limit.far.deliver(this.#letterOf(message), NOBODY);
    owner.deliver(message.frame, (isWritten) => {
      if (isWritten) return message.by.#delivered(message.delivery);
      if (owner.sessions === sessions) return this.#hold(message); // The connection is broken, which nobody has noticed yet.
      this.#deliver(message);
    });
  }

  /** Brings a message to another server. */
  #send(message: DirectMessage): void {
    const { by, delivery } = message;
    this.#limit.far?.deliver(this.#letterOf(message), (isWritten) => {
      if (isWritten) return by.#delivered(delivery);
      if (this.#owner.sessions.length > 0) return this.#deliver(message); // They have come here meanwhile.
      this.#hold(message);
    });
  }

  #letterOf({ by, frame, delivery: { seat } }: DirectMessage): FarLetter {
    return { from: by.#owner, to: this.#owner, seat, frame };
  }

  /** Holds a message until this person is back, and tells its sender. */
  #hold(message: DirectMessage): void {
    const { by, delivery } = message;
    if (!this.#mayHold) return by.#failed(delivery);
    this.#held = [...this.#held, message];
    this.#limit.add(1);
    delivery.wasHeld = true;
    const { to, id, seat } = delivery;
    const text = this.#limit.words.waitsFor(to);
    by.#owner.replyTo(seat, {
      type: "notice",
      code: "waiting",
      text,
      name: to,
      ...(id !== undefined && { id }),
    });
  }

  #delivered(delivery: Delivery): void {
    delivery.isDelivered = true;
    this.#acknowledge(delivery);
  }

  /** Tells the author that a message has arrived: if it had an id, or if they know that it was held. */
  #acknowledge({ seat, id, to, person, at, wasHeld }: Delivery): void {
    if (id === undefined && !wasHeld) return;
    this.#owner.replyTo(seat, {
      type: "delivered",
      ...(id !== undefined && { id }),
      to,
      person,
      at,
      ...(wasHeld && { waited: true }),
    });
  }

  /** Forgets the id, so that the message can be sent again when the other is back. */
  #failed({ seat, id, to, wasHeld }: Delivery): void {
    if (id !== undefined) this.#sent.delete(sentKey(seat, id));
    this.#owner.problemTo(seat, { code: "not-here", name: to, ...(wasHeld && { waited: true }) }, id);
  }

  #remember(delivery: Delivery): void {
    if (delivery.id === undefined) return;
    this.#sent.set(sentKey(delivery.seat, delivery.id), delivery);
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= REMEMBERED) return;
      this.#sent.delete(oldest);
    }
  }
}

/** Tells ids of different seats apart, and numbers from texts. */
function sentKey(seat: number, id: MessageId): string {
  return `${seat} ${JSON.stringify(id)}`;
}
