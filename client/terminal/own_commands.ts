/**
 * Commands that only one terminal has: the console of a server closes it.
 *
 * @module
 */

import { firstWord } from "../../protocol/text.ts";
import type { OwnName, SubmittedLine } from "../../typing.ts";

/** A command that only one terminal has. */
export interface OwnCommand extends OwnName {
  /** Does it. @returns A sentence that says what came of it, if there is one. */
  run(rest: string): Told | undefined;
}

/** A sentence for whoever gave a command. */
export interface Told {
  /** One line. */
  readonly sentence: string;
  /** Whether it says that something is wrong. */
  readonly isProblem: boolean;
}

/** What a terminal has besides a session. */
export interface Extras {
  /** Sees to Ctrl+C, whatever is being typed. */
  interrupted(): void;
  /** The commands that only this terminal has. */
  readonly commands: readonly OwnCommand[];
}

/** Finds the command of a line, and what is written behind it. */
export function ownCommandIn(
  { text, literal }: SubmittedLine,
  commands: readonly OwnCommand[],
): { readonly command: OwnCommand; readonly rest: string } | undefined {
  if (literal) return undefined;
  const [word, rest] = firstWord(text.trim());
  const command = commands.find(({ name }) => `/${name}` === word.toLowerCase());
  return command === undefined ? undefined : { command, rest };
}
