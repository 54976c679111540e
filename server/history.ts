/**
 * The log: the only road from one member to the others. It numbers a room's messages and keeps them.
 *
 * @module
 */

import type { MessageFrame } from "../protocol.ts";

/** A message that has no number yet. */
export type Draft = Omit<MessageFrame, "seq">;

/** Numbers and keeps messages. */
export interface History {
  /**
   * Stores these messages, all or none, and gives them back with their numbers in the same order.
   * What it gives back is kept, and may be shown. Throws when it cannot keep them.
   */
  append(drafts: readonly Draft[]): readonly MessageFrame[];
  /** The number of the room's last message, 0 when there is none. */
  last(room: string): number;
}

/** A draft as the message that it becomes, its fields in the order in which readers look for them. */
function numbered({ type, room, at, from, text, id, action }: Draft, seq: number): MessageFrame {
  return { type, room, seq, at, from, text, ...(id !== undefined && { id }), ...(action && { action }) };
}

/** A log that numbers and keeps nothing: for a room that lives as long as its server. */
export class EphemeralHistory implements History {
  readonly #last = new Map<string, number>();

  append(drafts: readonly Draft[]): readonly MessageFrame[] {
    return drafts.map((draft) => {
      const seq = this.last(draft.room) + 1;
      this.#last.set(draft.room, seq);
      return numbered(draft, seq);
    });
  }

  last(room: string): number {
    return this.#last.get(room) ?? 0;
  }
}
