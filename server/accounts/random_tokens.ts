/**
 * Tokens from the machine's own randomness.
 *
 * @module
 */

import { createHash, randomBytes } from "node:crypto";
import type { SecretSource } from "./resume_tokens.ts";

/** 128 bits that cannot be guessed. */
const BYTES = 16;

/** What a server uses. Synchronous, as the hub is. */
export const randomSecrets: SecretSource = {
  generate: () => randomBytes(BYTES).toString("hex"),
  hash: (token) => createHash("sha256").update(token).digest("base64url"),
};
