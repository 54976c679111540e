/**
 * What one person says to another alone: who wrote to whom, and what came of it. None of it is kept, but for what
 * waits a moment for somebody whose connection is broken.
 *
 * @module
 */

import type { MessageId, PrivateFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { Session } from "./session.ts";

/** So many of a person's last ids are known again. */
const REMEMBERED = 64;

/** So many words wait for one person, and so many for all together: what the absent cost must stay bounded. */
const WAITING_EACH = 64;
const WAITING_IN_ALL = 1_000;

/** The words that wait on one server, counted. */
export class HeldMessages {
  readonly words: Words;
  readonly #most: number;
  #waiting = 0;

  /** @param mayWait Whether anybody is given time to come back. */
  constructor(words: Words, mayWait: boolean) {
    this.words = words;
    this.#most = mayWait ? WAITING_IN_ALL : 0;
  }

  /** Whether there is room for one more. */
  get hasSpace(): boolean {
    return this.#waiting < this.#most;
  }

  /** So many more wait, or fewer. */
  add(change: number): void {
    this.#waiting += change;
  }
}

/** What has become of something that was sent. */
interface Delivery {
  readonly id: MessageId | undefined;
  readonly to: string;
  readonly at: number;
  isDelivered: boolean;
  hasWaited: boolean;
}

/** Something said to one person alone, on its way. */
interface DirectMessage {
  readonly by: DirectMessages;
  readonly frame: PrivateFrame;
  readonly sent: Delivery;
}

/** One person's side of it; made when they first write to somebody or are written to. It goes with them to a new connection. */
export class DirectMessages {
  /** The connection that this person has now. */
  owner: Session;
  /** Who last wrote to this person or was written to by them. */
  correspondent: DirectMessages | undefined;
  readonly #limit: HeldMessages;
  readonly #sent = new Map<MessageId, Delivery>();
  /** What is for this person and waits until they have a connection. */
  #held: readonly DirectMessage[] = [];

  constructor(owner: Session, mail: HeldMessages) {
    this.owner = owner;
    this.#limit = mail;
  }

  /** What this person is called, or was when they left. */
  get name(): string {
    return this.owner.name;
  }

  /** Whether this person has left: who has their name now is somebody else. */
  get isGone(): boolean {
    return this.owner.phase === "gone";
  }

  /** Whether something said to this person now can reach them: at once, or when they are back. */
  get isOpen(): boolean {
    return this.owner.phase === "in" || this.#mayHold;
  }

  get #mayHold(): boolean {
    const { phase, person } = this.owner;
    return phase !== "gone" && person !== 0 && this.#limit.hasSpace && this.#held.length < WAITING_EACH;
  }

  /** Whether this id was used before; if it has arrived, that is said again. */
  isRepeat(id: MessageId): boolean {
    const known = this.#sent.get(id);
    if (known?.isDelivered === true) this.#acknowledge(known);
    return known !== undefined;
  }

  /** Sends something to another person, or to this one; what becomes of it is told when it is known. */
  send(frame: PrivateFrame, to: DirectMessages): void {
    const sent: Delivery = { id: frame.id, to: frame.to, at: frame.at, isDelivered: false, hasWaited: false };
    this.#remember(sent);
    this.correspondent = to;
    if (to.owner.shows(frame)) to.#deliver({ by: this, frame, sent });
    else this.#delivered(sent); // Who hides somebody does not tell them so.
  }

  /** Has this person told what waited for them: they are back. */
  deliverHeld(): void {
    for (const { by, frame, sent } of this.#takeHeld()) {
      // Whoever left while it waited has it still, if it had an id: they were never told that it arrived.
      if (by.isGone && sent.id !== undefined) continue;
      this.#deliver({ by, frame: { ...frame, from: by.name }, sent });
    }
  }

  /** This person has left: the others are told so, and are not kept by somebody who is gone. */
  close(): void {
    this.correspondent = undefined;
    for (const { by, sent } of this.#takeHeld()) by.#failed(sent);
  }

  #takeHeld(): readonly DirectMessage[] {
    const waiting = this.#held;
    this.#held = [];
    this.#limit.add(-waiting.length);
    return waiting;
  }

  #deliver(letter: DirectMessage): void {
    const { owner } = this;
    if (owner.phase !== "in") return this.#hold(letter);
    if (letter.by !== this) this.correspondent = letter.by;
    owner.deliver(letter.frame, (isWritten) => {
      if (isWritten) return letter.by.#delivered(letter.sent);
      if (this.owner === owner) return this.#hold(letter); // The connection is broken, which nobody has noticed yet.
      this.#deliver(letter);
    });
  }

  /** Keeps something until this person is back, and tells its sender so. */
  #hold(letter: DirectMessage): void {
    const { by, sent } = letter;
    if (!this.#mayHold) return by.#failed(sent);
    this.#held = [...this.#held, letter];
    this.#limit.add(1);
    sent.hasWaited = true;
    const { to, id } = sent;
    const text = this.#limit.words.waitsFor(to);
    by.owner.reply({ type: "notice", code: "waiting", text, name: to, ...(id !== undefined && { id }) });
  }

  #delivered(sent: Delivery): void {
    sent.isDelivered = true;
    this.#acknowledge(sent);
  }

  /** Who gave no id is told as well that something has arrived which they know to wait. */
  #acknowledge({ id, to, at, hasWaited }: Delivery): void {
    if (id === undefined && !hasWaited) return;
    this.owner.reply({
      type: "delivered",
      ...(id !== undefined && { id }),
      to,
      at,
      ...(hasWaited && { waited: true }),
    });
  }

  /** So that it can be sent again when the other is back. */
  #failed({ id, to, hasWaited }: Delivery): void {
    if (id !== undefined) this.#sent.delete(id);
    this.owner.problem({ code: "not-here", name: to, ...(hasWaited && { waited: true }) }, id);
  }

  #remember(sent: Delivery): void {
    if (sent.id === undefined) return;
    this.#sent.set(sent.id, sent);
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= REMEMBERED) return;
      this.#sent.delete(oldest);
    }
  }
}
