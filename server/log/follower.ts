/**
 * The port for what keeps something of its own about the messages in the log's file, as the index for searching does.
 * The log knows nothing of it but this.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";

/** A room of an open log, as its follower sees it: one object for as long as the log is open. */
export interface FollowedRoom {
  /** Its messages have the keys `base + seq` in the table of messages. */
  readonly base: number;
  /** The number of its last message. */
  readonly last: number;
}

/** The open file of a log. */
export interface LogFile {
  readonly db: DatabaseSync;
  readonly rooms: () => Iterable<FollowedRoom>;
}

/** Follows what the log stores and deletes. */
export interface LogFollower {
  /** Called after a commit that added messages to a room. Must not throw: the messages are stored. */
  appended(room: FollowedRoom, messages: number): void;
  /** Called in the transaction that deletes a room's messages up to the key `n`. */
  deleted(room: FollowedRoom, n: number): void;
}

/** Makes the follower of a log that is being opened. */
export type OpenFollower = (file: LogFile) => LogFollower;
