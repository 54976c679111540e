/**
 * The owner's secret: who can read its file is who started the server.
 *
 * @module
 */

import { randomBytes } from "node:crypto";

/** The bytes of the secret: 256 bits cannot be guessed. */
const BYTES = 32;

/** Only who started the server may read it. */
const OWNER_ONLY = 0o600;

/**
 * Reads the owner's secret, and makes one where there is none. A file that others could read gets another secret.
 *
 * @returns Nothing where the file cannot be had: then nobody is owner by it.
 */
export function openOwnerSecret(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return read(path) ?? make(path);
  } catch {
    return undefined; // A folder that cannot be written, say. `chat owner` still makes an owner.
  }
}

/** Makes a secret. */
export function newOwnerSecret(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(BYTES));
}

function read(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const { mode, isFile } = Deno.lstatSync(path);
    const isOpen = mode !== null && Deno.build.os !== "windows" && (mode & 0o077) !== 0;
    if (!isFile || isOpen) return undefined;
    const secret = Deno.readFileSync(path);
    return secret.length === BYTES ? secret : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a new secret: into a file of its own first, so that nobody reads half of one, nor through a link that lay there. */
function make(path: string): Uint8Array<ArrayBuffer> {
  const secret = newOwnerSecret();
  const temporary = `${path}.${Deno.pid}`;
  try {
    Deno.writeFileSync(temporary, secret, { mode: OWNER_ONLY, createNew: true });
    Deno.renameSync(temporary, path);
  } catch (error) {
    tryRemove(temporary);
    throw error;
  }
  return secret;
}

function tryRemove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was never there.
  }
}
