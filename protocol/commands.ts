/**
 * The slash commands, one row each. Help, completion, the manual page, the decoding of a command's frame, and what a
 * typed line becomes at every door follow from the rows; what the server does with the frame is a row of its own
 * (`server/commands.ts`). Pure.
 *
 * @module
 */

import { QUIT } from "./connection.ts";
import { PRIVATE, type PrivateRequest } from "./direct.ts";
import type { AnyFrame, MessageId, RequestKind } from "./frames.ts";
import { CATCHUP, HISTORY, type HistoryRequest } from "./history.ts";
import { SAY, type SayRequest } from "./message.ts";
import { AWAY, BACK, NICK, WHO, WHOIS, type WhoRequest } from "./presence.ts";
import type { Problem } from "./problem.ts";
import { JOIN, PART, type PartRequest, ROOMS, TOPIC, type TopicRequest } from "./rooms.ts";
import { SEARCH } from "./search.ts";
import { firstWord } from "./text.ts";

/** Where lines are typed: at the plain door, in the client, or on the page. */
export type Frontend = "plain" | "client" | "page";

/** Where plain text goes: to a room, to one member, or nowhere when somebody is in no room. */
export type Target =
  | { readonly kind: "room"; readonly room: string }
  | PersonTarget
  | { readonly kind: "nowhere" };

/** One member to whom plain text goes. */
export interface PersonTarget {
  readonly kind: "person";
  readonly name: string;
  /** Set where it is known that they have left: somebody else may have the name now. */
  readonly isGone?: boolean;
}

/** What a typed line is read against. */
export interface TypingContext {
  /** Where plain text goes. */
  readonly target: Target;
  /** The room that was last in view: what commands without a room mean. Empty for none. */
  readonly room: string;
  /** The time, in ms since 1970. */
  readonly now: number;
  /** How many minutes this person's clock is ahead of UTC; without it, the server's clock counts. */
  readonly zone?: number;
  /** The time zone of that clock, as `Europe/Rome`. */
  readonly timeZone?: string;
  /** Who last wrote to this person alone, or was written to. */
  readonly correspondent?: string;
  /** Set where it is known that the correspondent has left. */
  readonly isCorrespondentGone?: boolean;
  /** The id that the line's message gets, if it becomes one. */
  readonly id?: MessageId;
}

/** A command that the frontend itself performs: it concerns nobody else. */
export type LocalCommand =
  | "help"
  | "query"
  | "mentions"
  | "ignore"
  | "unignore"
  | "quiet"
  | "set"
  | "clear";

