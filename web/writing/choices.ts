/**
 * What can be chosen while something is typed: `@name`, `#room`, `/command` and `:emoji:`. Pure, but for the emoji, which
 * are loaded with the first colon.
 *
 * @module
 */

import { commandNames, italianNames } from "../../protocol/commands.ts";
import type { Vocabulary } from "../../typing.ts";

/** How many choices are offered at once. */
const MOST = 8;

/** Something that what is typed can become. */
export interface Choice {
  readonly label: string;
  /** What is put into the box in the place of what is typed. */
  readonly text: string;
}

/** What stands before the cursor and can become something else. */
export interface Asked {
  readonly sign: "@" | "#" | "/" | ":";
  readonly begun: string;
  /** Where it begins, in UTF-16 units. */
  readonly from: number;
}

/** Finds what is asked for before the cursor: a sign at the beginning of a word, and what was typed behind it. */
export function askedFor(text: string, cursor: number): Asked | undefined {
  const [whole, , sign, begun = ""] = /(^|\s)([@#:/])([^\s@#:/]{0,40})$/.exec(text.slice(0, cursor)) ?? [];
  if (whole === undefined || (sign !== "@" && sign !== "#" && sign !== "/" && sign !== ":")) return undefined;
  const from = cursor - begun.length - 1;
  if (sign === "/" && from !== 0) return undefined;
  if (sign === ":" && begun.length < 2) return undefined; // A colon alone ends many a sentence.
  return { sign, begun, from };
}

/** Lists what it can become. @param emoji Every emoji with its name, once they are loaded. */
export function choicesFor(
  { sign, begun }: Asked,
  vocabulary: Vocabulary,
  emoji: readonly (readonly [string, string])[],
): readonly Choice[] {
  const wanted = begun.toLowerCase();
  const begins = (one: string): boolean => one.toLowerCase().startsWith(wanted);
  const simple = (all: readonly string[], before: string): readonly Choice[] =>
    all.filter(begins).slice(0, MOST).map((one) => ({ label: before + one, text: `${before}${one} ` }));
  switch (sign) {
    case "@":
      return simple(vocabulary.names, "@");
    case "#":
      return simple((vocabulary.rooms ?? []).map((room) => room.slice(1)), "#");
    case "/":
      return commandChoices(vocabulary, simple);
    case ":": {
      const near = [
        ...emoji.filter(([name]) => begins(name)),
        ...emoji.filter(([name]) => !begins(name) && name.includes(wanted)),
      ];
      return near.slice(0, MOST).map(([name, sign]) => ({ label: `${sign} :${name}:`, text: `${sign} ` }));
    }
  }
}

/** Commands; by their Italian names where no other begins like that. */
function commandChoices(
  { standing }: Vocabulary,
  simple: (all: readonly string[], before: string) => readonly Choice[],
): readonly Choice[] {
  const known = simple(commandNames("page", standing), "/");
  return known.length > 0 ? known : simple(italianNames("page", standing), "/");
}
