/**
 * What a person types after `/search`, understood. Pure.
 *
 * @module
 */

import { type ClockOffset, isYear, momentOf, parseDate } from "./dates.ts";
import { MAX_CONTEXT, QUERY_CHARS } from "./limits.ts";
import { nameKey, parseRoom } from "./names.ts";
import type { QueryFault } from "./problem.ts";
import { countChars } from "./text.ts";

/** Words to look for: a message must have all of a query's terms. */
export interface Term {
  /** As it was typed, without quotes. It has a letter, a digit or a pictogram in it. */
  readonly text: string;
  /** Whether it was quoted: then its words stand next to each other, each as it is. */
  readonly isPhrase: boolean;
}

/** A query that can be answered. It has a term or a `from` at least. */
export interface Query {
  /** What a message must have, all of them. */
  readonly terms: readonly Term[];
  /** Only these rooms, as `parseRoom` writes them; all of one's own when there is none. */
  readonly rooms: readonly string[];
  /** Only messages of one of these people, by their `nameKey`; anyone's when there is none. */
  readonly from: readonly string[];
  /** Only messages before this moment, in ms since 1970. */
  readonly before?: number;
  /** Only messages from this moment on, in ms since 1970. */
  readonly after?: number;
  /** How many messages around each hit are wanted, too. */
  readonly context: number;
}

/** A query, or what is wrong with it and the part that is. */
export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly why: QueryFault; readonly given: string };

/** What a query is read against. */
export interface QueryContext {
  /** The time, in ms since 1970. */
  readonly now: number;
  /** How far the searcher's clock is ahead of UTC at a moment: dates are days on that clock. */
  readonly offset: ClockOffset;
}

/** The filters by all the names that they have. */
const FILTERS: ReadonlyMap<string, "in" | "from" | "before" | "after"> = new Map([
  ["in", "in"],
  ["from", "from"],
  ["da", "from"],
  ["before", "before"],
  ["prima", "before"],
  ["after", "after"],
  ["dopo", "after"],
]);

/** A part of a query: an open quotation has no end; a filter's value may be quoted, too. */
const PART = /(?:([a-z]+):)?(?:(["“”„])((?:\\.|[^\\"“”„])*)(["“”„])?)|\S+/giuy;

const SEARCHABLE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE,
  h: 60 * MINUTE,
  d: 1_440 * MINUTE,
  w: 7 * 1_440 * MINUTE,
};

/** What is wrong with a query, thrown where it is found and caught by {@linkcode parseQuery}. */
class Faulty extends Error {
  readonly why: QueryFault;
  readonly given: string;

  constructor(why: QueryFault, given: string) {
    super(why);
    this.why = why;
    this.given = given;
  }
}

/** What is known of a query before all of it is read. */
interface Draft {
  readonly terms: Term[];
  readonly rooms: Set<string>;
  readonly from: Set<string>;
  before: number;
  after: number;
  context: number;
}

/** Reads a query. Nothing of it ever becomes SQL: what it gives are words, names and numbers. */
export function parseQuery(written: string, context: QueryContext): ParsedQuery {
  try {
    return { ok: true, query: read(written, context) };
  } catch (error) {
    if (error instanceof Faulty) return { ok: false, why: error.why, given: error.given };
    throw error;
  }
}

function read(written: string, light: QueryContext): Query {
  if (countChars(written) > QUERY_CHARS) throw new Faulty("long", "");
  const draft: Draft = {
    terms: [],
    rooms: new Set(),
    from: new Set(),
    before: Infinity,
    after: -Infinity,
    context: 0,
  };
  const parts = partsOf(written);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? "";
    if (typeof part !== "string") {
      draft.terms.push(part);
    } else if (/^-c\d*$/i.test(part)) {
      const next = parts[i + 1];
      const isApart = part.length === 2 && typeof next === "string";
      draft.context = readContext(isApart ? next : part.slice(2), part);
      if (isApart) i++;
    } else if (!readFilter(part, draft, light)) {
      draft.terms.push({ text: part, isPhrase: false });
    }
  }
  const { before, after, context } = draft;
  const terms = draft.terms.filter(({ text }) => SEARCHABLE.test(text));
  if (terms.length === 0 && draft.from.size === 0) throw new Faulty("empty", written.trim());
  return {
    terms,
    rooms: [...draft.rooms],
    from: [...draft.from],
    ...(before !== Infinity && { before }),
    ...(after !== -Infinity && { after }),
    context,
  };
}

/** Splits a query into the parts between spaces; what is quoted is one of them, as a phrase, or with its quotes taken off behind a filter. */
function partsOf(written: string): readonly (string | Term)[] {
  const parts: (string | Term)[] = [];
  let at = 0;
  while (true) {
    at += written.slice(at).search(/\S|$/u);
    if (at >= written.length) return parts;
    PART.lastIndex = at;
    const [whole = "", name, quote, quoted = "", end] = PART.exec(written) ?? [written.slice(at)];
    at += whole.length;
    if (quote !== undefined && end === undefined) throw new Faulty("quote", whole);
    if (quote === undefined) parts.push(whole);
    else if (name === undefined) parts.push({ text: quoted.replace(/\\(.)/gu, "$1"), isPhrase: true });
    else parts.push(`${name}:${quoted}`);
  }
}

/** Adds a filter to the draft; `false` when the part is none. */
function readFilter(part: string, draft: Draft, light: QueryContext): boolean {
  const colon = part.indexOf(":");
  const filter = FILTERS.get(part.slice(0, Math.max(0, colon)).toLowerCase());
  const value = part.slice(colon + 1);
  switch (filter) {
    case undefined:
      return false;
    case "in": {
      const room = parseRoom(value);
      if (room === undefined) throw new Faulty("room", part);
      draft.rooms.add(room);
      return true;
    }
    case "from":
      if (!SEARCHABLE.test(value)) throw new Faulty("empty", part);
      draft.from.add(nameKey(value.replace(/^@/, "")));
      return true;
    case "before":
      draft.before = Math.min(draft.before, readMoment(value, part, light));
      return true;
    case "after":
      draft.after = Math.max(draft.after, readMoment(value, part, light));
      return true;
  }
}

function readContext(value: string, part: string): number {
  const context = /^\d{1,3}$/.test(value) ? Number(value) : Infinity;
  if (context > MAX_CONTEXT) throw new Faulty("context", part);
  return context;
}

/** Reads the beginning of a day or of a minute (`2026-11-01`, `2026-11-01T14:30`) on the searcher's clock, or how long ago (`2d`). */
function readMoment(value: string, part: string, { now, offset }: QueryContext): number {
  const [, number, unit = "s"] = /^(\d{1,6})([smhdw])?$/i.exec(value) ?? [];
  // Without a unit it is in seconds, as everywhere; but a year is not meant so.
  if (number !== undefined && !isYear(value)) return now - Number(number) * (UNITS[unit.toLowerCase()] ?? 0);
  const date = parseDate(value);
  if (date === undefined) throw new Faulty("date", part);
  return momentOf(date, offset);
}
