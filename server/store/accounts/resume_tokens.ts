/**
 * Who may resume: the tokens that were issued, and whose they are.
 *
 * @module
 */

import type { MemberStore, ReadMark, StoredMember } from "../log.ts";
import { type Access, type Bearing, mayBear, Seat } from "./seat.ts";
import type { SecretSource } from "./secrets.ts";

/** A person as the log knows them. */
export interface TokenHolder {
  /** Their ways back in; none for somebody who cannot resume. */
  readonly seats: readonly Seat[];
  /** The number under which everybody knows them, and their read marks are kept; 0 for somebody without one. */
  readonly home: number;
  readonly publicId: string;
  readonly name: string;
  /** Their rooms in the order in which they entered them. */
  readonly memberships: readonly { readonly room: { readonly name: string } }[];
  /** Gives them their number, and the id by which everybody knows them. */
  identify(home: number, publicId: string): void;
  /** Gives them one more seat. */
  addSeat(seat: Seat): void;
  /** Takes one of their seats. */
  removeSeat(seat: Seat): void;
}

/** Somebody who is in, and the seat of theirs that a token stands for. */
export interface Bearer<Holder> {
  readonly person: Holder;
  readonly seat: Seat;
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
  readMark({ home: id }: TokenHolder, room: string): number | undefined {
    if (id === 0) return undefined;
    return this.#reads.get(markKey(id, room))?.seq ?? this.#store.readMarksOf(id).get(room);
  }

  /** Notes up to which number a person has read a room. It is written with whatever is written next. */
  markRead({ home: id }: TokenHolder, room: string, seq: number): void {
    if (id !== 0) this.#reads.set(markKey(id, room), { personId: id, room, seq });
  }

  /** Finds the person who is in with this token, if it counts where they come from. */
  bearer(token: string, from: Bearing): Bearer<Holder> | undefined {
    const hash = this.#secrets.hash(token);
    const person = this.#holders.get(hash);
    const seat = person?.seats.find(({ tokenHash }) => tokenHash === hash);
    if (person === undefined || seat === undefined || !mayBear(seat.access, from)) return undefined;
    return { person, seat };
  }

  /** Gives the number of the person whom the log knows by this token; `undefined` when it has never seen it. */
  numberOf(token: string): number | undefined {
    return this.#store.memberByToken(this.#secrets.hash(token))?.personId;
  }

  /** Gives the last name of the person whom the log knows by this token; `undefined` when it has never seen it. */
  nameOf(token: string): string | undefined {
    return this.#store.memberByToken(this.#secrets.hash(token))?.name;
  }

  /** Gives the number of the account that the person had whom the log knows by this token. */
  accountOf(token: string): number | undefined {
    return this.#store.memberByToken(this.#secrets.hash(token))?.access?.account;
  }

