/**
 * The slash commands: each is one row, of which help, completion, the manual page and what is done are made. Pure.
 *
 * @module
 */

import type { ClientFrame } from "./client_frames.ts";
import type { MessageId } from "./frames.ts";
import type { Problem } from "./problem.ts";

/** Where a command works: at every door, or only where the person has a screen of their own to act on. */
export type Frontend = "plain" | "client" | "page";

/** Who may give a command: anyone who is connected, or only who has a name here. */
export type Right = "anyone" | "member";

/** Where plain text goes: to a room, to one person, or nowhere when somebody is in no room. */
export type Target =
  | { readonly kind: "room"; readonly room: string }
  | PersonTarget
  | { readonly kind: "nowhere" };

/** One person to whom plain text goes. */
export interface PersonTarget {
  readonly kind: "person";
  readonly name: string;
  /** Set where it is known that they have left: who has the name now is somebody else. */
  readonly isGone?: boolean;
}

/** In the light of what a typed line is read. */
export interface TypingContext {
  /** Where plain text goes. */
  readonly target: Target;
  /** The room that one was last in view of: what commands without a room mean. Empty for none. */
  readonly room: string;
  /** The time, in ms since 1970. */
  readonly now: number;
  /** How many minutes this person's clock is ahead of UTC; without it, the server's clock counts. */
  readonly zone?: number;
  /** Who last wrote to this person alone, or was written to. */
  readonly correspondent?: string;
  /** Set where it is known that they have left. */
  readonly isCorrespondentGone?: boolean;
  /** The id that the line's message gets, if it becomes one. */
  readonly id?: MessageId;
}

/** What concerns only the one who gives the command: the door does it. */
export type LocalCommand =
  | "help"
  | "query"
  | "mentions"
  | "ignore"
  | "unignore"
  | "quiet"
  | "set"
  | "clear";

