/**
 * `chat token`: the bot tokens in a log's file, whether a server has it open or not.
 *
 * @module
 */

import { nameKey, parseName } from "../../../protocol/names.ts";
import type { Problem } from "../../../protocol.ts";
import { listAccounts } from "./account_admin.ts";
import type { BotToken } from "./bot_tokens.ts";
import { changeBeside } from "./change_beside.ts";
import type { BotTokenTable } from "./bot_token_table.ts";
import { openBotTokens, withTable } from "./open_beside.ts";
import { isSafe, Lookalikes, suggestName } from "../../names.ts";
import { badName, nameTaken } from "../../validation.ts";
import { randomSecrets } from "./secrets.ts";

/** The prefix of every token, so that one is recognized where it should not be. */
const PREFIX = "chat_";

/** A token that was created, to be shown once; or why there is none. */
export type NewBotToken =
  | { readonly isMade: true; readonly token: string; readonly name: string }
  | { readonly isMade: false; readonly problem: Problem };

/**
 * Creates a token that posts under this name. The log is created if there is none.
 *
 * @param guest The beginning of a suggested name when nothing of the wanted one can be used.
 * @param now In ms since 1970.
 * @throws {CannotStore}
 */
export function createBotToken(path: string, wanted: string, guest: string, now: number): NewBotToken {
  const claimed = listAccounts(path).map(({ name }) => name);
  const taken = new Lookalikes<string>();
  const others = using(path, (tokens) => [...tokens.names(), ...tokens.present(now)]);
  for (const name of [...others, ...claimed]) taken.add(name, name);
  const name = parseName(wanted);
  const suggestion = (): string => suggestName(wanted, guest, (name) => taken.find(name) !== undefined);
  if (name === undefined || !isSafe(name)) {
    return { isMade: false, problem: badName(wanted, suggestion(), (name) => taken.find(name)) };
  }
  const token = PREFIX + randomSecrets.generate();
  const change = { do: "token", hash: randomSecrets.hash(token), name, key: nameKey(name) } as const;
  const holder = taken.find(name);
  if (holder !== undefined || !changeBeside(path, change, now).isMade) {
    return { isMade: false, problem: nameTaken(name, suggestion(), holder) };
  }
  return { isMade: true, token, name };
}

/** Lists the valid tokens, the oldest first. @throws {CannotStore} */
export function listBotTokens(path: string): readonly BotToken[] {
  return using(path, (tokens) => tokens.list());
}

/** Revokes the token with a name at once; `false` when there is none. @param now In ms since 1970. @throws {CannotStore} */
export function revokeBotToken(path: string, name: string, now: number): boolean {
  return changeBeside(path, { do: "end-token", key: nameKey(name) }, now).isMade;
}

function using<Result>(path: string, act: (tokens: BotTokenTable) => Result): Result {
  return withTable(path, openBotTokens, act);
}
