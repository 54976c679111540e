/**
 * The slash commands, one row each. Help, completion, the manual page, the decoding of a command's frame, and what a
 * typed line becomes at every door follow from the rows; what the server does with the frame is a row of its own
 * (`server/core/commands.ts`). Pure.
 *
 * @module
 */

import { ACCOUNT, CLAIM } from "./account_requests.ts";
import type { Argument, CommandRow, IntentOf, LocalCommand, TypedAt } from "./command_row.ts";
import { QUIT } from "./connection.ts";
import { clockOf } from "./dates.ts";
import { DEED_COMMANDS } from "./deed_commands.ts";
import { invite } from "./deed_lines.ts";
import { MOD } from "./deed_request.ts";
import { PRIVATE } from "./direct_request.ts";
import { CATCHUP, HISTORY } from "./history_requests.ts";
import { FILE_COMMANDS } from "./file_commands.ts";
import { claim, devices, history, join, msg, part, password, reply, topic, who } from "./intents.ts";
import { messageIntent, send } from "./message_intent.ts";
import { INVITE } from "./invite.ts";
import { SAY } from "./message_request.ts";
import { AWAY, BACK, NICK, WHO, WHOIS } from "./presence_requests.ts";
import { isItalianNameOf, ITALIAN_NAMES } from "./italian_names.ts";
import { JOIN, PART, ROOMS, TOPIC } from "./rooms_requests.ts";
import { mayDoAnywhere, type Standing } from "./rights.ts";
import { SEARCH } from "./search_request.ts";
import { SECOND_THOUGHT_COMMANDS } from "./second_thought_commands.ts";

export type * from "./command_row.ts";

const EVERYWHERE: readonly TypedAt[] = ["plain", "client", "page"];
const SCREENS: readonly TypedAt[] = ["client", "page"];

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
    args: [ROOM, text("[KEY]")],
    frontends: EVERYWHERE,
    requests: [JOIN],
    help: sentence("join"),
    toIntent: join,
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
    name: "invite",
    aliases: [],
    args: [optional(NAME)],
    frontends: EVERYWHERE,
    requests: [INVITE, MOD],
    help: sentence("invite"),
    toIntent: invite,
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
    name: "claim",
    aliases: [],
    args: [text("[PASSWORD]")],
    frontends: EVERYWHERE,
    requests: [CLAIM],
    help: sentence("claim"),
    toIntent: claim,
  },
  {
    name: "password",
    aliases: [],
    args: [text("[NEW"), text("[OLD]]")],
    frontends: EVERYWHERE,
    requests: [ACCOUNT],
    help: sentence("password"),
    toIntent: password,
  },
  {
    name: "devices",
    aliases: [],
    args: [text("[add|forget NUMBER]")],
    frontends: EVERYWHERE,
    requests: [ACCOUNT],
    help: sentence("devices"),
    toIntent: devices,
  },
  {
    name: "unclaim",
    aliases: [],
    args: [],
    frontends: EVERYWHERE,
    requests: [ACCOUNT],
    help: sentence("unclaim"),
    toIntent: () => send({ type: "account", do: "unclaim" }),
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
  local("notify", [{ shape: "[all|mentions|off]", kind: "loudness" }], SCREENS),
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
  ...SECOND_THOUGHT_COMMANDS,
  ...FILE_COMMANDS,
  ...DEED_COMMANDS,
] as const satisfies readonly CommandRow[];

/** The name of a slash command. */
export type CommandName = (typeof COMMANDS)[number]["name"];

/** Shows how a command is written, for help and for a line that is wrong: `/nick NAME`. */
export function usageOf(row: CommandRow): string {
  return [`/${row.name}`, ...row.args.map(({ shape }) => shape)].join(" ");
}

/** Finds the command of a name or alias, also of its Italian name, with or without its slash, in any case. */
export function findCommand(name: string, frontend: TypedAt): (typeof COMMANDS)[number] | undefined {
  const wanted = name.replace(/^\//, "").toLowerCase().normalize("NFC");
  return COMMANDS.find((row) =>
    worksAt(row, frontend) && (namesOf(row).includes(wanted) || isItalianNameOf(row.name, wanted))
  );
}

/** Tells whether a command can be typed at a frontend. */
export function worksAt(row: CommandRow, frontend: TypedAt): boolean {
  return row.frontends.includes(frontend);
}

/** Lists the name and aliases of every command that can be typed at a frontend, by somebody who may give it. */
export function commandNames(frontend: TypedAt, standing?: Standing): readonly string[] {
  return commandsFor(frontend, standing).flatMap(namesOf);
}

/** Lists the commands that can be typed at a frontend and that somebody may give; all of them without a standing. */
export function commandsFor(frontend: TypedAt, standing?: Standing): readonly (typeof COMMANDS)[number][] {
  const rows: readonly ((typeof COMMANDS)[number] & CommandRow)[] = COMMANDS;
  return rows.filter((row) =>
    worksAt(row, frontend) &&
    (row.deed === undefined || standing === undefined || mayDoAnywhere(standing, row.deed))
  );
}

/** Lists the Italian names of the commands that can be typed at a frontend, by somebody who may give them. */
export function italianNames(frontend: TypedAt, standing?: Standing): readonly string[] {
  return commandsFor(frontend, standing).flatMap(({ name }) => ITALIAN_NAMES[name] ?? []);
}

function namesOf({ name, aliases }: CommandRow): readonly string[] {
  return [name, ...aliases];
}

/** Tells whether a command does nothing without an argument. */
export function needsArgument({ args: [first] }: CommandRow): boolean {
  return first !== undefined && !first.shape.startsWith("[");
}

/** Makes the row of a command that the frontend itself performs. */
function local<const Name extends LocalCommand>(
  name: Name,
  args: readonly Argument[],
  frontends: readonly TypedAt[],
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
