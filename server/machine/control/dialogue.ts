/**
 * What is said between an operator's command and the server, a line each way, twice. Neither end ever sends the key:
 *
 * ```
 * CHATCTL/1 NONCE
 *                      NONCE PROOF          the server knows the key
 * PROOF COMMAND                             and so does who asks
 *                      PROOF JSON           and this is its own answer
 * ```
 *
 * A proof is the HMAC-SHA256, in base64url, of who speaks, both nonces and what is said. Pure but for the nonces.
 *
 * @module
 */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What a connection of an operator's command begins with: nobody can be called that. */
export const CONTROL_WORD = "CHATCTL/1 ";

/** What a server can be asked for. */
export type ControlCommand = "status" | "reload";

const CONTROL_COMMANDS: readonly ControlCommand[] = ["status", "reload"];

/** A nonce, or a proof, of 256 bits in base64url. */
const SECRET = "[\\w-]{43}";

/** Makes a nonce that was never used: 256 bits. */
export function newNonce(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * Proves to know the key.
 *
 * @param by Who speaks: a proof of one end is none of the other.
 * @param said Both nonces, the asker's first, and what is said with them.
 */
export function proofOf(key: string, by: "server" | "asker" | "answer", said: readonly string[]): string {
  return createHmac("sha256", key).update(["chat control 1", by, ...said].join("\n")).digest("base64url");
}

/** Tells whether a proof is this one, in a time that says nothing about where they differ. */
export function isProof(given: string, right: string): boolean {
  const [one, other] = [new TextEncoder().encode(given), new TextEncoder().encode(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Reads the first line of an operator's command: its nonce. */
export function parseOpening(line: string): string | undefined {
  return new RegExp(`^${CONTROL_WORD}(${SECRET})$`).exec(line)?.[1];
}

/** Reads two words of which the first is a nonce or a proof. */
export function parsePair(line: string): { readonly secret: string; readonly rest: string } | undefined {
  const [, secret, rest] = new RegExp(`^(${SECRET}) (.+)$`).exec(line) ?? [];
  return secret === undefined || rest === undefined ? undefined : { secret, rest };
}

/** Reads the second line of an operator's command: its proof, and what it asks for. */
export function parseOrder(
  line: string,
): { readonly proof: string; readonly command: ControlCommand } | undefined {
  const pair = parsePair(line);
  const command = CONTROL_COMMANDS.find((known) => known === pair?.rest);
  return pair === undefined || command === undefined ? undefined : { proof: pair.secret, command };
}
