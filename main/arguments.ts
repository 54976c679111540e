/**
 * Reads a command line against the tables of flags. Pure: the environment is passed in.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { nearestOf } from "../protocol/nearest_word.ts";
import type { Words } from "../words/en.ts";
import type { Env } from "./environment.ts";
import {
  ACCOUNT_ACTIONS,
  type AnyFlag,
  BAN_ACTIONS,
  CHAT_FLAGS,
  type Flag,
  FLAGS_OF,
  IDENTITY_ACTIONS,
  INVITE_ACTIONS,
  KNOWN_ACTIONS,
  OPERANDS,
  SERVICE_ACTIONS,
  SHELLS,
  type SubcommandName,
  type Switch,
  TOKEN_ACTIONS,
} from "./flags.ts";
import { SERVICE_MANAGERS, type ServiceManager } from "./service_units.ts";

/** The command line cannot be understood; the message is the sentence for the person who wrote it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: "help"; readonly command: SubcommandName | undefined }
  | { readonly kind: "version" }
  | {
    readonly kind: "run";
    readonly command: SubcommandName;
    readonly given: FlagValues;
    readonly operands: readonly string[];
  };

/** The values that were given: by flag, else by environment variable, else none, which is the flag's own fallback. */
export class FlagValues {
  readonly #values: { readonly [name: string]: unknown };
  readonly #env: Env;
  readonly #words: Words;

  /** @param values What stood on the command line, by the names of the flags. */
  constructor(values: { readonly [name: string]: unknown }, env: Env, words: Words) {
    this.#values = values;
    this.#env = env;
    this.#words = words;
  }

  /** Gives the value of a flag. Throws a {@linkcode UsageError} when what was written cannot be one, which {@linkcode parseCommandLine} has ruled out. */
  value<Value, Fallback>(flag: Flag<Value, Fallback>): Value | Fallback {
    const written = this.#values[flag.name];
    if (typeof written === "string") return this.#read(flag, `--${flag.name}`, written);
    const set = flag.env && this.#env(flag.env);
    return flag.env && set !== undefined ? this.#read(flag, flag.env, set) : flag.fallback;
  }

  /** Tells whether the flag was given, on the command line or in the environment. */
  has(flag: Flag<unknown>): boolean {
    return this.#values[flag.name] !== undefined ||
      flag.env !== undefined && this.#env(flag.env) !== undefined;
  }

  /** Tells whether a switch was given. */
  isOn(flag: Switch): boolean {
    return this.#values[flag.name] === true;
  }

  #read<Value>(flag: Flag<Value, unknown>, source: string, written: string): Value {
    const { cli } = this.#words;
    if (written === "") throw new UsageError(cli.missingValue(source));
    const value = flag.kind.parse(written);
    if (value !== undefined) return value;
    const { takes } = flag.kind;
    throw new UsageError(
      "choices" in takes
        ? wrongChoice(source, written, takes.choices, this.#words)
        : cli.badValue(source, written, cli.expected[takes.sentence]),
    );
  }
}

/** Parses a whole command line. Throws a {@linkcode UsageError} when it makes no sense. */
export function parseCommandLine(args: readonly string[], env: Env, words: Words): Invocation {
  const { _: [first, second] } = parseArgs(args, { string: ["_"], boolean: SWITCHES, stopEarly: true });
  const command = commandOf(first);
  const written = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (written.includes("--help") || written.includes("-h")) return { kind: "help", command };
  if (written.includes("--version")) return { kind: "version" };
  if (first === "help") return { kind: "help", command: commandOf(second) };
  if (first !== undefined && command === undefined) {
    throw new UsageError(words.cli.unknownCommand(first, nearestOf(first, [...COMMAND_NAMES, "help"])));
  }
  const at = first === undefined ? args.length : args.indexOf(first);
  const flags = [...args.slice(0, at), ...args.slice(at + 1)];
  const rows = command === undefined ? CHAT_ROWS : FLAGS_OF[command];
  const most = command === undefined ? 0 : maxOperands(command);
  const { values, operands } = parse(flags, rows, most, words);
  const given = new FlagValues(values, env, words);
  for (const row of rows) if (row.kind !== "switch") given.value(row);
  return command === undefined ? { kind: "help", command } : { kind: "run", command, given, operands };
}

