/**
 * Retention in the log's file: which messages are deleted.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RetentionPolicy } from "../options.ts";
import type { LogFollower } from "./follower.ts";
import type { Retention } from "./port.ts";
import type { OpenRoom, RoomTable } from "./room_table.ts";
import { count, ROOM_SPAN } from "./rows.ts";
import { inTransaction } from "./transaction.ts";

/** The most messages of a room that one call deletes. */
const TRIM_AT_ONCE = 500;

/** What is needed of the open log. */
export interface RetentionParts {
  readonly db: DatabaseSync;
  readonly rooms: RoomTable;
  readonly follower: LogFollower | undefined;
  /** Returns the number of the oldest message that a room keeps. */
  readonly first: (room: string) => number;
}

/** Deletes the oldest messages of a log, and what its follower has of them, in one transaction. */
export class SqliteRetention implements Retention {
  readonly #parts: RetentionParts;
  readonly #firstYoung: StatementSync;
  readonly #delete: StatementSync;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
    this.#firstYoung = parts.db.prepare(
      "SELECT n FROM (SELECT n, at FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?) WHERE at >= ? ORDER BY n LIMIT 1",
    );
    this.#delete = parts.db.prepare(
      "DELETE FROM messages WHERE n IN (SELECT n FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?)",
    );
  }

  trim(policy: RetentionPolicy, now: number): void {
    if (policy.kind === "forever") return;
    const { db, rooms } = this.#parts;
    inTransaction(db, "write", () => {
      for (const room of rooms.all) this.#deleteBefore(room, this.#firstKept(room, policy, now));
    });
  }

  /** Returns the key of the first message that the policy keeps. */
  #firstKept(
    { base, last }: OpenRoom,
    policy: Exclude<RetentionPolicy, { kind: "forever" }>,
    now: number,
  ): number {
    if (policy.kind === "count") return base + Math.max(0, last - policy.count) + 1;
    // Up to the first that is young enough: time may have gone back, and what is kept must have no holes.
    const young = this.#firstYoung.get(base, base + ROOM_SPAN, TRIM_AT_ONCE, now - policy.ms);
    return young === undefined ? base + ROOM_SPAN : count(young, "n");
  }

  #deleteBefore(room: OpenRoom, end: number): void {
    const { first, follower } = this.#parts;
    const { changes } = this.#delete.run(room.base, end, TRIM_AT_ONCE);
    if (Number(changes) > 0) follower?.deleted(room, room.base + first(room.name) - 1);
  }
}
