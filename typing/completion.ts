/**
 * What Tab can make of the word before the cursor: a command at the beginning of a line, what a command takes, a room,
 * else a name. Pure.
 *
 * @module
 */

import { LOUDNESSES } from "../protocol/loudness.ts";
import { nameKey } from "../protocol/names.ts";
import type { Standing } from "../protocol/rights.ts";
import {
  type Argument,
  commandNames,
  findCommand,
  italianNames,
  type TypedAt,
} from "../protocol/commands.ts";

/** What can be completed, and in which order. */
export interface Vocabulary {
  /** Who is here, those first who spoke last. */
  readonly names: readonly string[];
  /** Rooms with their `#`: mine first. */
  readonly rooms?: readonly string[];
  /** Those who are hidden. */
  readonly ignored?: readonly string[];
  /** What `/set` knows, with the values that each can have. */
  readonly settings?: ReadonlyMap<string, readonly string[]>;
  /** Which commands there are; those of the terminal (`client`) unless given. */
  readonly frontend?: TypedAt;
  /** The commands that only this terminal has. */
  readonly own?: readonly OwnName[];
  /** What this person is: commands that they may not give are left out. */
  readonly standing?: Standing;
}

/** A command that only one terminal has. */
export interface OwnName {
  /** As it is typed, without the slash. */
  readonly name: string;
  /** How it is written. */
  readonly usage: () => string;
  /** What it does. */
  readonly help: () => string;
}

/** A vocabulary, and what else a line being typed depends on. */
export interface CompletionContext extends Vocabulary {
  /** How many characters a message may have; no limit unless given. */
  readonly messageChars?: number;
  /** Whether a text that is too long for a message can be sent as a file where they are. */
  readonly takesFiles?: boolean;
  /** What this person said last where they are, and can still change. */
  readonly lastSaid?: { readonly seq: number; readonly text: string } | undefined;
}

/** What stands from `from` to the cursor (in UTF-16 units) can become each of `choices`, the likeliest first. */
export interface Completion {
  readonly from: number;
  readonly choices: readonly string[];
}

/** A word completed as far as that is clear: `text` replaces what stands from `from` to the cursor. */
export interface SharedCompletion {
  readonly from: number;
  readonly text: string;
  /** What the word can become, as a list shows it: without what is set behind it. */
  readonly choices: readonly string[];
}

/** Tells whether the server takes a message of `chars` characters. */
function fitsMessage(chars: number, { messageChars = Infinity }: CompletionContext): boolean {
  return chars <= messageChars;
}

/** How a text of some length is sent: as one message, as a file, or line by line. */
export type SentAs = "message" | "file" | "lines";

/** Tells how a text of `chars` characters is sent. */
export function sentAs(chars: number, context: CompletionContext): SentAs {
  if (fitsMessage(chars, context)) return "message";
  return context.takesFiles === true ? "file" : "lines";
}

/** Completes the word before the cursor as far as all choices agree: for who types on instead of going through them. */
export function completeShared(text: string, cursor: number, vocabulary: Vocabulary): SharedCompletion {
  const { from, choices } = complete(text, cursor, vocabulary);
  const word = text.slice(from, cursor);
  const [first = word, ...others] = choices;
  const shown = choices.map(choiceLabel);
  if (others.length === 0) return { from, text: first, choices: shown };
  const shared = sharedBeginning(shown);
  return { from, text: shared.length > word.length ? shared : word, choices: shown };
}

/** Makes a choice as a list shows it: without the space or colon that it puts behind itself. */
export function choiceLabel(choice: string): string {
  return choice.trim().replace(/:$/, "");
}

/** Finds what the word before the cursor can become. */
export function complete(text: string, cursor: number, vocabulary: Vocabulary): Completion {
  const before = text.slice(0, cursor);
  const from = before.length - (before.split(/\s/).at(-1) ?? "").length;
  const word = before.slice(from);
  const [command = "", ...earlier] = before.slice(0, from).trim().split(/\s+/).filter((part) => part !== "");
  if (command === "") {
    if (word.startsWith("/")) return { from, choices: slashCommands(word, vocabulary) };
    return { from, choices: word === "" ? [] : rooms(word, vocabulary) ?? names(word, ": ", vocabulary) };
  }
  const row = command.startsWith("/") ? findCommand(command, frontendOf(vocabulary)) : undefined;
  const choices = argumentChoices(row?.args ?? [], earlier, word, vocabulary) ??
    (word === "" ? [] : rooms(word, vocabulary) ?? names(word, " ", vocabulary));
  return { from, choices };
}