/** Parses the name of the shell that completions are for. Throws a {@linkcode UsageError} for none and for one that is not known. */
export function parseShell([given]: readonly string[], words: Words): (typeof SHELLS)[number] {
  const shell = SHELLS.find((known) => known === given);
  if (shell !== undefined) return shell;
  throw new UsageError(
    given === undefined
      ? words.cli.missingShell(SHELLS)
      : wrongChoice("chat completions", given, SHELLS, words),
  );
}

/** Parses what is to be done with tokens, and whose. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseTokenAction(
  [given, name]: readonly string[],
  words: Words,
): { readonly action: "list" } | { readonly action: "new" | "revoke"; readonly name: string } {
  const { cli } = words;
  const action = TOKEN_ACTIONS.find((known) => known === given);
  if (given === undefined) throw new UsageError(cli.missingTokenAction(TOKEN_ACTIONS));
  if (action === undefined) {
    throw new UsageError(wrongChoice("chat token", given, TOKEN_ACTIONS, words));
  }
  if (action === "list") {
    if (name !== undefined) throw new UsageError(cli.extraArgument(name));
    return { action };
  }
  if (name === undefined) throw new UsageError(cli.missingTokenName(action));
  return { action, name };
}

/** Parses what is to be done with a server's key. Throws a {@linkcode UsageError} when there is no such thing. */
export function parseIdentityAction([given]: readonly string[], words: Words): "show" | "new" {
  if (given === undefined) return "show";
  const action = IDENTITY_ACTIONS.find((known) => known === given);
  if (action === undefined) {
    throw new UsageError(wrongChoice("chat identity", given, IDENTITY_ACTIONS, words));
  }
  return action;
}

/** Parses what is to be done with invitations, and with which. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseInviteAction(
  [given, written]: readonly string[],
  words: Words,
): { readonly action: "new" | "list" } | { readonly action: "revoke"; readonly id: number } {
  const { cli } = words;
  const action = INVITE_ACTIONS.find((known) => known === given);
  if (given === undefined) return { action: "new" };
  if (action === undefined) throw new UsageError(wrongChoice("chat invite", given, INVITE_ACTIONS, words));
  if (action === "list") {
    if (written !== undefined) throw new UsageError(cli.extraArgument(written));
    return { action };
  }
  const id = /^\d{1,15}$/.test(written ?? "") ? Number(written) : undefined;
  if (id === undefined) throw new UsageError(cli.missingInvitation);
  return { action, id };
}

/** Parses what is to be done with bans, and with which. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseBanAction(
  [given, what]: readonly string[],
  words: Words,
):
  | { readonly action: "list" }
  | { readonly action: "add"; readonly whom: string }
  | { readonly action: "lift"; readonly n: number } {
  const { cli } = words;
  const action = BAN_ACTIONS.find((known) => known === given);
  if (given !== undefined && action === undefined) {
    throw new UsageError(wrongChoice("chat ban", given, BAN_ACTIONS, words));
  }
  if (action === "list" || action === undefined) {
    if (what !== undefined) throw new UsageError(cli.extraArgument(what));
    return { action: "list" };
  }
  if (action === "add") {
    if (what === undefined) throw new UsageError(cli.missingBanned);
    return { action, whom: what };
  }
  const n = /^\d{1,15}$/.test(what ?? "") ? Number(what) : undefined;
  if (n === undefined) throw new UsageError(cli.missingBan);
  return { action, n };
}

/** Parses what is to be done with claimed names, and with whose. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseAccountAction(
  [given, name, to]: readonly string[],
  words: Words,
):
  | { readonly action: "list" }
  | { readonly action: "reset" | "remove"; readonly name: string }
  | { readonly action: "rename"; readonly name: string; readonly to: string } {
  const { cli } = words;
  const action = ACCOUNT_ACTIONS.find((known) => known === given);
  if (given === undefined) throw new UsageError(cli.missingAccountAction(ACCOUNT_ACTIONS));
  if (action === undefined) {
    throw new UsageError(wrongChoice("chat account", given, ACCOUNT_ACTIONS, words));
  }
  const extra = action === "list" ? name : action === "rename" ? undefined : to;
  if (extra !== undefined) throw new UsageError(cli.extraArgument(extra));
  if (action === "list") return { action };
  if (name === undefined || (action === "rename" && to === undefined)) {
    throw new UsageError(cli.missingAccountName(action));
  }
  return action === "rename" ? { action, name, to: to ?? "" } : { action, name };
}

/** Parses whose account is to be the owner's. Throws a {@linkcode UsageError} for nobody's. */
export function parseOwner([name]: readonly string[], { cli }: Words): string {
  if (name === undefined) throw new UsageError(cli.missingOwner);
  return name;
}

