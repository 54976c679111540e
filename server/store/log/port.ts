/**
 * The ports of the log: messages, members, retention, notes for the index, and the one transaction a turn over all of them.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { FileInfo, MessageFrame, MessageId, Topic } from "../../../protocol.ts";
import type { RetentionPolicy } from "../../machine/options.ts";
import type { Reactor } from "./reactions.ts";
import type { Erasure, ErasureWish } from "./erasure_port.ts";
import type { Wish } from "./wishes.ts";
import type { DeedWrite, ModerationStore } from "./moderation_port.ts";

/** A message without a number yet. */
export interface Draft
  extends
    Omit<MessageFrame, "seq" | "past" | "id" | "action" | "topic" | "redacted" | "edited" | "reactions"> {
  readonly id: MessageId | undefined;
  readonly action: true | undefined;
  readonly topic: true | undefined;
  /** The author's {@linkcode StoredMember.personId}; 0 for somebody without a token, below 0 for a bot. */
  readonly personId: number;
  /** Why it takes texts away; who is told of that is told beside it. */
  readonly why?: string;
  /** The texts that come back: of messages that were redacted a moment ago, by their numbers. */
  readonly restores?: ReadonlyMap<number, string>;
}

/** The outcome of a draft. A repeat has the author and `id` of a message that is stored already: nothing new to show. */
export interface AppendResult {
  readonly message: MessageFrame;
  readonly isRepeat: boolean;
}

/** What is known of a resume token: over what connection it was given, and to whom. */
export interface StoredAccess {
  /** Whether nobody on the way could read along. */
  readonly isSecure: boolean;
  /** The address key of the connection; empty where it is not known. */
  readonly net: string;
  /** The number of the account whose holder they had proved to be, if any, and of the credential that proved it. */
  readonly account?: number | undefined;
  readonly credential?: number | undefined;
  /** The number of the person by whose id everybody knows them, where that is another one than the token's own. */
  readonly home?: number | undefined;
}

/** A person with a resume token, and where they were when last seen. */
export interface StoredMember {
  readonly personId: number;
  /** A hash, never the token itself: reading the log must not let anybody resume as somebody else. */
  readonly tokenHash: string;
  readonly name: string;
  /** The rooms that they are in, in the order in which they entered them. */
  readonly rooms: readonly string[];
  /** Whether they are in, perhaps with a connection that is broken for the moment. */
  readonly isHere: boolean;
  /** What is known of the token; nothing of one that an earlier version gave. */
  readonly access?: StoredAccess | undefined;
}

/** A person has read a room up to this number. */
export interface ReadMark {
  readonly personId: number;
  readonly room: string;
  readonly seq: number;
}

/** A room that has, or had, messages. */
export interface StoredRoom {
  readonly name: string;
  /** The number of the oldest message that is kept; `last + 1` when none is. */
  readonly first: number;
  /** The number of the last message. */
  readonly last: number;
  readonly topic: Topic | undefined;
}

/** A deed that waits to be stored. */
export interface PendingDeed {
  readonly write: DeedWrite;
  /** Called once, when it is stored or cannot be. */
  settle(isStored: boolean): void;
}

/** What people in charge did in a turn. */
export interface DeedSource {
  readonly hasDeeds: boolean;
  /** Returns the deeds that wait, which wait no more. */
  takeDeeds(): readonly PendingDeed[];
}

/** All that one turn writes. */
export interface TurnWrites {
  readonly drafts: readonly Draft[];
  /** New and changed members, as they are now. */
  readonly members: readonly StoredMember[];
  /** New read marks; one that is behind the stored one changes nothing. */
  readonly readMarks: readonly ReadMark[];
  /** What people in charge did. */
  readonly deeds?: readonly DeedWrite[];
  /** Writes into tables of the log's file that are other parts' own; only a log in a file has those. */
  readonly beside?: ((db: DatabaseSync) => void) | undefined;
  /** What a cluster keeps with it, made of what became of the drafts; a server that is alone keeps nothing. */
  readonly facts?: (results: readonly AppendResult[]) => FactChanges;
}

/** Changes of what a cluster keeps in the log: texts by their keys, `undefined` for those that are kept no more. */
export type FactChanges = ReadonlyMap<string, string | undefined>;

/** What a cluster keeps in the log. */
export interface FactStore {
  /** Returns all of it; nothing in a log that no cluster has had. */
  facts(): ReadonlyMap<string, string>;
  /** Whether nothing was ever said here, nobody was in, and nothing was decided. */
  readonly isEmpty: boolean;
  /** What it has of accounts, tickets, bot tokens and deeds: the same in copies of it. */
  readonly registers: string;
  /** The secret from which the ids are made by which everybody knows persons: the servers of a cluster have the same. */
  personSecret: Uint8Array;
  /** Lists what commands on this machine want of the cluster and have no answer to yet. */
  wishes(): readonly Wish[];
  /** Forgets what waits. */
  forgetWishes(): void;
  /** Answers a wish. */
  answerWish(id: number, answer: string): void;
  /**
   * Takes what somebody said out of the log. @returns What takes out their name, to be run within the transaction of a turn;
   * nothing for somebody who is in: what runs knows their name, and would write it again.
   */
  erase(wish: Omit<ErasureWish, "isTrial">): (() => Erasure) | undefined;
  /** Ends it: the log is a single server's again. */
  dropFacts(): void;
}

