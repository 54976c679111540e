/**
 * What Tab makes of the word before the cursor: a command at the beginning of a line, else a name. Pure.
 *
 * @module
 */

import { nameKey } from "../protocol/names.ts";
import { COMMANDS } from "../protocol/typed.ts";

/** What can be completed. Rooms are to come. */
export interface Vocabulary {
  readonly names: readonly string[];
}

/** What stands from `from` to the cursor becomes `insert`; `choices` are what it could be when it is not clear. */
export interface Completion {
  readonly from: number;
  readonly insert: string;
  readonly choices: readonly string[];
}

/** Completes the word before the cursor as far as it is clear. */
export function complete(text: string, cursor: number, { names }: Vocabulary): Completion {
  const before = text.slice(0, cursor);
  const from = before.length - (before.split(/\s/).at(-1) ?? "").length;
  const word = before.slice(from);
  const first = before.slice(0, from).trim() === "";
  const unchanged: Completion = { from, insert: word, choices: [] };
  if (first && word.startsWith("/")) {
    const commands = COMMANDS.flatMap((row) => [row.name, ...row.aliases]).map((name) => `/${name}`);
    return choose(unchanged, commands.filter((name) => name.startsWith(word.toLowerCase())), " ");
  }
  if (word === "") return unchanged;
  const key = nameKey(word);
  return choose(
    unchanged,
    names.filter((name) => nameKey(name).startsWith(key)).toSorted(),
    first ? ": " : " ",
  );
}

function choose(unchanged: Completion, choices: readonly string[], after: string): Completion {
  const [only] = choices;
  if (only === undefined) return unchanged;
  if (choices.length === 1) return { from: unchanged.from, insert: only + after, choices };
  const shared = sharedBeginning(choices);
  return {
    from: unchanged.from,
    insert: shared.length > unchanged.insert.length ? shared : unchanged.insert,
    choices,
  };
}

function sharedBeginning([first = "", ...others]: readonly string[]): string {
  const chars = Array.from(first);
  while (chars.length > 0) {
    const key = nameKey(chars.join(""));
    if (others.every((other) => nameKey(other).startsWith(key))) break;
    chars.pop();
  }
  return chars.join("");
}
