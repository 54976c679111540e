/**
 * `chat identity`: the key by which a server is known, also while it runs.
 *
 * @module
 */

import {
  CannotIdentify,
  certificateFingerprint,
  hasKeyFile,
  keyFileOf,
  readFingerprint,
  replaceKeyFile,
} from "../server.ts";
import type { FileCommandContext } from "./archive_command.ts";
import type { FlagValues } from "./arguments.ts";
import { consent } from "./consent.ts";
import { ExitCode } from "./exit.ts";
import { IDENTITY_FLAGS } from "./flags.ts";
import { makeParentFolder } from "./make_folder.ts";

/** Runs `chat identity`. Resolves to the exit code. */
export async function runIdentity(
  action: "show" | "new",
  given: FlagValues,
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  const cert = given.value(IDENTITY_FLAGS.tlsCert);
  const log = given.value(IDENTITY_FLAGS.data) ?? dataFile;
  try {
    if (action === "show" && cert !== undefined) {
      stdout.print(`${await certificateFingerprint(cert)}\n`);
      return ExitCode.ok;
    }
    if (log === "") {
      stderr.print(`${words.store.nowhere}\n`);
      return ExitCode.data;
    }
    const path = keyFileOf(log);
    if (action === "new") return await makeAnother(path, given.isOn(IDENTITY_FLAGS.yes), context);
    if (!hasKeyFile(path)) {
      stderr.print(`${words.identity.none(path)}\n`);
      return ExitCode.data;
    }
    stdout.print(`${await readFingerprint(path)}\n`);
    return ExitCode.ok;
  } catch (error) {
    if (!(error instanceof CannotIdentify)) throw error;
    stderr.print(`${words.identity.problem[error.kind](error.path)}\n`);
    return ExitCode.data;
  }
}

/** Makes another key, once somebody has said so: all who know the server by the one before will be warned. */
async function makeAnother(
  path: string,
  isSure: boolean,
  { words: { identity }, stdout, stderr }: FileCommandContext,
): Promise<number> {
  const hasOld = hasKeyFile(path);
  if (hasOld && !isSure) {
    const isMeant = await consent(identity.ask, identity.yes, stdout);
    if (isMeant === undefined) {
      stderr.print(`${identity.needsYes}\n`);
      return ExitCode.usage;
    }
    if (!isMeant) {
      stderr.print(`${identity.kept}\n`);
      return ExitCode.ok;
    }
  }
  makeParentFolder(path);
  stdout.print(`${identity.made(await replaceKeyFile(path))}\n`);
  if (hasOld) stdout.print(`${identity.old(`${path}.old`)}\n`);
  return ExitCode.ok;
}