/** Which of a room's messages to read: the first `limit` after a number, or the last `limit` before one. */
export type MessageRange =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number };

/** Reads the messages of rooms. */
export interface MessageLog {
  /** Lists the rooms in which something was ever said. */
  rooms(): readonly StoredRoom[];
  /** Returns a room's topic, if it has one. */
  topic(room: string): Topic | undefined;
  /** Returns the number of the room's last message, 0 when there never was one. */
  last(room: string): number;
  /** Returns the number of the oldest message that is kept, `last + 1` when none is. */
  first(room: string): number;
  /** Returns the number of a message's author, as {@linkcode Draft.personId}; `undefined` where it is not kept. */
  personOf(room: string, seq: number): number | undefined;
  /** Tells whether somebody has reacted to a message with an emoji; they have a number as {@linkcode Draft.personId}, and a name. */
  hasReacted(room: string, seq: number, emoji: string, who: Reactor): boolean;
  /** Reads kept messages of a room in the order of their numbers. */
  read(room: string, range: MessageRange): readonly MessageFrame[];
}

/** Reads members and how far they have read. */
export interface MemberStore {
  /** Returns a number that no person has had. */
  newPersonId(): number;
  /** Returns the id by which everybody knows the person with this number; for 0, one that nobody ever has again. */
  publicIdOf(personId: number): string;
  /** Finds the member with a token, also one who left long ago. */
  memberByToken(tokenHash: string): StoredMember | undefined;
  /**
   * Lists the members who were in when the server was last up, if that is at most `within` milliseconds ago or the
   * clock has been set back since; else marks all as gone and returns none.
   */
  presentMembers(now: number, within: number): readonly StoredMember[];
  /** Notes that the server is up, for {@linkcode presentMembers}. */
  noteAlive(now: number): void;
  /** Returns up to which number a person has read each room in which they have read anything. */
  readMarksOf(personId: number): ReadonlyMap<string, number>;
}

/** Deletes messages that need not be kept any more. */
export interface Retention {
  /**
   * Deletes some of the messages that the policy does not keep, few enough to take less than a millisecond.
   *
   * @returns Whether there may be more to do: another call goes on. `false` once all rooms have been looked at.
   */
  trim(policy: RetentionPolicy, now: number): boolean;
  /**
   * Finds the time of the oldest message in some of the rooms, few enough to take less than a millisecond.
   *
   * @param from How many rooms were looked at before.
   * @param since Messages that are older were said by a clock that was not set.
   */
  oldestFrom(from: number, since: number): OldestMessage;
}

/** What was found of the oldest message. */
export interface OldestMessage {
  /** Its time, in ms since 1970; `undefined` when these rooms have none. */
  readonly at: number | undefined;
  /** From where on to look next; `undefined` after the last room. */
  readonly next: number | undefined;
}

/** The notes about what the index must still forget, each written with what takes the words out of the log. */
export interface IndexNotes {
  /** Deletes some of the notes up to this number, as the index has carried them out; `true` when there are more of them. */
  settleForgotten(upTo: number): boolean;
}

/** A file that is kept, and the message that it belongs to. */
export interface StoredFile extends FileInfo {
  readonly room: string;
  readonly seq: number;
}

/** Which files messages name. */
export interface FileStore {
  /** Finds a file by its id. */
  find(id: string): StoredFile | undefined;
  /** Finds the file of a message; the last one of the room without a number. */
  fileOf(room: string, seq: number | undefined): StoredFile | undefined;
  /** Tells whether a message names what has this hash. */
  isNamed(hash: string): boolean;
  /** Returns when the oldest file was sent, in ms since 1970; `undefined` when there is none. */
  readonly oldest: number | undefined;
  /** Forgets some of the files that were sent before a time, in ms since 1970, the oldest first. */
  expire(before: number): void;
  /** Lists some of the hashes that no message names any more, whose bytes are to be removed. */
  unnamed(): readonly string[];
  /** Notes that the bytes with these hashes are gone. */
  settle(hashes: readonly string[]): void;
}

/** Writes turns. */
export interface TurnStore {
  /**
   * Writes a turn in one transaction, all of it or nothing, and returns the outcome of each draft in order. What it
   * returns is stored and may be shown.
   *
   * @throws When the turn cannot be stored; then messages, members, read marks and numbers are as they were.
   */
  commit(turn: TurnWrites): readonly AppendResult[];
}

/** The log of one server: all of its ports over one store. */
export interface ServerLog extends MessageLog, MemberStore, Retention, IndexNotes, TurnStore {
  /** What people in charge have done. */
  readonly moderation: ModerationStore;
  /** Which files messages name; none where no files are kept. */
  readonly files: FileStore | undefined;
  /** Tells whether a message would be stored now, as far as is known: by the last write, and by where the file is. */
  canStore(): boolean;
  /** Writes what is left to write, and closes the file. */
  close(): void;
}
