/**
 * `chat token`: the tokens in a log's file, from outside, while a server has it open or not.
 *
 * @module
 */

import { parseName } from "../../protocol/names.ts";
import type { Problem } from "../../protocol.ts";
import { CannotStore, storageProblemOf } from "../log.ts";
import type { BotToken } from "./bot_tokens.ts";
import type { BotTokenTable } from "./bot_token_table.ts";
import { openBotTokens, prepareLog } from "./open.ts";
import { isSafe, Lookalikes, suggestName } from "../names.ts";
import { badName, nameTaken } from "../validation.ts";
import { randomSecrets } from "./random_tokens.ts";

/** How long a server that writes is waited for, in ms. It never takes long. */
const WAIT = 5000;

/** What every token begins with, so that it is known for one where it should not be. */
const PREFIX = "chat_";

/** A token that was made, to be shown once; or why there is none. */
export type NewBotToken =
  | { readonly isMade: true; readonly token: string; readonly name: string }
  | { readonly isMade: false; readonly problem: Problem };

/**
 * Makes a token that speaks under this name. The log is made if there is none.
 *
 * @param guest What a name begins with when nothing of what was asked for can be kept.
 * @param now In ms since 1970.
 * @throws {CannotStore}
 */
export function createBotToken(path: string, wanted: string, guest: string, now: number): NewBotToken {
  return using(path, (keys) => {
    const taken = new Lookalikes<string>();
    for (const name of [...keys.names(), ...keys.present(now)]) taken.add(name, name);
    const name = parseName(wanted);
    const isGood = name !== undefined && isSafe(name);
    const holder = name && taken.find(name);
    if (!isGood || holder !== undefined) {
      const suggestion = suggestName(wanted, guest, (name) => taken.find(name) !== undefined);
      const problem = isGood ? nameTaken(name, suggestion, holder) : badName(wanted, suggestion);
      return { isMade: false, problem };
    }
    const token = PREFIX + randomSecrets.generate();
    keys.add(token, name, now);
    return { isMade: true, token, name };
  });
}

/** The tokens that are good, the oldest first. @throws {CannotStore} */
export function listBotTokens(path: string): readonly BotToken[] {
  return using(path, (keys) => keys.list());
}

/** Ends the token of that name at once; `false` when there is none. @param now In ms since 1970. @throws {CannotStore} */
export function revokeBotToken(path: string, name: string, now: number): boolean {
  return using(path, (keys) => keys.revoke(name, now));
}

function using<Result>(path: string, act: (keys: BotTokenTable) => Result): Result {
  prepareLog(path);
  const keys = openBotTokens(path, WAIT);
  try {
    return act(keys);
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    keys.close();
  }
}
