/**
 * The one point that messages and claims pass on their way from a person who wants something to everybody who sees it.
 * What is decided here may be decided later: this server alone decides at once, servers in a cluster when their common
 * log has told them.
 *
 * @module
 */

import type { MessageFrame, MessageId, Problem } from "../../../protocol.ts";
import type { AppendResult, Draft, StoredAccess } from "../../store/log.ts";
import type { AccountRole } from "../../store/accounts.ts";
import type { Departure, Room } from "./room.ts";

/** Learns the outcome of a message. */
export interface Author {
  /** Learns that the log has the message, as this; or had it before. */
  stored(message: MessageFrame): void;
  /** Learns that the message is not kept. Each is either stored or refused, once. */
  refused(problem: Problem, id?: MessageId): void;
}

/** A message on its way into the log, with its place among the room's waiting events. */
export interface Post {
  readonly author: Author;
  readonly room: Room;
  readonly place: number;
  readonly draft: Draft;
}

/** A person as a ruling knows them. */
export interface Claimant {
  /** Their number in a cluster, as long as they are in; nobody has one outside of clusters. */
  ref?: number | undefined;
  /** Their number in the log, 0 for somebody without a token. */
  readonly id: number;
  readonly name: string;
  /** Whether they are in, perhaps without a connection. */
  readonly isHere: boolean;
  /**
   * Counts how often one of their seats, by its number, was taken again by a new connection; without a number, any of
   * them. What was claimed before that means nothing any more.
   */
  stayOf(seat: number | undefined): number;
  /** Tells whether they are in a room, by its name. */
  isIn(room: string): boolean;
}

/** The way back in that somebody is to be given who comes in. */
export interface WantedSeat {
  readonly tokenHash: string;
  /** The number of the token that they brought, where the log knows it as theirs; else a new one is given. */
  readonly personId: number | undefined;
  readonly access: StoredAccess;
}

/** Who somebody is to be who comes in. */
export interface Entrance {
  /** None for somebody who is given no way back in. */
  readonly seat: WantedSeat | undefined;
  /** The number under which everybody knows them, 0 where it is that of their seat, or none. */
  readonly home: number;
  /** The id by which everybody knows somebody without a number. */
  readonly publicId: string;
  /** The room that they enter first; none for somebody who wants none. */
  readonly room: string | undefined;
  /** What they have proved to be; nothing for a guest. */
  readonly as: AccountRole | undefined;
}

/** What others are told of somebody who goes. */
export type Goodbye = Omit<Departure, "at">;

/** As much of a {@linkcode Wish} as the ruling is about. */
export type Question =
  | { readonly kind: "enter" | "rename"; readonly key: string }
  | { readonly kind: "join" | "part"; readonly room: string }
  | { readonly kind: "resume" | "leave" | "attach" | "drop" | "as" | "home" };

/** What a person wants to be or do. Names are valid; `key` is the name's `nameKey`. */
export type Wish =
  /** To come in under a name. */
  | { readonly kind: "enter"; readonly name: string; readonly key: string; readonly entrance: Entrance }
  /** To go on with a new connection: that of one of their seats, by its number. `as`: what they have proved to be since. */
  | { readonly kind: "resume"; readonly takes: number; readonly as: AccountRole | undefined }
  /** To have one more connection, with a seat of its own or none. */
  | { readonly kind: "attach"; readonly with: WantedSeat | undefined; readonly as: AccountRole }
  /** To give up one of their seats, by its number, in one of its stays. */
  | { readonly kind: "drop"; readonly gives: number; readonly of: number }
  /** To be the holder of an account from now on. */
  | { readonly kind: "as"; readonly as: AccountRole; readonly credential: number }
  /** To have a number by which they are known. */
  | { readonly kind: "home" }
  /** To be called something else. */
  | { readonly kind: "rename"; readonly name: string; readonly key: string }
  | { readonly kind: "join"; readonly room: string }
  | { readonly kind: "part"; readonly room: string; readonly goodbye: Goodbye }
  /** To be no member any more. */
  | { readonly kind: "leave"; readonly goodbye: Goodbye };

/** A wish on which everybody must agree, whose it is, from which of their seats, if from one, and in which of its stays. */
export type Claim<Wanted extends Question = Wish> = Wanted & {
  readonly by: Claimant;
  readonly seat: number | undefined;
  readonly stay: number;
};

/** The decision on a claim. `taken`: somebody else has the name. `void`: it means nothing any more. */
export type Ruling = "granted" | "taken" | "void";

/**
 * Learns what was decided.
 *
 * @param personId The number that somebody is given, of a seat or their own, where it was given with the ruling.
 */
export type Decided = (ruling: Ruling, personId?: number) => void;

/** Puts messages and claims into their one order. */
export interface Sequencer {
  /** Whether a message waits for {@linkcode commit}. */
  readonly isWaiting: boolean;
  /** Takes a message, to be stored by a {@linkcode commit}. */
  say(author: Author, room: Room, draft: Draft): void;
  /**
   * Takes a claim and calls `decided` once: before this returns, or inside a later {@linkcode commit}, in the order of
   * all messages and claims. To be the last thing that a function does.
   */
  claim(claim: Claim, decided: Decided): void;
  /**
   * Stores what can be stored now; `settle` is called once for each message, without a result where it cannot be kept.
   *
   * @returns Whether there was anything to store.
   */
  commit(settle: (post: Post, result: AppendResult | undefined) => void): boolean;
}
