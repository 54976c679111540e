/**
 * Tickets: one-time tokens that let somebody in, or do something for an account.
 *
 * @module
 */

/**
 * What a ticket does: lets in where entry is closed (`entry`), adds a key to an account (`device`; `recovery`, when its
 * last key is lost), or makes somebody owner or moderator (`owner`, `moderator`; `here`: owner, on the server's
 * own machine only).
 */
export type TicketKind = "entry" | "device" | "recovery" | "owner" | "moderator" | "here";

/** Every {@linkcode TicketKind}. */
export const TICKET_KINDS = [
  "entry",
  "device",
  "recovery",
  "owner",
  "moderator",
  "here",
] as const satisfies readonly TicketKind[];

/** What a ticket is to be. Times in ms since 1970. */
export interface TicketWish {
  /** What it does. */
  readonly kind: TicketKind;
  /** The room that its holder enters first; any other without it. */
  readonly room?: string | undefined;
  /** The number of the account that it is about. */
  readonly account?: number | undefined;
  /** The only name under which it is good, by its key; any without it. */
  readonly name?: string | undefined;
  /** The role that its holder's account gets. */
  readonly role?: string | undefined;
  /** How often it can be used, from 1 up. */
  readonly uses: number;
  /** From when on it is too old. */
  readonly expires: number;
  /** Whose invitation it is, for the list; nobody's for one made on the server's machine. */
  readonly madeBy?: string | undefined;
}

/** A ticket that was made, without its token. */
export interface Ticket extends TicketWish {
  /** Its number, which no other ticket ever gets. */
  readonly id: number;
  /** How often it can still be used. */
  readonly left: number;
  /** When it was made. */
  readonly created: number;
}

/** The tickets of a server: what another process makes or revokes counts at once. `now` is in ms since 1970. */
export interface Tickets {
  /** Makes a ticket of whose token only the hash is kept; `undefined` when there are too many. */
  add(hash: string, wish: TicketWish, now: number): Ticket | undefined;
  /** Finds a ticket that is good now, without using it. */
  find(token: string, now: number): Ticket | undefined;
  /**
   * Uses a ticket once, by the hash of its token; `undefined` when it is not good (any more). However many do so at once, it is
   * used as often as it can be.
   */
  use(hash: string, now: number): Ticket | undefined;
  /** Gives back a use that led to nothing. */
  giveBack(ticket: Pick<Ticket, "id">): void;
  /** Notes that a person, by their number in the log, came in by a ticket. */
  noteInvited(person: number, ticket: Pick<Ticket, "id">): void;
  /** Whether a person once came in by a ticket that has not been revoked since, however old it is by now. */
  isInvited(person: number): boolean;
  /** When the first ticket is too old that can be forgotten then; `undefined` when there is none. */
  readonly firstExpires: number | undefined;
  /** Forgets the tickets that were too old at a time: those by which nobody has come in, or that were revoked. */
  forget(before: number): void;
  /** Lists the tickets that are good now, the oldest first. */
  list(now: number): readonly Ticket[];
  /** Revokes a ticket by its number; `false` when none that is good or was used has it. */
  revoke(id: number, now: number): boolean;
}

/** The tickets of a server, for those who only look. */
export type KnownTickets = Pick<Tickets, "find" | "isInvited" | "list">;
