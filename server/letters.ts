/**
 * What one person says to another alone: who wrote to whom, and what came of it. None of it is kept.
 *
 * @module
 */

import type { MessageId } from "../protocol.ts";
import type { Session } from "./session.ts";

/** So many of a person's last ids are known again. */
const REMEMBERED = 64;

/** Something that was sent under an id. */
interface Sent {
  readonly to: string;
  readonly at: number;
  isDelivered: boolean;
}

/** One person's side of it; made when they first write to somebody or are written to. It goes with them to a new connection. */
export class Letters {
  /** The connection that this person has now. */
  owner: Session;
  /** Who last wrote to this person or was written to by them. */
  correspondent: Letters | undefined;
  readonly #sent = new Map<MessageId, Sent>();

  constructor(owner: Session) {
    this.owner = owner;
  }

  /** What this person is called, or was when they left. */
  get name(): string {
    return this.owner.name;
  }

  /** Whether this person has left: who has their name now is somebody else. */
  get isGone(): boolean {
    return this.owner.phase === "gone";
  }

  /** Whether this id was used before; if it has arrived, that is said again. */
  isRepeat(id: MessageId): boolean {
    const known = this.#sent.get(id);
    if (known?.isDelivered === true) this.#acknowledge(id, known);
    return known !== undefined;
  }

  /** Notes what is sent; what is given back is to be called with what became of it. */
  send(to: string, at: number, id: MessageId | undefined): (isWritten: boolean) => void {
    const sent: Sent = { to, at, isDelivered: false };
    if (id !== undefined) this.#remember(id, sent);
    return (isWritten) => {
      sent.isDelivered = isWritten;
      if (isWritten) return this.#acknowledge(id, sent);
      if (id !== undefined) this.#sent.delete(id); // So that it can be sent again when the other is back.
      this.owner.problem({ code: "not-here", name: to }, id);
    };
  }

  #acknowledge(id: MessageId | undefined, { to, at }: Sent): void {
    if (id !== undefined) this.owner.reply({ type: "delivered", id, to, at });
  }

  #remember(id: MessageId, sent: Sent): void {
    this.#sent.set(id, sent);
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= REMEMBERED) return;
      this.#sent.delete(oldest);
    }
  }
}
