/**
 * Who may resume: the tokens that were issued, and whose they are.
 *
 * @module
 */

import type { MemberStore, ReadMark, StoredMember } from "../log.ts";
import type { SecretSource } from "./secrets.ts";

/** A person as the log knows them. */
export interface TokenHolder {
  /** Their number in the log, 0 for somebody without a token. */
  readonly id: number;
  /** The hash of their token, empty for somebody without one. */
  readonly tokenHash: string;
  readonly name: string;
  /** Their rooms in the order in which they entered them. */
  readonly memberships: readonly { readonly room: { readonly name: string } }[];
  /** Gives them a number, a token, and the id by which everybody knows them. */
  identify(id: number, tokenHash: string, publicId: string): void;
}

/** Where tokens, numbers and read marks are kept. */
type TokenStore = Pick<MemberStore, "memberByToken" | "newPersonId" | "publicIdOf" | "readMarksOf">;

/** The changes of members and read marks that the next turn writes. */
export interface TurnChanges {
  readonly changedMembers: readonly StoredMember[];
  readonly changedReadMarks: readonly ReadMark[];
  readonly hasChanges: boolean;
  /** Called when the log has all of it. */
  clearChanges(): void;
}

/** The tokens of everybody who is in, with or without a connection, and what the log does not have of them yet. */
export class ResumeTokens<Holder extends TokenHolder> implements TurnChanges {
  readonly #store: TokenStore;
  readonly #secrets: SecretSource;
  readonly #holders = new Map<string, Holder>();
  readonly #changed = new Map<number, StoredMember>();
  readonly #reads = new Map<string, ReadMark>();

  constructor(
    store: TokenStore,
    secrets: SecretSource,
  ) {
    this.#store = store;
    this.#secrets = secrets;
  }

  get changedMembers(): readonly StoredMember[] {
    return [...this.#changed.values()];
  }

  get changedReadMarks(): readonly ReadMark[] {
    return [...this.#reads.values()];
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0 || this.#reads.size > 0;
  }

  clearChanges(): void {
    this.#changed.clear();
    this.#reads.clear();
  }

  /** Returns up to which number a person has read a room; `undefined` when they never said. */
  readMark({ id }: TokenHolder, room: string): number | undefined {
    if (id === 0) return undefined;
    return this.#reads.get(markKey(id, room))?.seq ?? this.#store.readMarksOf(id).get(room);
  }

  /** Notes up to which number a person has read a room. It is written with whatever is written next. */
  markRead({ id }: TokenHolder, room: string, seq: number): void {
    if (id !== 0) this.#reads.set(markKey(id, room), { personId: id, room, seq });
  }

  /** Finds the person who is in with this token. */
  holder(token: string): Holder | undefined {
    return this.#holders.get(this.#secrets.hash(token));
  }

  /** Gives the number of the person whom the log knows by this token; `undefined` when it has never seen it. */
  numberOf(token: string): number | undefined {
    return this.#store.memberByToken(this.#secrets.hash(token))?.personId;
  }

  /** Gives the last name of the person whom the log knows by this token; `undefined` when it has never seen it. */
  nameOf(token: string): string | undefined {
    return this.#store.memberByToken(this.#secrets.hash(token))?.name;
  }

  /** Tells whether the log has ever seen this token. */
  isKnown(token: string): boolean {
    return this.#store.memberByToken(this.#secrets.hash(token)) !== undefined;
  }

  /** Gives a person who comes in their old number, or a new one; returns their token. Noted by {@linkcode noteRooms}. */
  issue(person: Holder, token: string | undefined): string {
    const known = token === undefined ? undefined : this.#store.memberByToken(this.#secrets.hash(token));
    const issued = token !== undefined && known !== undefined ? token : this.#secrets.generate();
    const id = known?.personId ?? this.#store.newPersonId();
    person.identify(id, this.#secrets.hash(issued), this.#store.publicIdOf(id));
    return issued;
  }

  /** Gives a person an id for this stay who cannot come back with a token, and has no number; returns no token. */
  issueNone(person: Holder): "" {
    person.identify(0, "", this.#store.publicIdOf(0));
    return "";
  }

  /** Gives a person who was in when the server ended their number and token again. */
  restore(person: Holder, { personId, tokenHash }: StoredMember): void {
    person.identify(personId, tokenHash, this.#store.publicIdOf(personId));
    this.#holders.set(tokenHash, person);
  }

  /** Notes where a person is. */
  noteRooms(person: Holder): void {
    if (person.id === 0) return;
    this.#holders.set(person.tokenHash, person);
    this.#note(person, true);
  }

  /** Notes that a person has left. Their token still tells who they are if they ever come again. */
  noteLeft(person: Holder): void {
    if (person.id === 0) return;
    this.#holders.delete(person.tokenHash);
    this.#note(person, false);
  }

  #note({ id, tokenHash, name, memberships }: TokenHolder, isHere: boolean): void {
    const rooms = memberships.map(({ room }) => room.name);
    this.#changed.set(id, { personId: id, tokenHash, name, rooms, isHere });
  }
}

function markKey(person: number, room: string): string {
  return `${person} ${room}`;
}
