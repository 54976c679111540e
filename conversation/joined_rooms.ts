/**
 * In which rooms we are, and how far in each: what a hello says when we come back, and what is stored. Pure.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ClientFrame, RoomSnapshot, ServerFrame } from "../protocol.ts";
import type { Cursor } from "./cursor.ts";
import { PendingJoins, type RoomRequest } from "./pending_joins.ts";
import type { ConversationStore } from "./ports.ts";

/** How often what was shown is stored, in ms. */
const SEEN_EVERY = 1000;

/** One client's rooms. */
export class JoinedRooms {
  readonly #clock: Clock;
  readonly #cursor: Cursor;
  readonly #store: Pick<ConversationStore, "saveCursor"> | undefined;
  readonly #pending = new PendingJoins();
  #cancelSave: (() => void) | undefined;

  constructor(clock: Clock, seen: Cursor, store: Pick<ConversationStore, "saveCursor"> | undefined) {
    this.#clock = clock;
    this.#cursor = seen;
    this.#store = store;
  }

  /** What to tell the server when we come back: our rooms, and the last message that was shown of each. */
  get after(): Readonly<Record<string, number>> {
    return this.#cursor.after;
  }

  /** One of our rooms, if there is one. */
  get room(): string | undefined {
    return this.#cursor.room;
  }

  /** Records that we are in, perhaps again; returns the requests to make again. */
  enter(view: Pick<RoomSnapshot, "room" | "seq">, isKnown: boolean): readonly RoomRequest[] {
    this.#cursor.enter(view, isKnown);
    const parts = this.#partsAgain(view.room);
    this.save();
    return [...this.#pending.joinsAgain(), ...parts];
  }

  /** Records that there is no connection any more. */
  disconnected(): void {
    this.#pending.disconnected();
  }

  /** Records a frame that is sent. */
  sent(frame: ClientFrame): void {
    if (frame.type === "history") this.#cursor.pageRequested(frame.room);
    if (frame.type === "part") this.#cursor.parted(frame.room);
    if (frame.type === "join" || frame.type === "part") this.#pending.sent(frame);
  }

  /** Records a frame that came, and returns the requests to make now; `again` is a message that was shown already. */
  receive(frame: ServerFrame): "again" | readonly RoomRequest[] {
    this.#pending.receive(frame);
    switch (frame.type) {
      case "message":
        if (this.#cursor.record(frame) === "again") return "again";
        this.#cancelSave ??= this.#clock.after(SEEN_EVERY, () => this.save());
        return [];
      case "history":
        this.#cursor.pageReceived(frame.room);
        return [];
      case "entered": {
        this.#cursor.entered(frame);
        const parts = this.#partsAgain(frame.room);
        this.save();
        return parts;
      }
      case "parted":
        this.#cursor.parted(frame.room);
        this.save();
        return [];
      default:
        return [];
    }
  }

  /** Stores what was shown. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    this.#store?.saveCursor(this.#cursor.after);
  }

  /** Returns the requests to leave a room that was left while the connection broke. */
  #partsAgain(room: string): readonly RoomRequest[] {
    const parts = this.#pending.partsAgain(room);
    for (const part of parts) this.#cursor.parted(part.room);
    return parts;
  }
}