/** Tells whether what is to be completed there is a room. */
export function completesRoom(text: string, cursor: number, vocabulary: Vocabulary): boolean {
  const [first = "", ...others] = text.slice(0, cursor).trimStart().split(/\s+/);
  const word = others.at(-1) ?? first;
  if (word.startsWith("#") || /^in:/i.test(word)) return true;
  const row = others.length > 0 && first.startsWith("/")
    ? findCommand(first, frontendOf(vocabulary))
    : undefined;
  return row?.args[others.length - 1]?.kind === "room";
}

/** What narrows a search, and stands before what it narrows to. */
const NARROWING = ["in:", "from:", "before:", "after:"];

/** Completes an argument, by the row of its command; `undefined` for text, in which names and rooms may stand. */
function argumentChoices(
  args: readonly Argument[],
  earlier: readonly string[],
  word: string,
  vocabulary: Vocabulary,
): readonly string[] | undefined {
  const at = earlier.length;
  const last = args.at(-1);
  const isOver = at >= args.length && last !== undefined && last.kind !== "text" && last.kind !== "query";
  if (isOver) return [];
  switch ((args[at] ?? last)?.kind) {
    case undefined:
    case "text":
      return undefined;
    case "path": // What files there are only a frontend knows.
      return [];
    case "command":
      return begin(commandNames(frontendOf(vocabulary), vocabulary.standing), word, "");
    case "room":
      return roomsFor(word, at + 1 < args.length ? " " : "", vocabulary);
    case "recipient":
      return rooms(word, vocabulary) ?? names(word, " ", vocabulary);
    case "member":
      return names(word, "", vocabulary);
    case "ignored":
      return names(word, "", { names: vocabulary.ignored ?? [] });
    case "query":
      return narrowed(word, vocabulary);
    case "switch":
      return begin(["on", "off"], word, "");
    case "loudness":
      return begin(LOUDNESSES, word, "");
    case "setting":
      return begin([...vocabulary.settings?.keys() ?? []], word, " ");
    case "value":
      return begin(vocabulary.settings?.get(earlier.at(-1)?.toLowerCase() ?? "") ?? [], word, "");
  }
}

function frontendOf({ frontend = "client" }: Vocabulary): TypedAt {
  return frontend;
}

/** Completes a command; by its Italian name where no other begins like that. */
function slashCommands(word: string, vocabulary: Vocabulary): readonly string[] {
  const { standing, own = [] } = vocabulary;
  const frontend = frontendOf(vocabulary);
  const names = [...commandNames(frontend, standing), ...own.map(({ name }) => name)];
  const choices = begin(names.map((name) => `/${name}`), word, " ");
  if (choices.length > 0) return choices;
  return begin(italianNames(frontend, standing).map((name) => `/${name}`), word, " ");
}

function rooms(word: string, { rooms = [] }: Vocabulary): readonly string[] | undefined {
  return word.startsWith("#") ? roomsFor(word, " ", { names: [], rooms }) : undefined;
}

/** Completes rooms, also by a word without `#`. */
function roomsFor(word: string, after: string, { rooms = [] }: Vocabulary): readonly string[] {
  const key = nameKey(word.replace(/^#/, ""));
  return rooms.filter((room) => nameKey(room.slice(1)).startsWith(key)).map((room) => room + after);
}

/** Completes what narrows a search: where to look, and for whose messages. */
function narrowed(word: string, vocabulary: Vocabulary): readonly string[] | undefined {
  const [, sign = "", value = ""] = /^(in:|from:)(.*)$/i.exec(word) ?? [];
  switch (sign.toLowerCase()) {
    case "in:":
      return roomsFor(value, " ", vocabulary).map((room) => sign + room);
    case "from:":
      return names(value, " ", vocabulary).map((name) => sign + name);
    default:
      return word === "" ? [] : begin(NARROWING, word, "");
  }
}

function names(word: string, after: string, { names }: Vocabulary): readonly string[] {
  const at = word.startsWith("@") ? "@" : "";
  const key = nameKey(word.slice(at.length));
  return names.filter((name) => nameKey(name).startsWith(key)).map((name) => at + name + after);
}

function begin(words: readonly string[], word: string, after: string): readonly string[] {
  return words.filter((known) => known.startsWith(word.toLowerCase())).map((known) => known + after);
}

/** Finds the longest beginning that all choices share, letters compared as names are. */
function sharedBeginning([first = "", ...others]: readonly string[]): string {
  const chars = Array.from(first);
  while (!others.every((other) => nameKey(other).startsWith(nameKey(chars.join(""))))) chars.pop();
  return chars.join("");
}
