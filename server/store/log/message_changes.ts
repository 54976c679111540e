/**
 * What later messages change in earlier ones: another text, a reaction. The one that says so is a message of its own, whose
 * row tells which it is about (`about`); it has no words of the other, so that what is deleted there is deleted everywhere.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ForgottenTable } from "./forgotten.ts";
import type { Draft } from "./port.ts";
import { decodeReactions, encodeReactions, hasReacted, type Reactor, withReaction } from "./reactions.ts";
import type { OpenRoom } from "./room_table.ts";

/** Changes messages in a log's file. Its caller opens and ends transactions, and sees to it that `secure_delete` is on. */
export class MessageChanges {
  readonly #setAbout: StatementSync;
  readonly #edit: StatementSync;
  readonly #reactions: StatementSync;
  readonly #setReactions: StatementSync;
  readonly #forgotten: ForgottenTable;

  /** @param db The file of a log of the current version. */
  constructor(db: DatabaseSync) {
    this.#setAbout = db.prepare("UPDATE messages SET about = ? WHERE n = ?");
    this.#edit = db.prepare("UPDATE messages SET text = ?, edited = ? WHERE n = ? AND redacts IS NULL");
    this.#reactions = db.prepare("SELECT reactions FROM messages WHERE n = ?");
    this.#setReactions = db.prepare("UPDATE messages SET reactions = ? WHERE n = ?");
    this.#forgotten = new ForgottenTable(db);
  }

  /** Notes which message one is about that was just stored, and does to that one what it says. @param n The key of the later one. */
  apply(draft: Draft, room: OpenRoom, n: number): void {
    const about = aboutOf(draft);
    if (about === undefined) return;
    this.#setAbout.run(about, n);
    const target = room.base + about;
    if (draft.edits !== undefined && draft.now !== undefined) {
      if (Number(this.#edit.run(draft.now, draft.at, target).changes) > 0) {
        this.#forgotten.add(target, target);
      }
    } else if (draft.reacts !== undefined && draft.emoji !== undefined) {
      const who: Reactor = [draft.personId, draft.from];
      const before = decodeReactions(this.#reactions.get(target)?.reactions);
      this.#setReactions.run(encodeReactions(withReaction(before, draft.emoji, who, !draft.off)), target);
    }
  }

  /** Tells whether somebody has reacted to a message with an emoji. @param n Its key. */
  hasReacted(n: number, emoji: string, who: Reactor): boolean {
    return hasReacted(decodeReactions(this.#reactions.get(n)?.reactions), emoji, who);
  }
}

/** Returns the number of the message that a draft is about, if it is about one. */
function aboutOf({ re, edits, reacts }: Draft): number | undefined {
  return re ?? edits ?? reacts;
}
