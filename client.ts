/**
 * A client of a chat room: at a terminal, or as a pipe.
 *
 * @module
 */

import { runPipe, runScriptCommand, type ScriptCommand, systemStdio } from "./client/pipe.ts";
import type { ChatEnd, ChatOptions } from "./client/options.ts";
import { Settings } from "./client/settings.ts";
import { runTerminal, systemTty } from "./client/terminal.ts";
import { systemClock } from "./net/clock.ts";
import { pickWords } from "./words/pick.ts";

export type { ScriptCommand } from "./client/pipe.ts";
export type { ChatEnd, ChatOptions } from "./client/options.ts";
export {
  type Change,
  type Fixed,
  type Setting,
  SETTINGS,
  Settings,
  type SettingsFile,
  type ValueOf,
} from "./client/settings.ts";
export type { Clock } from "./net/clock.ts";
export type { en, Words } from "./words/en.ts";

/**
 * Walks into a room and stays until somebody ends it. At a terminal one talks; when standard input or output is none, for
 * JSON, and in plain lines, it is a pipe. Ends the process for nobody: whoever calls does that with what comes back.
 */
export async function chat(options: ChatOptions): Promise<ChatEnd> {
  const clock = options.clock ?? systemClock;
  const settings = options.settings ?? new Settings(undefined);
  const set: ChatOptions = {
    ...options,
    settings,
    get words() { // May be changed by `/set lang` at any time.
      const lang = settings.get("lang");
      return lang === "auto" ? options.words : pickWords(lang);
    },
  };
  const isScreen = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const isPipe = options.json || options.plain === true || !isScreen;
  return await (isPipe ? runPipe(set, clock, systemStdio()) : runTerminal(set, clock, systemTty()));
}

/** Goes into a room for one thing: to say something, to read, to ask. With the guarantees and exit codes of a pipe. */
export async function chatCommand(command: ScriptCommand, options: ChatOptions): Promise<ChatEnd> {
  return await runScriptCommand(command, options, options.clock ?? systemClock, systemStdio());
}
