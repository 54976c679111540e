/**
 * What is changed in the tables of accounts, tickets and bot tokens: said as data, so that servers of a cluster can tell
 * one another of it in one order, and decided where it is applied.
 *
 * @module
 */

import type { Role } from "../../../protocol/standing.ts";
import type { Accounts, Credential, NewCredential } from "./account.ts";
import type { Ticket, Tickets, TicketWish } from "./tickets.ts";

/** A change. `key` is the key of a name: who applies a change looks into no table of characters. */
export type TableChange =
  /** A name becomes somebody's, who proves it by this from now on. `home` as an account has it. */
  | {
    readonly do: "claim";
    readonly name: string;
    readonly key: string;
    readonly role: Role;
    readonly home: number;
    readonly proof: NewCredential;
  }
  /** One more proof, perhaps in the place of another one. */
  | { readonly do: "prove"; readonly account: number; readonly proof: NewCredential; readonly for?: number }
  | { readonly do: "forget"; readonly credential: number }
  | { readonly do: "password"; readonly account: number; readonly value: string }
  | { readonly do: "role"; readonly account: number; readonly role: Role }
  | { readonly do: "unclaim" | "reset"; readonly account: number }
  | { readonly do: "rename"; readonly account: number; readonly name: string; readonly key: string }
  | { readonly do: "seen"; readonly account: number; readonly credential: number }
  /** A ticket is made; of its token there is the hash only. */
  | { readonly do: "ticket"; readonly hash: string; readonly wish: TicketWish }
  | { readonly do: "use"; readonly hash: string }
  | { readonly do: "give-back"; readonly ticket: number }
  | { readonly do: "invited"; readonly person: number; readonly ticket: number }
  | { readonly do: "revoke"; readonly ticket: number }
  /** Tickets are forgotten that were too old at a time in ms since 1970. */
  | { readonly do: "forget-tickets"; readonly before: number }
  | { readonly do: "token"; readonly hash: string; readonly name: string; readonly key: string }
  | { readonly do: "end-token"; readonly key: string };

/** What has come of a change. */
export type ChangeOutcome =
  /** It is made. */
  | { readonly kind: "made"; readonly credential?: Credential; readonly ticket?: Ticket }
  /** It cannot be: somebody else was first, or what it is about is not there any more. */
  | { readonly kind: "refused" }
  /** It could not be stored. */
  | { readonly kind: "not-stored" };

/** Somebody who is in, and the number of the seat from which they prove who they are; 0 for none. */
export interface Prover {
  readonly publicId: string;
  readonly seat: number;
}

/** Makes changes: at once on a server that is alone, in the stream's order in a cluster. */
export interface Changes {
  /**
   * Makes a change, and calls `then` once, perhaps in a later turn. To be the last thing that a function does.
   *
   * @param by Who is in by the proof that it makes, if somebody is: they must not be without one in between; or whose rank
   *   lets them make a ticket: it is none where that was changed meanwhile.
   */
  make(change: TableChange, then: (outcome: ChangeOutcome) => void, by?: Prover): void;
}

/** The tables that are changed. */
export interface ChangedTables {
  readonly accounts: Accounts;
  /** None on a server that keeps nothing. */
  readonly tickets: Tickets | undefined;
  readonly tokens?: {
    add(hash: string, name: string, key: string, now: number): void;
    revoke(key: string, now: number): boolean;
  };
}

const MADE: ChangeOutcome = { kind: "made" };
const REFUSED: ChangeOutcome = { kind: "refused" };

/** Applies a change. @param now In ms since 1970. @throws When it cannot be stored, or somebody else was first. */
export function applyChange(tables: ChangedTables, change: TableChange, now: number): ChangeOutcome {
  const { accounts, tickets, tokens } = tables;
  switch (change.do) {
    case "claim": {
      const { name, role, home, proof, key } = change;
      return { kind: "made", credential: accounts.create({ name, role, home }, proof, now, key) };
    }
    case "prove": {
      const { account, proof, for: before } = change;
      const credential = accounts.add(account, proof, now); // First: where it is refused the other one stays.
      if (before !== undefined) accounts.forget(before);
      return { kind: "made", credential };
    }
    case "forget":
      return accounts.forget(change.credential), MADE;
    case "password":
      return { kind: "made", credential: accounts.setPassword(change.account, change.value, now) };
    case "role":
      return accounts.setRole(change.account, change.role), MADE;
    case "unclaim":
      return accounts.remove(change.account), MADE;
    case "reset":
      return accounts.reset(change.account), MADE;
    case "rename":
      return accounts.rename(change.account, change.name, change.key), MADE;
    case "seen":
      return accounts.noteUse(change.credential, change.account, now), MADE;
    case "ticket":
      return ticketMade(tickets?.add(change.hash, change.wish, now));
    case "use":
      return ticketMade(tickets?.use(change.hash, now));
    case "give-back":
      return tickets?.giveBack({ id: change.ticket }), MADE;
    case "invited":
      return tickets?.noteInvited(change.person, { id: change.ticket }), MADE;
    case "revoke":
      return tickets?.revoke(change.ticket, now) === true ? MADE : REFUSED;
    case "forget-tickets":
      return tickets?.forget(change.before), MADE;
    case "token":
      return tokens?.add(change.hash, change.name, change.key, now), MADE;
    case "end-token":
      return tokens?.revoke(change.key, now) === true ? MADE : REFUSED;
  }
}

function ticketMade(ticket: Ticket | undefined): ChangeOutcome {
  return ticket === undefined ? REFUSED : { kind: "made", ticket };
}
