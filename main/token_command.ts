/**
 * `chat token`: the tokens with which scripts post and subscribe, also while the server runs.
 *
 * @module
 */

import { type BotToken, createBotToken, listBotTokens, revokeBotToken } from "../server.ts";
import type { Words } from "../words/en.ts";
import { type FileCommandContext, reportFileError, requireFile } from "./archive_command.ts";
import type { FlagValues, parseTokenAction } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { TOKEN_FLAGS } from "./flags.ts";
import { makeParentFolder } from "./make_folder.ts";
import { minuteOf, tableOf } from "./table.ts";

/** Runs `chat token`. Resolves to the exit code. */
export async function runToken(
  wish: ReturnType<typeof parseTokenAction>,
  given: FlagValues,
  context: FileCommandContext,
): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  const path = given.value(TOKEN_FLAGS.data) ?? dataFile;
  try {
    if (path === "" || wish.action !== "new") requireFile(path);
    switch (wish.action) {
      case "new":
        return await make(path, wish.name, context);
      case "list": {
        const keys = listBotTokens(path);
        stdout.print(keys.length === 0 ? `${words.tokens.none}\n` : table(keys, words));
        return ExitCode.ok;
      }
      case "revoke":
        if (revokeBotToken(path, wish.name, Date.now())) {
          stdout.print(`${words.tokens.revoked(wish.name)}\n`);
          return ExitCode.ok;
        }
        stderr.print(`${words.tokens.unknown(wish.name)}\n`);
        return ExitCode.refused;
    }
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Makes a token. It goes to standard output alone, for `TOKEN=$(chat token new ci)`; one that nobody could read is none. */
async function make(
  path: string,
  wanted: string,
  { words, stdout, stderr }: FileCommandContext,
): Promise<number> {
  makeParentFolder(path);
  const made = createBotToken(path, wanted, words.guest, Date.now());
  if (!made.isMade) {
    stderr.print(`${words.problem(made.problem)}\n`);
    return ExitCode.refused;
  }
  stdout.print(`${made.token}\n`);
  await stdout.flush();
  if (stdout.failure !== undefined) {
    revokeBotToken(path, made.name, Date.now());
    return ExitCode.ok; // Whoever runs commands says what is wrong, and makes it 6.
  }
  stderr.print(`${words.tokens.made(made.name)}\n`);
  return ExitCode.ok;
}

function table(keys: readonly BotToken[], { tokens }: Words): string {
  return tableOf(
    tokens.columns,
    keys.map((
      { name, created, used },
    ) => [name, minuteOf(created), used === undefined ? tokens.never : minuteOf(used)]),
  );
}
