/**
 * Digests, by which servers notice that what they have applied is not the same.
 *
 * @module
 */

import { hash } from "node:crypto";

/** This many signs of a hash are kept, which are 12 bytes: chance makes two alike once in 10^19. */
const SIGNS = 16;

/** The factor and the bound of the sum over one turn's outcomes: products stay exact. */
const FACTOR = 31;
const BOUND = 2 ** 44;

/** Hashes a turn as the stream has it. */
export function hashTurn(bytes: Uint8Array): string {
  return shortHash(bytes);
}

/** Hashes all up to a turn: what was before it, where it is, its own hash, and what came of it. */
export function hashAfter(before: string, seq: number, tail: string, outcomes: number): string {
  return shortHash(`${before} ${seq} ${tail} ${outcomes}`);
}

function shortHash(of: string | Uint8Array): string {
  return hash("sha256", of, "base64url").slice(0, SIGNS);
}

/** Adds the outcome of one item to those of a turn's earlier ones. */
export function addOutcome(sum: number, outcome: number): number {
  return (sum * FACTOR + outcome + 1) % BOUND;
}