  /** Finds the token for a person who wants to come in: the one that they bring, where the log knows it as theirs, or a new one. */
  prepare(person: Holder, token: string | undefined, access: Access): PreparedToken {
    const known = token === undefined ? undefined : this.#known(token, person, access);
    const prepared = token !== undefined && known !== undefined ? token : this.#secrets.generate();
    return { token: prepared, tokenHash: this.#secrets.hash(prepared), personId: known?.personId, access };
  }

  /**
   * Gives a person who comes in the seat of their token. Noted by {@linkcode noteRooms}.
   *
   * @param number The number of the seat, where it is given already.
   */
  issue(person: Holder, prepared: PreparedToken, number = prepared.personId): IssuedToken {
    const holder = this.#holders.get(prepared.tokenHash);
    if (holder !== undefined && holder !== person) { // Somebody came in with it since.
      return this.issue(person, this.prepare(person, undefined, prepared.access));
    }
    const { token, tokenHash, personId, access } = prepared;
    const seat = new Seat(number ?? this.#store.newPersonId(), tokenHash, access);
    const before = person.seats.find(({ id }) => id === seat.id);
    if (before !== undefined) person.removeSeat(before);
    person.addSeat(seat);
    if (person.home === 0) this.#identify(person, access.home ?? seat.id);
    return { token, seat, isKnown: personId !== undefined };
  }

  /** Gives a person who cannot come back with a token the number of their account, or none, and an id for this stay. */
  prepareNone(person: Holder, home = 0): undefined {
    if (person.home === 0) this.#identify(person, home);
  }

  /**
   * Gives a person a number who has none, so that messages can be known as theirs from now on. Returns it.
   *
   * @param id The number, where it is given already.
   */
  reserveHome(person: Holder, id = this.#store.newPersonId()): number {
    if (person.home !== 0) return person.home;
    const tokenHash = this.#secrets.hash(this.#secrets.generate()); // Of a token that nobody gets.
    this.#changed.set(id, { personId: id, tokenHash, name: person.name, rooms: [], isHere: false });
    person.identify(id, person.publicId);
    return id;
  }

  /** Gives a person who was in when the server ended a seat again. */
  restore(person: Holder, { personId, tokenHash, access = UNKNOWN }: StoredMember): Seat {
    const seat = new Seat(personId, tokenHash, access);
    person.addSeat(seat);
    if (person.home === 0) this.#identify(person, access.home ?? personId);
    this.#holders.set(tokenHash, person);
    return seat;
  }

  /** Gives a person who came in at another server their seats and their number, or the id that they have without one. */
  adopt(
    person: Holder,
    seats: readonly Seat[],
    { home, publicId }: { readonly home: number; readonly publicId: string },
  ): void {
    for (const seat of seats) person.addSeat(seat);
    if (home === 0) person.identify(0, publicId);
    else this.#identify(person, home);
  }

  /** Notes where a person is. */
  noteRooms(person: Holder): void {
    for (const seat of person.seats) {
      this.#holders.set(seat.tokenHash, person);
      this.#note(person, seat, true);
    }
  }

  /** Notes that a person has left. Their tokens still tell who they are if they ever come again. */
  noteLeft(person: Holder): void {
    for (const seat of person.seats) this.#noteSeatLeft(person, seat);
  }

  /** Takes a seat from a person who stays. Its token still tells who they are if they ever come again. */
  giveUp(person: Holder, seat: Seat): void {
    this.#noteSeatLeft(person, seat);
    person.removeSeat(seat);
  }

  /** Notes that a person has proved to be the holder of an account, or is a guest from now on. */
  noteAccess(person: Holder, account: number | undefined, credential: number | undefined): void {
    const { home } = person;
    for (const seat of person.seats) seat.access = { ...seat.access, account, credential, home };
    this.noteRooms(person);
  }

  /** Finds what the log knows of a token, if it may be theirs: not somebody else's who is in, nor of another account. */
  #known(token: string, person: Holder, access: Access): StoredMember | undefined {
    const known = this.#store.memberByToken(this.#secrets.hash(token));
    if (known === undefined || !mayBear(known.access, access)) return undefined;
    const holder = this.#holders.get(known.tokenHash);
    if (holder !== undefined && holder !== person) return undefined;
    const { account } = known.access ?? {};
    return account === undefined || account === access.account ? known : undefined;
  }

  #identify(person: Holder, home: number): void {
    person.identify(home, this.#store.publicIdOf(home));
  }

  #noteSeatLeft(person: Holder, seat: Seat): void {
    this.#holders.delete(seat.tokenHash);
    this.#note(person, seat, false);
  }

  #note({ name, memberships }: TokenHolder, { id, tokenHash, access }: Seat, isHere: boolean): void {
    const rooms = memberships.map(({ room }) => room.name);
    this.#changed.set(id, { personId: id, tokenHash, name, rooms, isHere, access });
  }
}

/** A token for somebody who wants to come in. */
export interface PreparedToken {
  readonly token: string;
  readonly tokenHash: string;
  /** Its number in the log, which knows it as theirs; `undefined` for a new one. */
  readonly personId: number | undefined;
  readonly access: Access;
}

/** A token that was given to somebody, and what it stands for. */
export interface IssuedToken {
  readonly token: string;
  readonly seat: Seat;
  /** Whether it is the one that they brought, which the log knew. */
  readonly isKnown: boolean;
}

const UNKNOWN: Access = { isSecure: false, net: "" };

function markKey(person: number, room: string): string {
  return `${person} ${room}`;
}
