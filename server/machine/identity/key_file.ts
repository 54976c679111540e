/**
 * The file of a server's own key: it lies beside the log, and only its owner can read it.
 *
 * @module
 */

import { makeKey, readKey, type SigningKey } from "../../../net/certificate.ts";
import { renameOver } from "../../../net/rename.ts";
import { fingerprintOf } from "../../../net/certificate_fields.ts";
import { CannotIdentify, readProblem } from "./errors.ts";

/** For its owner alone. */
const MODE = 0o600;

/** The rights of everybody else. */
const OTHERS = 0o077;

/** A key that was read, or made. */
export interface KeptKey extends SigningKey {
  /** PKCS#8 as PEM. */
  readonly pem: string;
  readonly isNew: boolean;
  /** Whether others could read the file until now. */
  readonly wasExposed: boolean;
}

/** Names the file of the key of a server that keeps its log in this file. */
export function keyFileOf(log: string): string {
  return `${log}-identity.pem`;
}

/** Tells whether there is a file of a key. */
export function hasKeyFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // Whoever reads it says what is wrong with it.
  }
}

/**
 * Reads the key, or makes one where there is none.
 *
 * @throws {CannotIdentify} When it can be neither read nor made.
 */
export async function openKeyFile(path: string): Promise<KeptKey> {
  const isNew = await makeKeyFile(path);
  const pem = readPem(path);
  return { ...await parse(path, pem), pem, isNew, wasExposed: !isNew && protect(path) };
}

/** Makes a key that is in no file. */
export async function makeUnkeptKey(): Promise<KeptKey> {
  const pem = await makeKey();
  return { ...await parse("", pem), pem, isNew: true, wasExposed: false };
}

/** Reads the fingerprint of the key in a file. @throws {CannotIdentify} */
export async function readFingerprint(path: string): Promise<string> {
  return await fingerprintOf((await parse(path, readPem(path))).publicKey);
}

/** Gives the fingerprint of a key that is in no file; nothing for what is none. */
export async function fingerprintOfKey(pem: string): Promise<string | undefined> {
  const key = await readKey(pem);
  return key && await fingerprintOf(key.publicKey);
}

/** Keeps a key that is there already, in the place of what is in the file, if anything is. @throws {CannotIdentify} */
export function keepKey(path: string, pem: string): void {
  const part = `${path}.new`;
  try {
    if (hasKeyFile(part)) Deno.removeSync(part); // Of an attempt that broke off.
    writeKeyFile(part, pem);
    renameOver(part, path);
  } catch (error) {
    throw error instanceof CannotIdentify ? error : new CannotIdentify("unwritable", path, error);
  }
}

/**
 * Makes another key, and keeps the file of the one before, if there was one, as `.old`.
 *
 * @returns The fingerprint of the new one.
 * @throws {CannotIdentify}
 */
export async function replaceKeyFile(path: string): Promise<string> {
  const part = `${path}.new`;
  try {
    if (hasKeyFile(part)) Deno.removeSync(part); // Of an attempt that broke off.
    await makeKeyFile(part);
    if (hasKeyFile(path)) renameOver(path, `${path}.old`);
    renameOver(part, path);
  } catch (error) {
    throw error instanceof CannotIdentify ? error : new CannotIdentify("unwritable", path, error);
  }
  return await readFingerprint(path);
}

/** Makes a file with a new key, unless it is there; tells whether it did. Nobody else can read it at any moment. */
async function makeKeyFile(path: string): Promise<boolean> {
  return !hasKeyFile(path) && writeKeyFile(path, await makeKey());
}

/** Writes a file that is not there yet; tells whether it did. */
function writeKeyFile(path: string, pem: string): boolean {
  const key = new TextEncoder().encode(pem);
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { write: true, createNew: true, mode: MODE });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false; // Another server was faster.
    throw new CannotIdentify("unwritable", path, error);
  }
  try {
    for (let at = 0; at < key.length;) at += file.writeSync(key.subarray(at));
    file.syncDataSync();
  } catch (error) {
    Deno.removeSync(path); // Half a key would be in the way of the next start.
    throw new CannotIdentify("unwritable", path, error);
  } finally {
    file.close();
  }
  return true;
}

/** Takes the file away from all but its owner; tells whether anybody else could read or write it. */
function protect(path: string): boolean {
  const { mode } = Deno.statSync(path);
  if (mode === null || Deno.build.os === "windows" || (mode & OTHERS) === 0) return false;
  try {
    Deno.chmodSync(path, MODE);
  } catch (error) {
    throw new CannotIdentify("unwritable", path, error);
  }
  return true;
}

/** Reads the key as it is in a file. @throws {CannotIdentify} */
export function readPem(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new CannotIdentify(readProblem(error), path, error);
  }
}

async function parse(path: string, pem: string): Promise<SigningKey> {
  const key = await readKey(pem);
  if (key === undefined) throw new CannotIdentify("no-key", path);
  return key;
}
