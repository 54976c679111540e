/**
 * Bans, ranks, modes, reports and the audit in the log's file.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DEEDS } from "../../../protocol/deeds.ts";
import { isOneOf, isText } from "../../../protocol/fields.ts";
import {
  BAN_EFFECTS,
  type DeedWrite,
  GRANT_LEVELS,
  type Mark,
  MARK_KINDS,
  type ModerationStore,
  type StoredAuditEntry,
  type StoredBan,
  type StoredGrant,
  type StoredMode,
  type StoredReport,
} from "./moderation_port.ts";
import { count, type Row, text } from "./rows.ts";

/** {@linkcode ModerationStore} in a file. Its caller opens and ends transactions. */
export class ModerationTable implements ModerationStore {
  readonly #db: DatabaseSync;
  readonly #addBan: StatementSync;
  readonly #lift: StatementSync;
  readonly #grant: StatementSync;
  readonly #ungrant: StatementSync;
  readonly #setMode: StatementSync;
  readonly #dropMode: StatementSync;
  readonly #setRole: StatementSync;
  readonly #report: StatementSync;
  readonly #audit: StatementSync;
  readonly #version: StatementSync;
  readonly #sum: StatementSync;
  #seenVersion: unknown;
  /** How many bans are in force and the sum of their numbers, as this process knows them: what it writes itself is counted. */
  #known: { count: number; sum: number };

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#addBan = db.prepare(
      "INSERT INTO bans (n, effect, room, subject, marks, why, by, by_key, at, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    this.#lift = db.prepare("UPDATE bans SET lifted = ? WHERE n = ? AND lifted IS NULL");
    this.#grant = db.prepare(
      "INSERT INTO grants (person, room, level) VALUES (?, ?, ?) ON CONFLICT (person, room) DO UPDATE SET level = excluded.level",
    );
    this.#ungrant = db.prepare("DELETE FROM grants WHERE person = ? AND room = ?");
    this.#setMode = db.prepare(
      "INSERT INTO modes (room, mode) VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET mode = excluded.mode",
    );
    this.#dropMode = db.prepare("DELETE FROM modes WHERE room = ?");
    this.#setRole = db.prepare("UPDATE accounts SET role = ? WHERE id = ?");
    this.#report = db.prepare(
      "INSERT INTO reports (n, at, by, room, subject, seq, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    this.#audit = db.prepare("INSERT INTO audit (at, by, do, room, subject, why) VALUES (?, ?, ?, ?, ?, ?)");
    this.#version = db.prepare("PRAGMA data_version");
    this.#sum = db.prepare(
      "SELECT count(*) AS count, coalesce(sum(n), 0) AS sum FROM bans WHERE lifted IS NULL AND room IS coalesce(?, room)",
    );
    this.#known = this.#inForce();
    this.#seenVersion = this.#version.get()?.data_version;
  }

  /** Writes a deed. */
  write({ audit, ban, lifted, grant, ungrant, mode, role, report, forgotten }: DeedWrite): void {
    if (forgotten !== undefined) this.#forget(forgotten);
    if (ban !== undefined) this.#putBan(ban);
    if (lifted !== undefined && this.#lift.run(lifted.at, lifted.n).changes > 0) {
      this.#count(-1, -lifted.n);
    }
    if (grant !== undefined) this.#grant.run(grant.person, grant.room, grant.level);
    if (ungrant !== undefined) this.#ungrant.run(ungrant.person, ungrant.room);
    if (mode?.mode === "{}") this.#dropMode.run(mode.room);
    else if (mode !== undefined) this.#setMode.run(mode.room, mode.mode);
    if (role !== undefined) this.#setRole.run(role.role, role.account);
    if (report !== undefined) {
      const { n, at, by, room, subject, seq, why } = report;
      this.#report.run(n, at, by, room ?? null, subject, seq ?? null, why);
    }
    if (audit === undefined) return;
    this.#audit.run(audit.at, audit.by, audit.do, audit.room ?? null, audit.subject, audit.why);
  }

  bans(): readonly StoredBan[] {
    return this.#db.prepare(`SELECT ${BAN} FROM bans WHERE lifted IS NULL ORDER BY n`).all().map(banOf);
  }

  newBanNumber(): number {
    return this.#next("bans");
  }

  grants(): readonly StoredGrant[] {
    return this.#db.prepare("SELECT * FROM grants").all().map((row) => ({
      person: text(row, "person"),
      room: text(row, "room"),
      level: oneOf(GRANT_LEVELS, row, "level"),
    }));
  }

  modes(): readonly StoredMode[] {
    return this.#db.prepare("SELECT * FROM modes").all().map((row) => ({
      room: text(row, "room"),
      mode: text(row, "mode"),
    }));
  }

  reports(limit: number): readonly StoredReport[] {
    return this.#db.prepare("SELECT * FROM reports ORDER BY n DESC LIMIT ?").all(limit).map((row) => ({
      n: count(row, "n"),
      at: count(row, "at"),
      by: text(row, "by"),
      room: optionalText(row, "room"),
      subject: text(row, "subject"),
      seq: optionalCount(row, "seq"),
      why: text(row, "why"),
    }));
  }

  newReportNumber(): number {
    return this.#next("reports");
  }

  audit(since: number, limit: number): readonly StoredAuditEntry[] {
    const rows = this.#db.prepare("SELECT * FROM audit WHERE at >= ? ORDER BY n DESC LIMIT ?").all(
      since,
      limit,
    );
    const oldest = rows.reduce((least, row) => Math.min(least, count(row, "at")), Number.MAX_SAFE_INTEGER);
    const ends = this.#ends(oldest); // Of those few alone that are told of: there may be many bans since.
    return rows.map((row) => ({
      n: count(row, "n"),
      at: count(row, "at"),
      by: text(row, "by"),
      do: oneOf(DEEDS, row, "do"),
      room: optionalText(row, "room"),
      subject: text(row, "subject"),
      why: text(row, "why"),
      until: ends.get(keyOf(row, "do")),
    }));
  }

  /** Until when the bans were to last that were made since a time: an entry of the audit is of the same moment and subject. */
  #ends(since: number): ReadonlyMap<string, number> {
    const rows = this.#db.prepare(`SELECT ${BAN} FROM bans WHERE at >= ? AND until IS NOT NULL`).all(since);
    return new Map(rows.map((row) => [keyOf(row, "effect"), count(row, "until")]));
  }

  forgetAddresses(before: number): void {
    const isAddress = (column: string): string => `(${column} GLOB '*.*.*.*' OR ${column} GLOB '*:*')`;
    this.#db.prepare(`UPDATE audit SET subject = '-' WHERE at < ? AND ${isAddress("subject")}`).run(before);
    this.#db.prepare("DELETE FROM bans WHERE at < ? AND lifted IS NOT NULL").run(before);
  }

  hasForeignChanges(): boolean {
    const version = this.#version.get()?.data_version;
    if (version === this.#seenVersion) return false;
    this.#seenVersion = version;
    const { count, sum } = this.#inForce(); // Others write much besides bans, which may be many.
    const isChanged = count !== this.#known.count || sum !== this.#known.sum;
    this.#known = { count, sum };
    return isChanged;
  }

  /** Reads how many bans are in force and the sum of their numbers. @param room Of one room only. */
  #inForce(room?: string): { readonly count: number; readonly sum: number } {
    const row = this.#sum.get(room ?? null) ?? {};
    return { count: count(row, "count"), sum: count(row, "sum") };
  }

  #count(more: number, sum: number): void {
    this.#known = { count: this.#known.count + more, sum: this.#known.sum + sum };
  }

  #putBan({ n, effect, room, subject, marks, why, by, byKey, at, until }: StoredBan): void {
    const written = JSON.stringify(marks.map(({ kind, value }) => [kind, value]));
    this.#addBan.run(n, effect, room ?? null, subject, written, why, by, byKey, at, until ?? null);
    this.#count(1, n);
  }

  #forget(room: string): void {
    const { count, sum } = this.#inForce(room);
    this.#count(-count, -sum);
    for (const table of ["grants", "modes", "bans"]) {
      this.#db.prepare(`DELETE FROM ${table} WHERE room = ?`).run(room);
    }
  }

  #next(table: "bans" | "reports"): number {
    return count(
      this.#db.prepare(`SELECT coalesce(max(n), 0) + 1 AS next FROM ${table}`).get() ?? {},
      "next",
    );
  }
}