/** What a line is to do: tell the server something, do something at this door, or say what is wrong with it. */
export type Intent =
  | { readonly kind: "send"; readonly frame: ClientFrame }
  | { readonly kind: "local"; readonly name: LocalCommand; readonly rest: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** A slash command. */
export interface CommandRow {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Its arguments as usage shows them: `[optional]`, `REQUIRED`. Empty for none. */
  readonly args: string;
  readonly frontends: readonly Frontend[];
  readonly who: Right;
  /** What it is to do with what is written behind it, trimmed; `undefined` when that is not how it is used. */
  readonly toIntent: (rest: string, light: TypingContext) => Intent | undefined;
}

const EVERYWHERE: readonly Frontend[] = ["plain", "client", "page"];
const SCREENS: readonly Frontend[] = ["client", "page"];

const local = (name: LocalCommand) => (rest: string): Intent => ({ kind: "local", name, rest });

/** Every slash command, in the order in which help shows them. */
export const COMMANDS = [
  {
    name: "help",
    aliases: [],
    args: "[COMMAND]",
    frontends: EVERYWHERE,
    who: "anyone",
    toIntent: local("help"),
  },
  { name: "me", aliases: [], args: "TEXT", frontends: EVERYWHERE, who: "member", toIntent: me },
  {
    name: "msg",
    aliases: ["m"],
    args: "NAME|#ROOM TEXT",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: msg,
  },
  { name: "reply", aliases: ["r"], args: "TEXT", frontends: EVERYWHERE, who: "member", toIntent: reply },
  {
    name: "query",
    aliases: ["q"],
    args: "[NAME]",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: local("query"),
  },
  { name: "join", aliases: ["j"], args: "#ROOM", frontends: EVERYWHERE, who: "member", toIntent: join },
  { name: "part", aliases: [], args: "[#ROOM] [WORD]", frontends: EVERYWHERE, who: "member", toIntent: part },
  {
    name: "rooms",
    aliases: ["list"],
    args: "",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: ask("rooms"),
  },
  { name: "topic", aliases: [], args: "[TEXT]", frontends: EVERYWHERE, who: "member", toIntent: topic },
  { name: "who", aliases: ["names"], args: "[#ROOM]", frontends: EVERYWHERE, who: "member", toIntent: who },
  {
    name: "whois",
    aliases: [],
    args: "NAME",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: named("whois"),
  },
  { name: "nick", aliases: [], args: "NAME", frontends: EVERYWHERE, who: "member", toIntent: nick },
  { name: "away", aliases: [], args: "[WHY]", frontends: EVERYWHERE, who: "member", toIntent: away },
  { name: "back", aliases: [], args: "", frontends: EVERYWHERE, who: "member", toIntent: ask("back") },
  {
    name: "history",
    aliases: [],
    args: "[NUMBER|1h|#ROOM@NUMBER]",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: history,
  },
  {
    name: "search",
    aliases: ["find"],
    args: "WORDS",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: search,
  },
  { name: "catchup", aliases: [], args: "", frontends: EVERYWHERE, who: "member", toIntent: ask("catchup") },
  {
    name: "mentions",
    aliases: [],
    args: "",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: local("mentions"),
  },
  {
    name: "ignore",
    aliases: [],
    args: "[NAME]",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: local("ignore"),
  },
  {
    name: "unignore",
    aliases: [],
    args: "NAME",
    frontends: EVERYWHERE,
    who: "member",
    toIntent: local("unignore"),
  },
  {
    name: "quiet",
    aliases: [],
    args: "[on|off]",
    frontends: ["client"],
    who: "member",
    toIntent: local("quiet"),
  },
  {
    name: "set",
    aliases: [],
    args: "[SETTING [VALUE]]",
    frontends: ["client"],
    who: "member",
    toIntent: local("set"),
  },
  { name: "clear", aliases: [], args: "", frontends: SCREENS, who: "anyone", toIntent: local("clear") },
  { name: "quit", aliases: ["exit"], args: "[WORD]", frontends: EVERYWHERE, who: "anyone", toIntent: quit },
] as const satisfies readonly CommandRow[];

/** The name of a slash command. */
export type CommandName = (typeof COMMANDS)[number]["name"];

/** How a command is written, for help and for whoever wrote it wrongly: `/nick NAME`. */
export function usageOf(row: CommandRow): string {
  return row.args === "" ? `/${row.name}` : `/${row.name} ${row.args}`;
}

/** The command of that name or alias, with or without its slash, in any case. */
export function findCommand(name: string, frontend: Frontend): (typeof COMMANDS)[number] | undefined {
  const wanted = name.replace(/^\//, "").toLowerCase();
  return COMMANDS.find((row) =>
    worksAt(row, frontend) && [row.name, ...row.aliases].some((known) => known === wanted)
  );
}

/** Whether a command works at this place. */
export function worksAt(row: CommandRow, frontend: Frontend): boolean {
  return row.frontends.includes(frontend);
}

/** The name and aliases of every command that works at a place. */
export function commandNames(frontend: Frontend): readonly string[] {
  return COMMANDS.filter((row) => worksAt(row, frontend)).flatMap((row) => [row.name, ...row.aliases]);
}

/** What to do with a text that is to be said, or done (`/me`), where plain text goes. */
export function messageIntent(text: string, { target, id }: TypingContext, isAction = false): Intent {
  const how = { ...(id !== undefined && { id }), ...(isAction && { action: true as const }) };
  switch (target.kind) {
    case "room":
      return send({ type: "say", room: target.room, text, ...how });
    case "person":
      if (target.isGone === true) {
        return { kind: "problem", problem: { code: "not-here", name: target.name } };
      }
      return send({ type: "private", to: target.name, text, ...how });
    case "nowhere":
      return nowhere();
  }
}

function send(frame: ClientFrame): Intent {
  return { kind: "send", frame };
}

function nowhere(): Intent {
  return { kind: "problem", problem: { code: "nowhere" } };
}

function ask(type: "rooms" | "back" | "catchup"): () => Intent {
  return () => send({ type });
}

function named(type: "whois"): (rest: string) => Intent {
  return (rest) => send({ type, name: rest });
}

function me(rest: string, light: TypingContext): Intent {
  return messageIntent(rest, light, true);
}

/** To a person, or to a room that need not be the one in view. `/me` goes with it. */
function msg(rest: string, light: TypingContext): Intent | undefined {
  const [to, text] = firstWord(rest);
  const name = to.replace(/[:,]$/, ""); // As Tab completes a name at the beginning of a line.
  if (name === "" || name === "#" || text === "") return undefined;
  const target: Target = name.startsWith("#")
    ? { kind: "room", room: name.slice(1) }
    : { kind: "person", name };
  const [first, done] = firstWord(text);
  const isAction = first.toLowerCase() === "/me" && done !== "";
  return messageIntent(isAction ? done : text, { ...light, target }, isAction);
}

function reply(rest: string, light: TypingContext): Intent {
  const { correspondent: name, isCorrespondentGone: isGone = false } = light;
  if (name === undefined) return { kind: "problem", problem: { code: "nobody-to-answer" } };
  return messageIntent(rest, { ...light, target: { kind: "person", name, isGone } });
}

function join(rest: string): Intent | undefined {
  return /\s/.test(rest) ? undefined : send({ type: "join", room: rest });
}

function part(rest: string, { room: here }: TypingContext): Intent {
  const [first, others] = rest.startsWith("#") ? firstWord(rest) : [here, rest];
  if (first === "") return nowhere();
  return send({ type: "part", room: first, ...(others !== "" && { word: others }) });
}

function topic(rest: string, { room, id }: TypingContext): Intent {
  if (room === "") return nowhere();
  if (rest === "") return send({ type: "topic", room });
  return send({ type: "topic", room, text: rest, ...(id !== undefined && { id }) });
}

function who(rest: string, { room: here }: TypingContext): Intent {
  const room = rest === "" ? here : rest;
  return room === "" ? nowhere() : send({ type: "who", room, detail: true });
}

function nick(rest: string): Intent {
  return send({ type: "nick", name: rest });
}

function away(rest: string): Intent {
  return send({ type: "away", ...(rest !== "" && { why: rest }) });
}

function history(rest: string, { room, now }: TypingContext): Intent | undefined {
  const wanted = parseHistoryRange(rest);
  if (wanted === undefined) return undefined;
  if (wanted.kind === "around") {
    const { room, seq } = wanted;
    const after = Math.max(0, seq - AROUND - 1);
    return send({ type: "history", room, after, limit: seq + AROUND - after });
  }
  if (room === "") return nowhere();
  if (wanted.kind === "ago") return send({ type: "history", room, since: Math.max(0, now - wanted.ms) });
  return send({ type: "history", room, ...(wanted.count !== undefined && { limit: wanted.count }) });
}

function search(rest: string, { zone }: TypingContext): Intent {
  return send({ type: "search", query: rest, ...(zone !== undefined && { zone }) });
}

function quit(rest: string): Intent {
  return send({ type: "quit", ...(rest !== "" && { word: rest }) });
}

/** How many messages before and after one `/history #room@NUMBER` shows. */
export const AROUND = 5;

/** Milliseconds in the units of a time that has passed. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What `/history` is asked for: so many messages, those of the last so many milliseconds, or those around one. */
export type HistoryRange =
  | { readonly kind: "last"; readonly count?: number }
  | { readonly kind: "ago"; readonly ms: number }
  | { readonly kind: "around"; readonly room: string; readonly seq: number };

/** Reads what is written behind `/history`; `undefined` when it cannot be read. */
export function parseHistoryRange(rest: string): HistoryRange | undefined {
  if (rest === "") return { kind: "last" };
  const [, room = "", seq = ""] = /^#([^\s@]+)@(\d{1,12})$/.exec(rest) ?? [];
  if (room !== "") return { kind: "around", room, seq: Number(seq) };
  const [, number = "", unit] = /^(\d{1,9})([smhd])?$/.exec(rest.toLowerCase()) ?? [];
  if (number === "") return undefined;
  const count = Number(number);
  return unit === undefined ? { kind: "last", count } : { kind: "ago", ms: count * (UNITS[unit] ?? 0) };
}

/** The first word of a text, and what follows it, trimmed. */
function firstWord(text: string): readonly [string, string] {
  const gap = text.search(/\s/); // One pattern for both parts would take quadratic time on a line full of spaces.
  return gap < 0 ? [text, ""] : [text.slice(0, gap), text.slice(gap).trim()];
}
