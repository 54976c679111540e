/**
 * What stands below the line being typed: the usage of a command while it is typed, what can be chosen, what is looked for,
 * what can be done with a paste. Pure.
 *
 * @module
 */

import { commandNames, findCommand, usageOf } from "../../protocol/commands.ts";
import type { Words } from "../../words/en.ts";
import { choiceLabel, type CompletionContext, sentAs } from "../../typing.ts";
import type { Editor } from "./editor.ts";

/** How many choices are shown around the one that is chosen. */
const CHOICES = 8;

/** Makes the hint for what is typed; `undefined` when there is none. */
export function hintFor(
  { text, mode }: Editor,
  context: CompletionContext,
  words: Words,
): string | undefined {
  const { hints } = words.client;
  switch (mode.kind) {
    case "pasting":
      return hints.paste(mode.lines, mode.chars, sentAs(mode.chars, context));
    case "searching":
      return hints.search(mode.query, mode.query === "" || mode.at !== undefined);
    case "amending":
      return hints.amending(mode.seq);
    case "choosing":
      return choices(mode.choices.map(choiceLabel), mode.at);
    case "typing":
      return commandHint(text, words, context);
  }
}

/** Lists the choices, the one that is there in brackets. */
function choices(all: readonly string[], at: number): string {
  const first = Math.max(0, Math.min(at - Math.floor(CHOICES / 2), all.length - CHOICES));
  const some = all.slice(first, first + CHOICES).map((choice, i) =>
    first + i === at ? `[${choice}]` : choice
  );
  return [...(first > 0 ? ["…"] : []), ...some, ...(first + CHOICES < all.length ? ["…"] : [])].join(" ");
}

function commandHint(
  text: string,
  words: Words,
  { standing, own = [] }: CompletionContext,
): string | undefined {
  if (!/^\/(?!\/)/.test(text) || text.includes("\n")) return undefined;
  const [word = "", ...rest] = text.split(/\s/);
  const mine = own.find(({ name }) => `/${name}` === word.toLowerCase());
  if (mine !== undefined) return `${mine.usage()}  ${mine.help()}`;
  const row = findCommand(word, "client");
  if (row !== undefined) return `${words.usage(usageOf(row))}  ${row.help(words)}`;
  if (rest.length > 0) return undefined;
  const near = [...commandNames("client", standing), ...own.map(({ name }) => name)].map((name) => `/${name}`)
    .filter((name) => name.startsWith(word.toLowerCase()));
  return near.length === 0 ? undefined : near.join(" ");
}