/** Parses what is to be done with known servers, and with which. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseKnownAction(
  [given, where]: readonly string[],
  words: Words,
): { readonly action: "list" } | {
  readonly action: "forget";
  readonly host: string;
  readonly port?: number;
} {
  const { cli } = words;
  const action = KNOWN_ACTIONS.find((known) => known === given);
  if (given === undefined) throw new UsageError(cli.missingKnownAction(KNOWN_ACTIONS));
  if (action === undefined) throw new UsageError(wrongChoice("chat known", given, KNOWN_ACTIONS, words));
  if (action === "list") {
    if (where !== undefined) throw new UsageError(cli.extraArgument(where));
    return { action };
  }
  if (where === undefined) throw new UsageError(cli.missingKnownHost);
  const address = parseAddress(where);
  if (address === undefined) throw new UsageError(cli.badHost(where));
  return { action, ...address };
}

/** Reads `HOST` or `HOST:PORT`, an IPv6 address with a port in brackets. */
function parseAddress(written: string): { readonly host: string; readonly port?: number } | undefined {
  const [, v6, name, digits] =
    /^(?:\[([^\]\s]+)\]|([^\s:\[\]]+|[\da-f:.%]*:[\da-f:.%\w]*:[\da-f:.%\w]*))(?::(\d{1,5}))?$/i
      .exec(written) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || port !== undefined && (port < 1 || port > 65535)) return undefined;
  return { host, ...(port !== undefined && { port }) };
}

/** Parses for what a unit is to be printed: `undefined` for this system's. Throws a {@linkcode UsageError} when that makes no sense. */
export function parseServiceAction(
  [given, manager]: readonly string[],
  words: Words,
): ServiceManager | undefined {
  if (given === undefined) throw new UsageError(words.operating.missingServiceAction(SERVICE_MANAGERS));
  if (!SERVICE_ACTIONS.some((known) => known === given)) {
    throw new UsageError(wrongChoice("chat service", given, SERVICE_ACTIONS, words));
  }
  const found = SERVICE_MANAGERS.find((known) => known === manager);
  if (manager === undefined || found !== undefined) return found;
  throw new UsageError(wrongChoice(`chat service ${given}`, manager, SERVICE_MANAGERS, words));
}

/** Reads `--lang` from a command line, however wrong the rest of it may be; `undefined` when it names no language. */
export function languageFlag(args: readonly string[]): string | undefined {
  const { lang } = parseArgs(args, { string: ["_", "lang"] });
  return typeof lang === "string" ? CHAT_FLAGS.lang.kind.parse(lang) : undefined;
}

/** Every subcommand, in the order of the help. */
export const COMMAND_NAMES: readonly SubcommandName[] = [
  "server",
  "client",
  "send",
  "tail",
  "ask",
  "export",
  "backup",
  "verify",
  "restore",
  "token",
  "identity",
  "invite",
  "account",
  "owner",
  "known",
  "ban",
  "audit",
  "service",
  "completions",
];
const CHAT_ROWS = Object.values<AnyFlag>(CHAT_FLAGS);

