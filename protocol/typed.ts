/**
 * What a person types, at whichever door: words for leaving, slash commands, or simply something to say. Pure.
 *
 * @module
 */

import { closestString } from "@std/text/closest-string";

/** Where a command works: at every door, or only where the person has a screen of their own to act on. */
export type Place = "plain" | "client" | "page";

/** A slash command: its name, its other names, what comes after it, and where it works. */
export interface CommandRow {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Its arguments as usage shows them: `[optional]`, `REQUIRED`. Empty for none. */
  readonly args: string;
  readonly places: readonly Place[];
}

const EVERYWHERE: readonly Place[] = ["plain", "client", "page"];

/** Every slash command, in the order in which help shows them. */
export const COMMANDS = [
  { name: "help", aliases: [], args: "[COMMAND]", places: EVERYWHERE },
  { name: "who", aliases: ["names"], args: "", places: EVERYWHERE },
  { name: "nick", aliases: [], args: "NAME", places: EVERYWHERE },
  { name: "me", aliases: [], args: "TEXT", places: EVERYWHERE },
  { name: "history", aliases: [], args: "[NUMBER|1h]", places: EVERYWHERE },
  { name: "mentions", aliases: [], args: "", places: ["client"] },
  { name: "ignore", aliases: [], args: "[NAME]", places: ["client"] },
  { name: "quiet", aliases: [], args: "[on|off]", places: ["client"] },
  { name: "set", aliases: [], args: "[SETTING [VALUE]]", places: ["client"] },
  { name: "clear", aliases: [], args: "", places: ["client", "page"] },
  { name: "quit", aliases: ["exit"], args: "[WORD]", places: EVERYWHERE },
] as const satisfies readonly CommandRow[];

/** The name of a slash command. */
export type CommandName = (typeof COMMANDS)[number]["name"];

/** Words that leave, besides `/quit` and `/exit`: those of the programs that this one grows out of. */
export const LEAVING_WORDS: readonly string[] = ["{quit}", "!quit", "{close}"];

/** What a typed line means. `rest` is what follows the command, trimmed. */
export type Typed =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly name: CommandName; readonly rest: string }
  | { readonly kind: "usage"; readonly usage: string }
  | { readonly kind: "unknown"; readonly given: string; readonly nearest: string };

/** How a command is written, for help and for whoever wrote it wrongly: `/nick NAME`. */
export function usageOf(row: CommandRow): string {
  return row.args === "" ? `/${row.name}` : `/${row.name} ${row.args}`;
}

/** Reads a typed line. `//x` says `/x`; an unknown command is never something to say. */
export function parseTyped(line: string, place: Place): Typed {
  const said = line.trim();
  const gap = said.search(/\s/); // One pattern for both parts would take quadratic time on a line full of spaces.
  const first = gap < 0 ? said : said.slice(0, gap);
  const rest = gap < 0 ? "" : said.slice(gap).trimStart();
  const word = first.toLowerCase();
  if (LEAVING_WORDS.includes(word)) return { kind: "command", name: "quit", rest };
  if (word.startsWith("//")) return { kind: "text", text: line.trimStart().slice(1) };
  if (!word.startsWith("/")) return { kind: "text", text: line };
  const row = findCommand(word.slice(1), place);
  if (row === undefined) {
    const names = COMMANDS.filter((known) => isCommandOf(known, place)).flatMap((
      known,
    ) => [known.name, ...known.aliases]);
    return { kind: "unknown", given: first, nearest: `/${closestString(word.slice(1), names)}` };
  }
  const needs = row.args !== "" && !row.args.startsWith("[");
  if (needs && rest === "") return { kind: "usage", usage: usageOf(row) };
  return { kind: "command", name: row.name, rest };
}

/** Milliseconds in the units of a time that has passed. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What `/history` is asked for: so many messages, those of the last so many milliseconds, or what is usual. `undefined` is neither. */
export function parseHistory(rest: string): { readonly count?: number; readonly ago?: number } | undefined {
  if (rest === "") return {};
  const [, number = "", unit] = /^(\d{1,9})([smhd])?$/.exec(rest.toLowerCase()) ?? [];
  if (number === "") return undefined;
  const count = Number(number);
  return unit === undefined ? { count } : { ago: count * (UNITS[unit] ?? 0) };
}

/** The command of that name or alias, with or without its slash, in any case. */
export function findCommand(name: string, place: Place): (typeof COMMANDS)[number] | undefined {
  const wanted = name.replace(/^\//, "").toLowerCase();
  return COMMANDS.find((row) =>
    isCommandOf(row, place) && [row.name, ...row.aliases].some((known) => known === wanted)
  );
}

/** Whether a command works at this place. */
export function isCommandOf(row: CommandRow, place: Place): boolean {
  return row.places.includes(place);
}
