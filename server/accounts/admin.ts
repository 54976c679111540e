/**
 * `chat token`: the tokens in a log's file, from outside, while a server has it open or not.
 *
 * @module
 */

import { nameKey, parseName, suggestName } from "../../protocol/names.ts";
import type { Problem } from "../../protocol.ts";
import { CannotStore, reasonOf } from "../log.ts";
import type { Key } from "./bot_tokens.ts";
import type { SqliteKeys } from "./bot_token_table.ts";
import { openKeys, prepareLog } from "./open.ts";
import { badName } from "../validation.ts";
import { randomTokens } from "./random_tokens.ts";

/** How long a server that writes is waited for, in ms. It never takes long. */
const WAIT = 5000;

/** What every token begins with, so that it is known for one where it should not be. */
const PREFIX = "chat_";

/** A token that was made, to be shown once; or why there is none. */
export type NewToken =
  | { readonly isMade: true; readonly token: string; readonly name: string }
  | { readonly isMade: false; readonly problem: Problem };

/**
 * Makes a token that speaks under this name. The log is made if there is none.
 *
 * @param guest What a name begins with when nothing of what was asked for can be kept.
 * @param now In ms since 1970.
 * @throws {CannotStore}
 */
export function makeToken(path: string, wanted: string, guest: string, now: number): NewToken {
  return using(path, (keys) => {
    const present = new Set(keys.present(now).map(nameKey));
    const isTaken = (key: string): boolean => keys.isNamed(key) || present.has(key);
    const name = parseName(wanted);
    if (name === undefined || isTaken(nameKey(name))) {
      const suggestion = suggestName(wanted, guest, isTaken);
      const problem: Problem = name === undefined
        ? badName(wanted, suggestion)
        : { code: "name-taken", name, suggestion };
      return { isMade: false, problem };
    }
    const token = PREFIX + randomTokens.make();
    keys.add(token, name, now);
    return { isMade: true, token, name };
  });
}

/** The tokens that are good, the oldest first. @throws {CannotStore} */
export function listTokens(path: string): readonly Key[] {
  return using(path, (keys) => keys.list());
}

/** Ends the token of that name at once; `false` when there is none. @param now In ms since 1970. @throws {CannotStore} */
export function revokeToken(path: string, name: string, now: number): boolean {
  return using(path, (keys) => keys.revoke(name, now));
}

function using<Result>(path: string, act: (keys: SqliteKeys) => Result): Result {
  prepareLog(path);
  const keys = openKeys(path, WAIT);
  try {
    return act(keys);
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(reasonOf(error), path, error);
  } finally {
    keys.close();
  }
}
