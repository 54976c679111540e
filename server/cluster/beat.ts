/**
 * What each server of a cluster says of itself twice a second, beside the log: that it is alive, and how far it has come.
 *
 * @module
 */

import { parseObject } from "../../protocol/fields.ts";

/** How often a server says that it is alive, in ms. */
export const BEAT_EVERY = 500;

/** What a server says of itself. */
export interface Beat {
  /** Its epoch, how far it has come, the digest of all up to there, and where clients find it. */
  readonly e: number;
  readonly s: number;
  readonly d: string;
  readonly a: string;
  /** What its key proves it to be; empty where others cannot know. */
  readonly f: string;
  /** Who waits at its door. */
  readonly w: unknown;
  /** The epochs of servers that are gone while people of theirs may come back, each with for how long they could, in ms. */
  readonly g: readonly Absence[];
}

/** People of a server that is gone, by its epoch, and for how long they have been without one, in ms. */
export type Absence = readonly [epoch: number, ms: number];

/** Writes down what is said. */
export function encodeBeat(beat: Beat): string {
  return JSON.stringify(beat);
}

/** Parses what was heard; `undefined` when it is not one of ours. */
export function parseBeat(text: string): Beat | undefined {
  const { e, s, d, a, f, w, g } = parseObject(text) ?? {};
  if (typeof e !== "number" || typeof s !== "number" || typeof d !== "string") return undefined;
  const absences = Array.isArray(g) ? g.filter(isAbsence) : []; // A server of an earlier build does not say.
  return { e, s, d, a: typeof a === "string" ? a : "", f: typeof f === "string" ? f : "", w, g: absences };
}

function isAbsence(value: unknown): value is Absence {
  return Array.isArray(value) && value.length === 2 && Number.isInteger(value[0]) &&
    Number.isFinite(value[1]);
}
