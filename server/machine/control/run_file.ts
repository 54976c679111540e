/**
 * The file beside a log that says where its server runs, and has the key by which that is known. For its owner alone.
 *
 * @module
 */

import { renameOver } from "../../../net/rename.ts";
import { isCount, isText, parseObject } from "../../../protocol/fields.ts";

/** Where a server runs. */
export interface RunFacts {
  /** The number of its process. */
  readonly pid: number;
  /** The address that it listens on, which may stand for all of them. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Known to this run of the server alone. */
  readonly key: string;
}

/** Only who started the server may read it. */
const OWNER_ONLY = 0o600;

/**
 * Names the file beside a log; none where there is no place for a log.
 *
 * @param isKept Whether the server keeps that log: one that keeps nothing may run beside one that does.
 */
export function runFileOf(log: string, isKept: boolean): string | undefined {
  if (log === "") return undefined;
  return isKept ? `${log}-run` : `${log}-run-ephemeral`;
}

/** Lists the files of the servers that may run with a log, the one that keeps it first. */
export function runFilesOf(log: string): readonly string[] {
  return [true, false].map((isKept) => runFileOf(log, isKept)).filter((path) => path !== undefined);
}

/** Writes the file: into one of its own first, so that nobody reads half of one, nor writes through a link that lay there. Throws where it cannot. */
export function writeRunFile(path: string, facts: RunFacts): void {
  const temporary = `${path}.${facts.pid}`;
  try {
    Deno.writeTextFileSync(temporary, `${JSON.stringify(facts)}\n`, { mode: OWNER_ONLY, createNew: true });
    renameOver(temporary, path);
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

/** Reads the file: `undefined` when there is none, or it is not one. Throws when it may not be read. */
export function readRunFile(path: string): RunFacts | undefined {
  try {
    return parseFacts(Deno.readTextFileSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Removes the file if it is still of this run. What may not be removed stays, and says nothing to anybody. */
export function removeRunFile(path: string, key: string): void {
  try {
    if (readRunFile(path)?.key === key) Deno.removeSync(path);
  } catch {
    // The right to write was given up.
  }
}

function parseFacts(text: string): RunFacts | undefined {
  const { pid, hostname, port, key } = parseObject(text) ?? {};
  if (!isCount(pid) || !isCount(port) || !isText(hostname) || !isText(key) || key === "") return undefined;
  return { pid, hostname, port, key };
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was never there.
  }
}