/** What a line is to do: send the server a frame, do something in the frontend, or show what is wrong with it. */
export type IntentOf<Frame extends AnyFrame> =
  | { readonly kind: "send"; readonly frame: Frame }
  | { readonly kind: "local"; readonly name: LocalCommand; readonly rest: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What an argument can be, for completion. `text` is anything up to the end of the line, and may name members. */
export type ArgumentKind =
  | "text"
  | "member"
  | "ignored"
  | "room"
  | "recipient"
  | "command"
  | "query"
  | "switch"
  | "setting"
  | "value";

/** An argument of a command: as usage shows it (`[OPTIONAL]`, `REQUIRED`), and what it can be. */
export interface Argument {
  readonly shape: string;
  readonly kind: ArgumentKind;
}

/** A slash command. */
export interface CommandRow {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Its arguments, in order; a line without the first one is refused when that is required. */
  readonly args: readonly Argument[];
  /** Where it can be typed. */
  readonly frontends: readonly Frontend[];
  /** The frames that it makes: this is where the server's decoder knows them from. */
  readonly requests: readonly RequestKind<AnyFrame>[];
  /** Picks the sentence of the catalogue that help shows. */
  readonly help: (words: never) => string;
  /** Turns what is written behind it, trimmed, into what it is to do; `undefined` when that is not how it is used. */
  readonly toIntent: (rest: string, context: TypingContext) => IntentOf<AnyFrame> | undefined;
}

const EVERYWHERE: readonly Frontend[] = ["plain", "client", "page"];
const SCREENS: readonly Frontend[] = ["client", "page"];

const NAME: Argument = { shape: "NAME", kind: "member" };
const ROOM: Argument = { shape: "#ROOM", kind: "room" };
const text = (shape: string): Argument => ({ shape, kind: "text" });
const optional = ({ shape, kind }: Argument): Argument => ({ shape: `[${shape}]`, kind });

/** Every slash command, in the order in which help shows them. */
export const COMMANDS = [
  local("help", [{ shape: "[COMMAND]", kind: "command" }], EVERYWHERE),
  {
    name: "me",
    aliases: [],
    args: [text("TEXT")],
    frontends: EVERYWHERE,
    requests: [SAY, PRIVATE],
    help: sentence("me"),
    toIntent: (rest, context) => messageIntent(rest, context, true),
  },
  {
    name: "msg",
    aliases: ["m"],
    args: [{ shape: "NAME|#ROOM", kind: "recipient" }, text("TEXT")],
    frontends: EVERYWHERE,
    requests: [SAY, PRIVATE],
    help: sentence("msg"),
    toIntent: msg,
  },
  {
    name: "reply",
    aliases: ["r"],
    args: [text("TEXT")],
    frontends: EVERYWHERE,
    requests: [PRIVATE],
    help: sentence("reply"),
    toIntent: reply,
  },
  local("query", [optional(NAME)], EVERYWHERE, ["q"]),
  {
    name: "join",
    aliases: ["j"],
    args: [ROOM],
    frontends: EVERYWHERE,
    requests: [JOIN],
    help: sentence("join"),
    toIntent: (rest) => /\s/.test(rest) ? undefined : send({ type: "join", room: rest }),
  },
  {
    name: "part",
    aliases: [],
    args: [optional(ROOM), text("[WORD]")],
    frontends: EVERYWHERE,
    requests: [PART],
    help: sentence("part"),
    toIntent: part,
  },
  {
    name: "rooms",
    aliases: ["list"],
    args: [],
    frontends: EVERYWHERE,
    requests: [ROOMS],
    help: sentence("rooms"),
    toIntent: () => send({ type: "rooms" }),
  },
  {
    name: "topic",
    aliases: [],
    args: [text("[TEXT]")],
    frontends: EVERYWHERE,
    requests: [TOPIC],
    help: sentence("topic"),
    toIntent: topic,
  },
  {
    name: "who",
    aliases: ["names"],
    args: [optional(ROOM)],
    frontends: EVERYWHERE,
    requests: [WHO],
    help: sentence("who"),
    toIntent: who,
  },
  {
    name: "whois",
    aliases: [],
    args: [NAME],
    frontends: EVERYWHERE,
    requests: [WHOIS],
    help: sentence("whois"),
    toIntent: (rest) => send({ type: "whois", name: rest }),
  },
  {
    name: "nick",
    aliases: [],
    args: [text("NAME")],
    frontends: EVERYWHERE,
    requests: [NICK],
    help: sentence("nick"),
    toIntent: (rest) => send({ type: "nick", name: rest }),
  },
  {
    name: "away",
    aliases: [],
    args: [text("[WHY]")],
    frontends: EVERYWHERE,
    requests: [AWAY],
    help: sentence("away"),
    toIntent: (rest) => send({ type: "away", ...(rest !== "" && { why: rest }) }),
  },
  {
    name: "back",
    aliases: [],
    args: [],
    frontends: EVERYWHERE,
    requests: [BACK],
    help: sentence("back"),
    toIntent: () => send({ type: "back" }),
  },
  {
    name: "history",
    aliases: [],
    args: [text("[NUMBER|1h|#ROOM@NUMBER]")],
    frontends: EVERYWHERE,
    requests: [HISTORY],
    help: sentence("history"),
    toIntent: history,
  },
  {
    name: "search",
    aliases: ["find"],
    args: [{ shape: "WORDS", kind: "query" }],
    frontends: EVERYWHERE,
    requests: [SEARCH],
    help: sentence("search"),
    toIntent: (rest, context) => send({ type: "search", query: rest, ...clockOf(context) }),
  },
  {
    name: "catchup",
    aliases: [],
    args: [],
    frontends: EVERYWHERE,
    requests: [CATCHUP],
    help: sentence("catchup"),
    toIntent: () => send({ type: "catchup" }),
  },
  local("mentions", [], EVERYWHERE),
  local("ignore", [optional(NAME)], EVERYWHERE),
  local("unignore", [{ shape: "NAME", kind: "ignored" }], EVERYWHERE),
  local("quiet", [{ shape: "[on|off]", kind: "switch" }], ["client"]),
  local("set", [{ shape: "[SETTING", kind: "setting" }, { shape: "[VALUE]]", kind: "value" }], ["client"]),
  local("clear", [], SCREENS),
  {
    name: "quit",
    aliases: ["exit"],
    args: [text("[WORD]")],
    frontends: EVERYWHERE,
    requests: [QUIT],
    help: sentence("quit"),
    toIntent: (rest) => send({ type: "quit", ...(rest !== "" && { word: rest }) }),
  },
] as const satisfies readonly CommandRow[];

/** The name of a slash command. */
export type CommandName = (typeof COMMANDS)[number]["name"];

/** Shows how a command is written, for help and for a line that is wrong: `/nick NAME`. */
export function usageOf(row: CommandRow): string {
  return [`/${row.name}`, ...row.args.map(({ shape }) => shape)].join(" ");
}

/** Finds the command of a name or alias, with or without its slash, in any case. */
export function findCommand(name: string, frontend: Frontend): (typeof COMMANDS)[number] | undefined {
  const wanted = name.replace(/^\//, "").toLowerCase();
  return COMMANDS.find((row) => worksAt(row, frontend) && namesOf(row).includes(wanted));
}

/** Tells whether a command can be typed at a frontend. */
export function worksAt(row: CommandRow, frontend: Frontend): boolean {
  return row.frontends.includes(frontend);
}

/** Lists the name and aliases of every command that can be typed at a frontend. */
export function commandNames(frontend: Frontend): readonly string[] {
  return COMMANDS.filter((row) => worksAt(row, frontend)).flatMap(namesOf);
}

function namesOf({ name, aliases }: CommandRow): readonly string[] {
  return [name, ...aliases];
}

/** Tells whether a command does nothing without an argument. */
export function needsArgument({ args: [first] }: CommandRow): boolean {
  return first !== undefined && !first.shape.startsWith("[");
}

/** Turns a text that is to be said, or done (`/me`), into a message to where plain text goes. */
export function messageIntent(
  text: string,
  { target, id }: TypingContext,
  isAction = false,
): IntentOf<SayRequest | PrivateRequest> {
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

/** Makes the row of a command that the frontend itself performs. */
function local<const Name extends LocalCommand>(
  name: Name,
  args: readonly Argument[],
  frontends: readonly Frontend[],
  aliases: readonly string[] = [],
) {
  const toIntent = (rest: string): IntentOf<never> => ({ kind: "local", name, rest });
  return { name, aliases, args, frontends, requests: [], help: sentence(name), toIntent } as const;
}

/** Picks the sentence of this name from the commands of a catalogue. */
function sentence<const Name extends string>(
  name: Name,
): (words: { readonly commands: { readonly [Sentence in Name]: string } }) => string {
  return ({ commands }) => commands[name];
}

function send<const Frame extends AnyFrame>(frame: Frame): IntentOf<Frame> {
  return { kind: "send", frame };
}

function nowhere(): IntentOf<never> {
  return { kind: "problem", problem: { code: "nowhere" } };
}

/** Says something to a member, or in a room that need not be the one in view; with `/me`, does it. */
function msg(rest: string, context: TypingContext): IntentOf<SayRequest | PrivateRequest> | undefined {
  const [to, text] = firstWord(rest);
  const name = to.replace(/[:,]$/, ""); // As Tab completes a name at the beginning of a line.
  if (name === "" || name === "#" || text === "") return undefined;
  const target: Target = name.startsWith("#")
    ? { kind: "room", room: name.slice(1) }
    : { kind: "person", name };
  const [first, done] = firstWord(text);
  const isAction = first.toLowerCase() === "/me" && done !== "";
  return messageIntent(isAction ? done : text, { ...context, target }, isAction);
}

function reply(rest: string, context: TypingContext): IntentOf<SayRequest | PrivateRequest> {
  const { correspondent: name, isCorrespondentGone: isGone = false } = context;
  if (name === undefined) return { kind: "problem", problem: { code: "nobody-to-answer" } };
  return messageIntent(rest, { ...context, target: { kind: "person", name, isGone } });
}

function part(rest: string, { room: here }: TypingContext): IntentOf<PartRequest> {
  const [room, word] = rest.startsWith("#") ? firstWord(rest) : [here, rest];
  if (room === "") return nowhere();
  return send({ type: "part", room, ...(word !== "" && { word }) });
}

function topic(rest: string, { room, id }: TypingContext): IntentOf<TopicRequest> {
  if (room === "") return nowhere();
  if (rest === "") return send({ type: "topic", room });
  return send({ type: "topic", room, text: rest, ...(id !== undefined && { id }) });
}

function who(rest: string, { room: here }: TypingContext): IntentOf<WhoRequest> {
  const room = rest === "" ? here : rest;
  return room === "" ? nowhere() : send({ type: "who", room, detail: true });
}

/** Picks what a search tells of the searcher's clock. */
export function clockOf(
  { zone, timeZone }: Pick<TypingContext, "zone" | "timeZone">,
): Pick<TypingContext, "zone" | "timeZone"> {
  return { ...(zone !== undefined && { zone }), ...(timeZone !== undefined && { timeZone }) };
}

function history(rest: string, { room, now }: TypingContext): IntentOf<HistoryRequest> | undefined {
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

/** How many messages before and after one `/history #room@NUMBER` shows. */
export const AROUND = 5;

/** Milliseconds in the units of a time that has passed. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What `/history` is to show: a number of messages, those of the last milliseconds, or those around one. */
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
