/**
 * What one server wants, as the stream has it: with the keys of names as the server computed them that proposes it, and
 * without numbers of messages and without time, which are given where it is applied.
 *
 * @module
 */

import type { FileInfo, LeaveReason, MessageId, SecondThoughts } from "../../protocol.ts";
import type { Role } from "../../protocol/standing.ts";
import type { TableChange } from "../store/accounts.ts";
import type { Spelled, StoredAccess } from "../store/log.ts";
import type { DeedRecord } from "../core/moderation.ts";

/** A name and its key, as the server computed it that proposes it: applying must not look into tables of characters. */
export type Keyed = readonly [name: string, key: string];

/** What somebody is told of somebody who goes. */
export interface GoodbyeItem {
  readonly reason: LeaveReason;
  readonly word?: string;
  readonly by?: string;
}

/** Whose it is: the person's number in the cluster, the seat that it comes from, 0 for none, and in which of its stays. */
export interface Owned {
  readonly p: number;
  readonly t: number;
  readonly y: number;
}

/** A way back in that somebody is given. */
export interface SeatItem {
  readonly hash: string;
  readonly id?: number;
  readonly access: StoredAccess;
}

/** What somebody has proved to be: the number of an account, 0 for none, and the rank where it is not the account's. */
export interface HolderItem {
  readonly id: number;
  readonly role?: Role;
  readonly proven?: true;
}

/** Something that a server wants. */
export type Item =
  | Owned & {
    readonly k: "say";
    /** The key of the room. */
    readonly r: string;
    readonly x: string;
    readonly id?: MessageId;
    readonly a?: true;
    readonly o?: true;
    /** Set where they are not in the room, and may write there all the same. */
    readonly out?: true;
    /** The numbers of messages whose texts it takes away, and why; or those whose texts come back, with these. */
    readonly del?: readonly number[];
    readonly why?: string;
    readonly back?: readonly (readonly [seq: number, text: string])[];
    /** What it is about, as `message` frames have it: an answer, a changed text, a reaction. */
    readonly about?: SecondThoughts;
    /** The file that it is about: its author's server has the bytes. */
    readonly file?: FileInfo;
    /** Set where it takes texts away, brings them back, or says what the room is about: as a deed has it. */
    readonly s?: number;
  }
  /** What a bot says; `b` is the number of its token. */
  | {
    readonly k: "post";
    readonly b: number;
    readonly f: string;
    readonly room: Keyed;
    readonly x: string;
    readonly id?: MessageId;
    readonly a?: true;
    readonly file?: FileInfo;
  }
  | {
    readonly k: "enter";
    readonly name: Keyed;
    readonly pub: string;
    readonly home: number;
    readonly seat?: SeatItem;
    readonly room?: Keyed;
    readonly as?: HolderItem;
  }
  | Owned & { readonly k: "resume"; readonly as?: HolderItem }
  /** One more connection of somebody who is in, with a seat of its own or none. */
  | Owned & { readonly k: "attach"; readonly seat?: SeatItem; readonly as: HolderItem }
  /** One of their seats, in one of its stays, is theirs no more. */
  | { readonly k: "drop"; readonly p: number; readonly t: number; readonly y: number }
  /** They have proved to be the holder of an account, by this credential. */
  | Owned & { readonly k: "as"; readonly as: HolderItem; readonly c: number }
  /** They are given a number by which they are known. */
  | Owned & { readonly k: "home" }
  /**
   * Something is changed in the tables of accounts, tickets and bot tokens. `by`: whose seat is proved by what it makes, or
   * with `s` who may make it, as a deed has that.
   */
  | { readonly k: "change"; readonly change: TableChange; readonly by?: Owned; readonly s?: number }
  | Owned & { readonly k: "rename"; readonly name: Keyed }
  | Owned & { readonly k: "join"; readonly room: Keyed }
  | Owned & { readonly k: "part"; readonly r: string; readonly bye: GoodbyeItem }
  | Owned & { readonly k: "leave"; readonly bye: GoodbyeItem }
  | { readonly k: "away"; readonly p: number; readonly why?: string }
  /**
   * Somebody in charge does something, or with no author it happens by itself. `on`: the numbers of those on whom it is; `s`:
   * up to which place of the stream its author's server had come when it found that they may. It is void where what it rests
   * on was changed since.
   */
  | {
    readonly k: "deed";
    readonly deed: DeedRecord;
    readonly by?: Owned;
    readonly on?: readonly number[];
    readonly s?: number;
    /** The key of the room in which it counts, "" for the whole server; none in turns before version 5. */
    readonly r?: string;
    /** Set where it takes the word from those whom it is on, or removes them: the key of the room, or "" for all. */
    readonly hush?: string;
    readonly out?: string;
  }
  /** A ban has lasted for as long as it was to. */
  | { readonly k: "lift"; readonly n: number }
  /** What somebody said is taken out of every file, and their name, as it is spelled in the log. */
  | { readonly k: "erase"; readonly name: string; readonly by: string; readonly spelled?: Spelled }
  /** Up to where people have read rooms. */
  | { readonly k: "read"; readonly m: readonly (readonly [p: number, room: string, seq: number])[] }
  /** A server is up; `run` is another one each time. */
  | {
    readonly k: "up";
    readonly run: string;
    readonly version: string;
    readonly addresses: readonly string[];
  }
  /** A server is not heard any more, or says that it goes: what it says from now on counts no more. */
  | { readonly k: "gone"; readonly epoch: number };

/** The items of some kinds. */
export type ItemOf<Kind extends Item["k"]> = Extract<Item, { readonly k: Kind }>;
