/**
 * What a person types after `/search`, understood. Pure.
 *
 * @module
 */

import type { QueryFault } from "./problem.ts";

/** Words to look for: a message must have all of a query's terms. */
export interface Term {
  /** As it was typed, without quotes. */
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
export type ReadQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly why: QueryFault; readonly given: string };

/** In the light of what a query is read. */
export interface QueryLight {
  /** The time, in ms since 1970. */
  readonly now: number;
  /** How many minutes the searcher's clock is ahead of UTC. */
  readonly zone: number;
}

/** Reads a query. Nothing of it ever becomes SQL: what it gives are words, names and numbers. */
export function parseQuery(written: string, _light: QueryLight): ReadQuery {
  const text = written.trim();
  if (text === "") return { ok: false, why: "empty", given: "" };
  const terms = text.split(/\s+/).map((word) => ({ text: word, isPhrase: false }));
  return { ok: true, query: { terms, rooms: [], from: [], context: 0 } };
}
