/**
 * Retention in the log's file: which messages are deleted, a few at a time.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RetentionPolicy } from "../../machine/options.ts";
import type { ForgottenTable } from "./forgotten.ts";
import type { OldestMessage, Retention } from "./port.ts";
import type { OpenRoom, RoomTable } from "./room_table.ts";
import { count, ROOM_SPAN } from "./rows.ts";
import { inTransaction } from "./transaction.ts";

/** The most messages that one call deletes, and the most rooms that it looks at: well below a millisecond. */
const DELETED_AT_ONCE = 50;
const ROOMS_AT_ONCE = 25;

/** Keys of a room's oldest messages that are to be deleted, both included. */
interface Expired {
  readonly low: number;
  readonly high: number;
}

/** Deletes the oldest messages of a log, and notes with each deletion that the index must forget them. */
export class SqliteRetention implements Retention {
  readonly #db: DatabaseSync;
  readonly #rooms: RoomTable;
  readonly #forgotten: ForgottenTable;
  readonly #oldest: StatementSync;
  readonly #delete: StatementSync;
  /** The rooms that are still to be looked at in this round. */
  #left: OpenRoom[] = [];

  constructor(db: DatabaseSync, rooms: RoomTable, forgotten: ForgottenTable) {
    this.#db = db;
    this.#rooms = rooms;
    this.#forgotten = forgotten;
    this.#oldest = db.prepare("SELECT n, at FROM messages WHERE n > ? AND n < ? ORDER BY n LIMIT ?");
    this.#delete = db.prepare("DELETE FROM messages WHERE n >= ? AND n <= ?");
  }

  oldestFrom(from: number, since: number): OldestMessage {
    const rooms = [...this.#rooms.all];
    const times = rooms.slice(from, from + ROOMS_AT_ONCE).flatMap(({ base }) =>
      this.#read(base, base + ROOM_SPAN, 1).map(({ at }) => at)
    );
    const next = from + ROOMS_AT_ONCE;
    return { ...earliest(times, since), next: next < rooms.length ? next : undefined };
  }

  trim(policy: RetentionPolicy, now: number): boolean {
    if (policy.kind === "forever") return false;
    if (this.#left.length === 0) this.#left = [...this.#rooms.all];
    const some = this.#left.slice(0, ROOMS_AT_ONCE);
    for (const [index, room] of some.entries()) {
      const expired = this.#expired(room, policy, now);
      if (expired === undefined) continue;
      inTransaction(this.#db, "write", () => {
        this.#delete.run(expired.low, expired.high);
        this.#forgotten.add(expired.low, expired.high);
      });
      this.#left.splice(0, index); // The same room again, as it may have more.
      return true;
    }
    this.#left.splice(0, some.length);
    return this.#left.length > 0;
  }

  /** Finds the first of a room's messages that the policy does not keep; `undefined` when it keeps all. */
  #expired(
    { base, last }: OpenRoom,
    policy: Exclude<RetentionPolicy, { kind: "forever" }>,
    now: number,
  ): Expired | undefined {
    const end = policy.kind === "count" ? base + Math.max(0, last - policy.count) + 1 : base + ROOM_SPAN;
    // Up to the first that is young enough: time may have gone back, and what is kept must have no holes.
    const isKept = ({ at }: { readonly at: number }): boolean =>
      policy.kind === "age" && at >= now - policy.ms;
    // Most rooms have none: their oldest message is looked at before others are read.
    const [first] = this.#read(base, end, 1);
    if (first === undefined || isKept(first)) return undefined;
    const oldest = this.#read(base, end, DELETED_AT_ONCE);
    const kept = oldest.findIndex(isKept);
    const newest = (kept === -1 ? oldest : oldest.slice(0, kept)).at(-1) ?? first;
    return { low: first.n, high: newest.n };
  }

  #read(base: number, end: number, limit: number): readonly { readonly n: number; readonly at: number }[] {
    return this.#oldest.all(base, end, limit).map((row) => ({ n: count(row, "n"), at: count(row, "at") }));
  }
}

/** Finds the earliest of some times, but for those before `since`. */
export function earliest(times: readonly number[], since: number): Pick<OldestMessage, "at"> {
  const believed = times.filter((at) => at >= since);
  return { at: believed.length === 0 ? undefined : Math.min(...believed) };
}
