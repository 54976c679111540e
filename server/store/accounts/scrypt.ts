/**
 * Hashes of passwords by scrypt, of the system's library.
 *
 * @module
 */

import { scrypt, scryptSync } from "node:crypto";

/** The parameters of scrypt: the binary logarithm of N, r and p. */
export interface Cost {
  readonly log: number;
  readonly blocks: number;
  readonly parallel: number;
}

/** A password to be hashed. */
export interface HashOrder {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly cost: Cost;
}

/** Derives a hash of a password. */
export type Derive = (password: string, salt: Uint8Array, cost: Cost) => Promise<Uint8Array>;

/** The bytes of a hash. */
export const HASH = 32;

/** Twice what 32 MiB need: node's own limit is just what they need, and refuses. */
const MEMORY = 2 ** 26;

/** Derives a hash on one of the threads that Deno has for such work. */
export const deriveByScrypt: Derive = (password, salt, cost) => {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  scrypt(
    password,
    salt,
    HASH,
    optionsOf(cost),
    (error, hash) => error === null ? resolve(hash) : reject(error),
  );
  return promise;
};

/** Derives a hash on this thread, which does nothing else meanwhile. */
export function hashNow(password: string, salt: Uint8Array, cost: Cost): Uint8Array {
  return new Uint8Array(scryptSync(password, salt, HASH, optionsOf(cost)));
}

function optionsOf({ log, blocks, parallel }: Cost): { N: number; r: number; p: number; maxmem: number } {
  return { N: 2 ** log, r: blocks, p: parallel, maxmem: MEMORY };
}
