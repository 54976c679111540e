/**
 * In which rooms we are, and how far we are in each: what the server is told when we come back, kept on disk as well.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ClientFrame, RoomSnapshot, ServerFrame } from "../protocol.ts";
import { type Move, Moves } from "./pending_joins.ts";
import type { QueueFile } from "../client/saved/outbox_file.ts";
import type { Seen } from "./cursor.ts";

/** How often the file learns what was shown, in ms. */
const SEEN_EVERY = 1000;

/** One client's rooms. */
export class Whereabouts {
  readonly #clock: Clock;
  readonly #seen: Seen;
  readonly #file: QueueFile | undefined;
  readonly #moves = new Moves();
  #cancelSave: (() => void) | undefined;

  constructor(clock: Clock, seen: Seen, file: QueueFile | undefined) {
    this.#clock = clock;
    this.#seen = seen;
    this.#file = file;
  }

  /** What to tell the server when we come back: our rooms, and the last message that was shown of each. */
  get after(): Readonly<Record<string, number>> {
    return this.#seen.after;
  }

  /** One of our rooms, if there is one. */
  get room(): string | undefined {
    return this.#seen.room;
  }

  /** We are in, perhaps again; returns what is to be asked again. */
  enter(view: Pick<RoomSnapshot, "room" | "seq">, isKnown: boolean): readonly Move[] {
    this.#seen.enter(view, isKnown);
    const parts = this.#partsAgain(view.room);
    this.save();
    return [...this.#moves.joinsAgain(), ...parts];
  }

  /** There is no connection any more. */
  lost(): void {
    this.#moves.lost();
  }

  /** Something is sent. */
  tell(frame: ClientFrame): void {
    if (frame.type === "history") this.#seen.ask(frame.room);
    if (frame.type === "part") this.#seen.parted(frame.room);
    if (frame.type === "join" || frame.type === "part") this.#moves.ask(frame);
  }

  /** Something came: `again` is a message that was shown already. */
  hear(frame: ServerFrame): "again" | readonly Move[] {
    this.#moves.hear(frame);
    switch (frame.type) {
      case "message":
        if (this.#seen.take(frame) === "again") return "again";
        this.#cancelSave ??= this.#clock.after(SEEN_EVERY, () => this.save());
        return [];
      case "history":
        this.#seen.answered(frame.room);
        return [];
      case "entered": {
        this.#seen.entered(frame);
        const parts = this.#partsAgain(frame.room);
        this.save();
        return parts;
      }
      case "parted":
        this.#seen.parted(frame.room);
        this.save();
        return [];
      default:
        return [];
    }
  }

  /** Writes to the file what was shown. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    this.#file?.seen(this.#seen.after);
  }

  /** A room that was left while the connection broke is left again. */
  #partsAgain(room: string): readonly Move[] {
    const parts = this.#moves.partsAgain(room);
    for (const part of parts) this.#seen.parted(part.room);
    return parts;
  }
}
