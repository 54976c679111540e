/**
 * How far members have read their rooms.
 *
 * @module
 */

import type { ResumeTokens } from "../../store/accounts.ts";
import type { LogPages, Membership, TryRead } from "../rooms.ts";
import type { Person } from "./person.ts";
import type { PersonSession } from "./person_session.ts";

/** The read marks of everybody who is in, which the log keeps for those with a token. */
export class ReadMarks {
  readonly #tokens: ResumeTokens<Person>;
  readonly #pages: LogPages;
  readonly #tryRead: TryRead;

  constructor(tokens: ResumeTokens<Person>, pages: LogPages, tryRead: TryRead) {
    this.#tokens = tokens;
    this.#pages = pages;
    this.#tryRead = tryRead;
  }

  /**
   * Sets the mark of a new membership. What was said before a person first came is nothing that they have not read yet.
   *
   * @param isNew Whether the log cannot know anything of this person.
   */
  restore(person: Person, membership: Membership, isNew: boolean): void {
    const { name } = membership.room;
    const known = isNew ? undefined : this.#tryRead(() => this.#tokens.readMark(person, name));
    const read = known ?? this.#pages.last(name);
    membership.markRead(read);
    if (known === undefined && read > 0) this.#tokens.markRead(person, name, read);
  }

  /**
   * Notes that a person has read a room up to a number. It never moves back, nor beyond what there is.
   *
   * @param at The connection at which they read it, if it is one here: their others are told.
   */
  mark(person: Person, room: string, seq: number, at?: PersonSession): void {
    const membership = person.membershipIn(room);
    if (membership === undefined) return;
    const { name } = membership.room;
    const read = Math.min(seq, this.#pages.last(name));
    if (read <= membership.read) return;
    membership.markRead(read);
    this.#tokens.markRead(person, name, read);
    for (const other of person.sessions) {
      if (other !== at) other.reply({ type: "read", room: name, seq: read });
    }
  }

  /** Notes that a person has read all that was said in their rooms until now. @param at As for {@linkcode mark}. */
  markAll(person: Person, at: PersonSession): void {
    for (const { room } of person.memberships) {
      this.mark(person, room.name, this.#pages.last(room.name), at);
    }
  }
}
