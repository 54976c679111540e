/**
 * A turn as the stream has it: what one server wants in one turn of its loop, in its order.
 *
 * @module
 */

import { isCount, isFields } from "../../protocol/fields.ts";
import type { Item } from "./item.ts";
import { isItem } from "./item_check.ts";

/** The version of the format; a server that reads a higher one stops rather than guess. */
export const TURN_VERSION = 5;

/** The most items of one turn, and the most bytes: NATS takes 1 MiB as one message. */
export const MOST_ITEMS = 512;
export const MOST_BYTES = 512 * 1024;

/** One message of the stream. */
export interface Turn {
  readonly v: number;
  /** The epoch of the server, 0 for one that has none yet. */
  readonly e: number;
  /** Counts the turns of an epoch from 1. */
  readonly n: number;
  /** Where in the stream its author stood, and the digest of all up to there. */
  readonly s: number;
  readonly d: string;
  readonly i: readonly Item[];
}

/** Encodes a turn. */
export function encodeTurn(turn: Turn): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(turn));
}

/** Decodes a turn; `newer` for one of a later version, `undefined` for what is none. */
export function decodeTurn(bytes: Uint8Array): Turn | "newer" | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (!isFields(value) || !isCount(value.v)) return undefined;
  if (value.v > TURN_VERSION) return "newer";
  const { v, e, n, s, d, i } = value;
  if (!isCount(e) || !isCount(n) || !isCount(s) || typeof d !== "string" || !Array.isArray(i)) {
    return undefined;
  }
  return i.every(isItem) ? { v, e, n, s, d, i } : undefined;
}
