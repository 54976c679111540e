/**
 * Who may come back: the tokens that were given out, and whose they are.
 *
 * @module
 */

import type { History, ReadMark, Seat } from "../log.ts";
import type { Session } from "../members.ts";

/** Makes tokens that cannot be guessed, and the hashes by which the log knows them. */
export interface Tokens {
  make(): string;
  hash(token: string): string;
}

/** The seats of those who are in or away, and what the log does not have of them yet: also how far they have read. */
export class Seats {
  readonly #history: Pick<History, "seat" | "newPerson" | "marks">;
  readonly #tokens: Tokens;
  readonly #holders = new Map<string, Session>();
  #changed = new Map<number, Seat>();
  readonly #reads = new Map<string, ReadMark>();

  constructor(history: Pick<History, "seat" | "newPerson" | "marks">, tokens: Tokens) {
    this.#history = history;
    this.#tokens = tokens;
  }

  /** What the next turn has to write. */
  get changed(): readonly Seat[] {
    return [...this.#changed.values()];
  }

  /** What was read and the next turn has to write, too. */
  get reads(): readonly ReadMark[] {
    return [...this.#reads.values()];
  }

  /** Whether there is anything to write. */
  get isChanged(): boolean {
    return this.#changed.size > 0 || this.#reads.size > 0;
  }

  /** The log has what was {@linkcode changed}, and the {@linkcode reads}. */
  written(): void {
    this.#changed.clear();
    this.#reads.clear();
  }

  /** Up to which number somebody has read a room; `undefined` when they never said. */
  readBy({ person }: Session, room: string): number | undefined {
    if (person === 0) return undefined;
    return this.#reads.get(markKey(person, room))?.seq ?? this.#history.marks(person).get(room);
  }

  /** Notes up to which number somebody has read a room. It is written with whatever is written next. */
  markRead({ person }: Session, room: string, seq: number): void {
    if (person !== 0) this.#reads.set(markKey(person, room), { person, room, seq });
  }

  /** Who is in or away with this token. */
  holder(token: string): Session | undefined {
    return this.#holders.get(this.#tokens.hash(token));
  }

  /** Whether the log has ever seen this token. */
  isKnown(token: string): boolean {
    return this.#history.seat(this.#tokens.hash(token)) !== undefined;
  }

  /** Gives somebody who comes in their old seat, or a new one; returns its token. Somebody who cannot come back gets none. It is noted by {@linkcode keep}. */
  take(session: Session, token: string | undefined): string {
    if (!session.peer.isProgram) return "";
    const known = token === undefined ? undefined : this.#history.seat(this.#tokens.hash(token));
    const given = token !== undefined && known !== undefined ? token : this.#tokens.make();
    session.person = known?.person ?? this.#history.newPerson();
    session.tokenHash = this.#tokens.hash(given);
    return given;
  }

  /** Gives the seat of one connection to another of the same person. */
  move(from: Session, to: Session): void {
    to.person = from.person;
    to.tokenHash = from.tokenHash;
    this.#holders.set(to.tokenHash, to);
  }

  /** Gives a seat of the log to a session that stands for somebody who is away. */
  restore(session: Session, { person, tokenHash }: Seat): void {
    session.person = person;
    session.tokenHash = tokenHash;
    this.#holders.set(tokenHash, session);
  }

  /** Notes where somebody is. */
  keep(session: Session): void {
    if (session.person === 0) return;
    this.#holders.set(session.tokenHash, session);
    this.#note(session, true);
  }

  /** Notes that somebody has left. Their token still tells who they are if they ever come again. */
  leave(session: Session): void {
    if (session.person === 0) return;
    this.#holders.delete(session.tokenHash);
    this.#note(session, false);
  }

  #note({ person, tokenHash, name, memberships }: Session, isHere: boolean): void {
    const rooms = memberships.map(({ room }) => room.name);
    this.#changed.set(person, { person, tokenHash, name, rooms, isHere });
  }
}

function markKey(person: number, room: string): string {
  return `${person} ${room}`;
}
