/**
 * Digests, by which servers notice that what they have applied is not the same.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** This many bytes of a hash are kept: chance makes two alike once in 10^19. */
const BYTES = 12;

/** The factor and the bound of the sum over one turn's outcomes: products stay exact. */
const FACTOR = 31;
const BOUND = 2 ** 44;

/** Hashes a turn as the stream has it. */
export function hashTurn(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest().subarray(0, BYTES).toString("base64url");
}

/** Hashes all up to a turn: what was before it, where it is, its own hash, and what came of it. */
export function hashAfter(before: string, seq: number, tail: string, outcomes: number): string {
  const digest = createHash("sha256").update(`${before} ${seq} ${tail} ${outcomes}`).digest();
  return digest.subarray(0, BYTES).toString("base64url");
}

/** Adds the outcome of one item to those of a turn's earlier ones. */
export function addOutcome(sum: number, outcome: number): number {
  return (sum * FACTOR + outcome + 1) % BOUND;
}
