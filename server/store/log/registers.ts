/**
 * What a log has of accounts, tickets, bot tokens and deeds, as far as two logs must have the same.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";

/** The columns that all servers of a cluster must have alike when it begins, by their tables. */
const ALIKE: readonly (readonly [table: string, columns: string])[] = [
  ["accounts", "id, name, role, home"],
  ["credentials", "id, account, kind, value"],
  ["tickets", "id, hash, left, revoked"],
  ["keys", "id, hash, revoked"],
  ["bans", "n, effect, marks, lifted"],
  ["modes", "room, mode"],
  ["grants", "person, room, level"],
];

/** Tells whether a log has none of it. */
export function hasNoRegisters(db: DatabaseSync): boolean {
  return ALIKE.every(([table]) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined);
}

/** Gives all of it as text: the same in copies of a log. */
export function registersOf(db: DatabaseSync): string {
  return JSON.stringify(
    ALIKE.map(([table, columns]) => db.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`).all()),
  );
}
