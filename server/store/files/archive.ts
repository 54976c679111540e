/**
 * The files of a log, copied, verified and removed from outside: for commands on the server's machine.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { namedFiles, unnamedFiles } from "../log.ts";
import { filesFolderOf, placeOf } from "./folder.ts";

/** How many files a log names, and how many of them are not there, or not as they were. */
export interface FilesContents {
  /** How many it names. */
  readonly files: number;
  /** How many of them are not there, or not as they were. */
  readonly missing: number;
}

/** Copies what the messages of a log name beside another log that has the same messages; what is there already stays. */
export async function copyFiles(from: string, to: string): Promise<FilesContents> {
  const named = namedFiles(to);
  const [source, target] = [filesFolderOf(from), filesFolderOf(to)];
  let missing = 0;
  for (const { sha256 } of named) {
    const [place, into] = [placeOf(source, sha256), placeOf(target, sha256)];
    Deno.mkdirSync(into.slice(0, into.lastIndexOf("/")), { recursive: true, mode: 0o700 });
    if (!await isCopied(place, into)) missing++;
  }
  return { files: named.length, missing };
}

/** Reads all that the messages of a log name, and compares it with its hash. */
export async function verifyFiles(log: string): Promise<FilesContents> {
  const named = namedFiles(log);
  let missing = 0;
  for (const { sha256 } of named) {
    if (await hashOf(placeOf(filesFolderOf(log), sha256)) !== sha256) missing++;
  }
  return { files: named.length, missing };
}

/** Removes what no message names any more. While a server runs, that does it. */
export function removeUnnamed(log: string): void {
  for (const sha256 of unnamedFiles(log)) {
    try {
      Deno.removeSync(placeOf(filesFolderOf(log), sha256));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Copies a file under another name first, so that a copy that broke off never has its own. */
async function isCopied(from: string, to: string): Promise<boolean> {
  if (await hashOf(to) !== undefined) return true;
  try {
    await Deno.copyFile(from, `${to}.part`);
    await Deno.rename(`${to}.part`, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Gives the hash of a file; nothing where there is none. */
async function hashOf(path: string): Promise<string | undefined> {
  try {
    const hash = createHash("sha256");
    const { readable } = await Deno.open(path);
    for await (const bytes of readable) hash.update(bytes);
    return hash.digest("hex");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
