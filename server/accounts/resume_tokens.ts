/**
 * Who may come back: the tokens that were given out, and whose they are.
 *
 * @module
 */

import type { ReadMark, ServerLog, StoredMember } from "../log.ts";
import type { Session } from "../members.ts";

/** Makes tokens that cannot be guessed, and the hashes by which the log knows them. */
export interface SecretSource {
  generate(): string;
  hash(token: string): string;
}

/** The seats of those who are in or away, and what the log does not have of them yet: also how far they have read. */
export class ResumeTokens {
  readonly #history: Pick<ServerLog, "memberByToken" | "newPersonId" | "readMarksOf">;
  readonly #tokens: SecretSource;
  readonly #holders = new Map<string, Session>();
  #changed = new Map<number, StoredMember>();
  readonly #reads = new Map<string, ReadMark>();

  constructor(
    history: Pick<ServerLog, "memberByToken" | "newPersonId" | "readMarksOf">,
    tokens: SecretSource,
  ) {
    this.#history = history;
    this.#tokens = tokens;
  }

  /** What the next turn has to write. */
  get changedMembers(): readonly StoredMember[] {
    return [...this.#changed.values()];
  }

  /** What was read and the next turn has to write, too. */
  get changedReadMarks(): readonly ReadMark[] {
    return [...this.#reads.values()];
  }

  /** Whether there is anything to write. */
  get hasChanges(): boolean {
    return this.#changed.size > 0 || this.#reads.size > 0;
  }

  /** The log has what was {@linkcode changedMembers}, and the {@linkcode changedReadMarks}. */
  clearChanges(): void {
    this.#changed.clear();
    this.#reads.clear();
  }

  /** Up to which number somebody has read a room; `undefined` when they never said. */
  readMark({ person }: Session, room: string): number | undefined {
    if (person === 0) return undefined;
    return this.#reads.get(markKey(person, room))?.seq ?? this.#history.readMarksOf(person).get(room);
  }

  /** Notes up to which number somebody has read a room. It is written with whatever is written next. */
  markRead({ person }: Session, room: string, seq: number): void {
    if (person !== 0) this.#reads.set(markKey(person, room), { personId: person, room, seq });
  }

  /** Who is in or away with this token. */
  holder(token: string): Session | undefined {
    return this.#holders.get(this.#tokens.hash(token));
  }

  /** Gives the last name of the person whom the log knows by this token; `undefined` when it has never seen it. */
  nameOf(token: string): string | undefined {
    return this.#history.memberByToken(this.#tokens.hash(token))?.name;
  }

  /** Whether the log has ever seen this token. */
  isKnown(token: string): boolean {
    return this.#history.memberByToken(this.#tokens.hash(token)) !== undefined;
  }

  /** Gives somebody who comes in their old seat, or a new one; returns its token. Somebody who cannot come back gets none. It is noted by {@linkcode noteRooms}. */
  issue(session: Session, token: string | undefined): string {
    if (!session.peer.isProgram) return "";
    const known = token === undefined ? undefined : this.#history.memberByToken(this.#tokens.hash(token));
    const given = token !== undefined && known !== undefined ? token : this.#tokens.generate();
    session.person = known?.personId ?? this.#history.newPersonId();
    session.tokenHash = this.#tokens.hash(given);
    return given;
  }

  /** Gives the seat of one connection to another of the same person. */
  transfer(from: Session, to: Session): void {
    to.person = from.person;
    to.tokenHash = from.tokenHash;
    this.#holders.set(to.tokenHash, to);
  }

  /** Gives a seat of the log to a session that stands for somebody who is away. */
  restore(session: Session, { personId, tokenHash }: StoredMember): void {
    session.person = personId;
    session.tokenHash = tokenHash;
    this.#holders.set(tokenHash, session);
  }

  /** Notes where somebody is. */
  noteRooms(session: Session): void {
    if (session.person === 0) return;
    this.#holders.set(session.tokenHash, session);
    this.#note(session, true);
  }

  /** Notes that somebody has left. Their token still tells who they are if they ever come again. */
  noteLeft(session: Session): void {
    if (session.person === 0) return;
    this.#holders.delete(session.tokenHash);
    this.#note(session, false);
  }

  #note({ person, tokenHash, name, memberships }: Session, isHere: boolean): void {
    const rooms = memberships.map(({ room }) => room.name);
    this.#changed.set(person, { personId: person, tokenHash, name, rooms, isHere });
  }
}

function markKey(person: number, room: string): string {
  return `${person} ${room}`;
}