/** Every switch there is: none of them takes the word behind it for its value. */
const SWITCHES = COMMAND_NAMES.flatMap((name) => FLAGS_OF[name]).filter((row) => row.kind === "switch")
  .flatMap(({ name, short }) => short === undefined ? [name] : [name, short]);

/** Tells how many words a command takes besides flags. */
function maxOperands(command: SubcommandName): number {
  const shapes = OPERANDS[command];
  return shapes.some((shape) => shape.includes("TEXT…")) ? Infinity : shapes.length;
}

function commandOf(word: string | undefined): SubcommandName | undefined {
  return COMMAND_NAMES.find((name) => name === word);
}

/** Parses the values on a command line, by the names of their flags. Throws a {@linkcode UsageError}. */
function parse(
  args: readonly string[],
  rows: readonly AnyFlag[],
  most: number,
  words: Words,
): { readonly values: { readonly [name: string]: unknown }; readonly operands: readonly string[] } {
  const { cli } = words;
  checkLongFlags(args, rows, words);
  const valued = rows.filter((row) => row.kind !== "switch");
  let unknown: string | undefined;
  const { _: operands, ...values } = parseArgs(args, {
    string: ["_", ...valued.map((row) => row.name)],
    boolean: rows.filter((row) => row.kind === "switch").map((row) => row.name),
    alias: Object.fromEntries(rows.flatMap(({ short, name }) => short === undefined ? [] : [[short, name]])),
    unknown: (arg, key) => {
      if (key === undefined) return true;
      unknown ??= arg;
      return false;
    },
  });
  const empty = valued.find((row) => values[row.name] === "");
  const isNumber = /^-\d/.test(unknown ?? ""); // A value below 0 more likely than a flag.
  if (unknown !== undefined && !(isNumber && empty !== undefined)) {
    throw new UsageError(cli.unknownFlag(unknown, nearestFlag(unknown, rows)));
  }
  if (empty !== undefined) throw new UsageError(cli.missingValue(`--${empty.name}`));
  const extra = operands[most];
  if (extra !== undefined) throw new UsageError(cli.extraArgument(String(extra)));
  return { values, operands: operands.map(String) };
}

/** Checks long flags, as the parser takes `--quiet=yes` and `--no-port=1` for something that they are not. */
function checkLongFlags(args: readonly string[], rows: readonly AnyFlag[], { cli }: Words): void {
  for (const arg of args) {
    if (arg === "--") return;
    const [, flag = "", name, value] = /^(--([^=]*))(=[^]*)?$/.exec(arg) ?? [];
    if (flag === "") continue;
    const row = rows.find((known) => known.name === name);
    if (row === undefined) throw new UsageError(cli.unknownFlag(flag, nearestFlag(flag, rows)));
    if (row.kind === "switch" && value !== undefined) throw new UsageError(cli.noValueTaken(flag));
  }
}

/** Finds the flag that was probably meant: the same one of a subcommand, else one of these rows that is written much alike. */
function nearestFlag(written: string, rows: readonly AnyFlag[]): string | undefined {
  const owner = COMMAND_NAMES.find((command) => FLAGS_OF[command].flatMap(writtenForms).includes(written));
  if (owner !== undefined) return `chat ${owner} ${written}`;
  const names = rows.map(({ name }) => name);
  const bare = written.replace(/^--?/, ""); // `-port` is rather `--port` than `-p`.
  const nearest = nearestOf(bare, names) ?? names.find((name) => bare === `no-${name}`);
  return nearest && `--${nearest}`;
}

/** Says that a value is none of those that there are: with the one that was probably meant, else with all. */
function wrongChoice(source: string, given: string, choices: readonly string[], { cli }: Words): string {
  const nearest = nearestOf(given, choices);
  return nearest === undefined
    ? cli.badValue(source, given, choices.join("|"))
    : cli.badChoice(source, given, nearest);
}

function writtenForms({ name, short }: AnyFlag): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}
