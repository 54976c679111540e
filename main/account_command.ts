/**
 * `chat account` and `chat owner`: claimed names, also while the server runs.
 *
 * @module
 */

import {
  listAccounts,
  type ListedAccount,
  makeOwner,
  removeAccount,
  renameAccount,
  resetAccount,
} from "../server.ts";
import type { Words } from "../words/en.ts";
import { type FileCommandContext, reportFileError, requireFile } from "./archive_command.ts";
import type { FlagValues, parseAccountAction } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { ACCOUNT_FLAGS, OWNER_FLAGS } from "./flags.ts";
import { linksFor, shownKey } from "./invitation_links.ts";
import { dayOf, tableOf } from "./table.ts";

/** Runs `chat account`. Resolves to the exit code. */
export async function runAccount(
  wish: ReturnType<typeof parseAccountAction>,
  given: FlagValues,
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, dataFile } = context;
  const path = given.value(ACCOUNT_FLAGS.data) ?? dataFile;
  try {
    requireFile(path);
    switch (wish.action) {
      case "list": {
        const accounts = listAccounts(path);
        stdout.print(accounts.length === 0 ? `${words.accounts.none}\n` : table(accounts, words));
        return ExitCode.ok;
      }
      case "reset":
        return await reset(path, wish.name, given, context);
      case "remove":
        return tell(removeAccount(path, wish.name), wish.name, words.accounts.unclaimed(wish.name), context);
      case "rename":
        return rename(path, wish.name, wish.to, context);
    }
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Runs `chat owner`. Returns the exit code. */
export function runOwner(name: string, given: FlagValues, context: FileCommandContext): number {
  const path = given.value(OWNER_FLAGS.data) ?? context.dataFile;
  try {
    requireFile(path);
    return tell(makeOwner(path, name), name, context.words.accounts.isOwner(name), context);
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Takes back all proofs of an account. The link by which its holder gets in again goes to standard output alone. */
async function reset(
  path: string,
  name: string,
  given: FlagValues,
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr } = context;
  const key = await shownKey(path, given.value(ACCOUNT_FLAGS.tlsCert)); // First: the other is no use without.
  const token = resetAccount(path, name, Date.now());
  if (token === undefined) return tell(false, name, "", context);
  const place = { host: given.value(ACCOUNT_FLAGS.host), port: given.value(ACCOUNT_FLAGS.port) };
  const { link, page } = linksFor(key, place, { room: undefined, ticket: token, isPersonal: true });
  stdout.print(`${link}\n${page}\n`);
  stderr.print(`${words.accounts.reset(name)}\n`);
  return ExitCode.ok;
}

function rename(path: string, name: string, wanted: string, context: FileCommandContext): number {
  const { words, stderr } = context;
  const renamed = renameAccount(path, name, wanted, words.guest, Date.now());
  switch (renamed.kind) {
    case "renamed":
      return tell(true, name, words.accounts.renamed(name, renamed.name), context);
    case "unknown":
      return tell(false, name, "", context);
    case "refused":
      stderr.print(`${words.problem(renamed.problem)}\n`);
      return ExitCode.refused;
  }
}

function tell(isDone: boolean, name: string, sentence: string, context: FileCommandContext): number {
  const { words, stdout, stderr } = context;
  if (isDone) stdout.print(`${sentence}\n`);
  else stderr.print(`${words.problem({ code: "no-account", name })}\n`);
  return isDone ? ExitCode.ok : ExitCode.refused;
}

function table(listed: readonly ListedAccount[], { accounts }: Words): string {
  return tableOf(
    accounts.columns,
    listed.map((
      { name, role, created, seen, proofs },
    ) => [name, accounts.roles[role], dayOf(created), dayOf(seen), String(proofs)]),
  );
}
