/**
 * Tokens from the machine's own randomness.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Tokens } from "./seats.ts";

/** 128 bits that cannot be guessed. */
const BYTES = 16;

/** What a server uses. Synchronous, as the hub is. */
export const randomTokens: Tokens = {
  make: () =>
    Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, "0"))
      .join(""),
  hash: (token) => createHash("sha256").update(token).digest("base64url"),
};
