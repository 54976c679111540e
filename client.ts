/**
 * A client of a chat room: at a terminal, or as a pipe.
 *
 * Owns: the choice between terminal and pipe, and the settings and language that either begins with.
 * Must not know: arguments, exit codes, the server, or what a terminal or a pipe does.
 * Called by: `main/`, and tests.
 * On close: there is nothing to close; the returned promise ends with the session, whose files and terminal are given back.
 *
 * @module
 */

import { runPipe, runScriptCommand, type ScriptCommand, systemStdio } from "./client/pipe.ts";
import type { ChatEnd, ChatOptions } from "./client/options.ts";
import { Settings } from "./client/settings.ts";
import { Console, type Extras, runTerminal, systemTty } from "./client/terminal.ts";
import { systemClock } from "./net/clock.ts";
import { pickWords } from "./words/pick.ts";

export type { Authored } from "./conversation.ts";
export type { OwnName } from "./typing.ts";
export type { Wire } from "./client/wire.ts";
export {
  type Knowledge,
  type KnownServer,
  KnownServers,
  type KnownServersFile,
  type Recognition,
  type Trust,
} from "./client/wire.ts";
export type { ServerAddress } from "./net/address.ts";
export type { ScriptCommand } from "./client/pipe.ts";
export type { ChatEnd, ChatOptions, Proofs, ProofServer } from "./client/options.ts";
export { FileProofs, type ProofFiles } from "./client/proofs.ts";
export {
  type Change,
  type Fixed,
  type Setting,
  SETTINGS,
  Settings,
  type SettingsFile,
  type ValueOf,
} from "./client/settings.ts";
export type { Console, Extras, OwnCommand, Told } from "./client/terminal.ts";
export type { Clock } from "./net/clock.ts";
export type { en, Words } from "./words/en.ts";

/**
 * Runs a session until it ends, and returns how. It is a terminal session if standard input and output are terminals, and
 * a pipe otherwise, for JSON, and for plain lines. Never ends the process: that is the caller's part.
 */
export async function chat(options: ChatOptions): Promise<ChatEnd> {
  const clock = options.clock ?? systemClock;
  const set = withSettings(options);
  const isScreen = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const isPipe = options.json || options.plain === true || !isScreen;
  return await (isPipe ? runPipe(set, clock, systemStdio()) : runTerminal(set, clock, systemTty()));
}

/**
 * Opens the console of a server in this process at this process's terminal.
 *
 * @param write Writes to the terminal without waiting for it: a terminal that stands still must not stop a server.
 */
export function openConsole(options: ChatOptions, write: (text: string) => void, extras: Extras): Console {
  // Whoever stops the process stops the server: that is a shell's to do, and not a key's.
  const { suspend: _, ...tty } = systemTty();
  return new Console(withSettings(options), options.clock ?? systemClock, { ...tty, write }, extras);
}

/** Adds settings where there are none, and has the language follow them. */
function withSettings(options: ChatOptions): ChatOptions {
  const settings = options.settings ?? new Settings(undefined);
  return {
    ...options,
    settings,
    get words() { // May be changed by `/set lang` at any time.
      const lang = settings.get("lang");
      return lang === "auto" ? options.words : pickWords(lang);
    },
  };
}

/** Runs one script command (`send`, `tail`, `ask`) with the guarantees and exit codes of a pipe. */
export async function chatCommand(command: ScriptCommand, options: ChatOptions): Promise<ChatEnd> {
  return await runScriptCommand(command, options, options.clock ?? systemClock, systemStdio());
}