/** Reads a row of the table of bans. @throws When it is not one of ours. */
export function banOf(row: Row): StoredBan {
  return {
    n: count(row, "n"),
    effect: oneOf(BAN_EFFECTS, row, "effect"),
    room: optionalText(row, "room"),
    subject: text(row, "subject"),
    marks: marksOf(text(row, "marks")),
    why: text(row, "why"),
    by: text(row, "by"),
    byKey: text(row, "by_key"),
    at: count(row, "at"),
    until: optionalCount(row, "until"),
  };
}

function marksOf(written: string): readonly Mark[] {
  const pairs: unknown = JSON.parse(written);
  if (!Array.isArray(pairs)) throw new Error("A ban has no marks.");
  return pairs.map((pair: unknown) => {
    const [kind, value] = Array.isArray(pair) ? pair : [];
    if (!isOneOf(MARK_KINDS, kind) || !isText(value)) throw new Error("A ban has a mark of no known kind.");
    return { kind, value };
  });
}

function oneOf<Choice extends string>(choices: readonly Choice[], row: Row, column: string): Choice {
  const value = row[column];
  if (!isOneOf(choices, value)) throw new Error(`The column ${column} has none of its words.`);
  return value;
}

function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

function optionalCount(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : count(row, column);
}

/** The columns of a ban. One that was to last longer than numbers go in JavaScript could not be read, nor the log be opened. */
const BAN =
  `n, effect, room, subject, marks, why, by, by_key, at, min(until, ${Number.MAX_SAFE_INTEGER}) AS until`;

/** Makes what an entry of the audit and the ban that it tells of have in common. */
function keyOf(row: Row, column: "do" | "effect"): string {
  return JSON.stringify([row.at, row.by, row[column], row.room, row.subject]);
}
