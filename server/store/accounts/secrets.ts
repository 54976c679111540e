/**
 * Secrets: the random part of resume tokens and bot tokens, and the hashes by which the log knows them.
 *
 * @module
 */

import { createHash, randomBytes } from "node:crypto";

/** A source of secrets. Synchronous, as the hub is. */
export interface SecretSource {
  /** Generates a secret that cannot be guessed. */
  generate(): string;
  /** Hashes a token. The same token always has the same hash, and nobody finds the token from it. */
  hash(token: string): string;
}

/** The bytes of a secret: 128 bits cannot be guessed. */
const BYTES = 16;

/** Secrets from the system's random numbers, in hexadecimal; hashes are SHA-256 in base64url. */
export const randomSecrets: SecretSource = {
  generate: () => randomBytes(BYTES).toString("hex"),
  hash: (token) => createHash("sha256").update(token).digest("base64url"),
};
