/**
 * The operator's console of a server: its room, its log lines, and what the operator types.
 *
 * @module
 */

import { type Console, type Extras, FileProofs, openConsole, type OwnCommand, type Told } from "../client.ts";
import { systemClock } from "../net/clock.ts";
import { DEFAULT_ROOM } from "../protocol/limits.ts";
import type { RunningServer } from "../server.ts";
import type { Words } from "../words/en.ts";
import { Closing } from "./closing.ts";
import { parseDuration } from "./flag_values.ts";
import type { LogLines } from "./log_lines.ts";
import type { Output } from "./output.ts";

/** How the console of a server looks. */
export interface ConsoleLook {
  readonly color: boolean;
  readonly links: boolean;
}

/** What a console is opened with. */
export interface ConsoleParts {
  readonly server: RunningServer;
  /** The operator's name. */
  readonly name: string;
  readonly look: ConsoleLook;
  readonly words: Words;
  readonly stdout: Output;
}

/** The longest time after which a room can be told to close, in ms. */
const LONGEST = 7 * 86_400_000;

/** How long a server in the same process may take to answer, in ms. */
const TIMEOUT = 10_000;

/** An open console. */
export interface OpenConsole {
  readonly console: Console;
  /** Resolves to exit code 0 when the operator closes the room. */
  readonly closed: Promise<number>;
}

/** Opens the operator's console, and goes on without when they leave it. */
export function attend({ operator, look, server, lines, words, stdout, isEnding }: {
  readonly operator: string;
  readonly look: ConsoleLook;
  readonly server: RunningServer;
  readonly lines: LogLines;
  readonly words: Words;
  readonly stdout: Output;
  /** Whether the server ends: then nobody has left it by themselves. */
  isEnding(): boolean;
}): OpenConsole {
  const opened = openOperatorConsole({ server, name: operator, look, words, stdout });
  const { console, closed } = opened;
  if (Deno.stderr.isTerminal()) lines.console = console;
  const left = (sentence: string): void => stdout.print(`${sentence}\n`);
  let isClosing = false;
  void closed.then(() => isClosing = true);
  console.ended.then(
    ({ sentence }) => isClosing || isEnding() || left(sentence ?? words.server.consoleLeft),
    (error) =>
      left(words.cli.internal(error instanceof Error ? error.stack ?? error.message : String(error))),
  );
  return opened;
}

/** Opens the console, which takes the terminal over. */
function openOperatorConsole({ server, name, look, words, stdout }: ConsoleParts): OpenConsole {
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  const close = (): void => resolve(0);
  const closing = new Closing(systemClock, { announce: (seconds) => server.announceClosing(seconds), close });
  const extras: Extras = { interrupted: close, commands: [closeCommand(closing, words)] };
  const console = openConsole(
    {
      host: "127.0.0.1",
      port: server.port,
      attach: () => server.attach(),
      isAddressGiven: true,
      name,
      suggestedName: name,
      acceptsSuggestedName: true,
      room: DEFAULT_ROOM,
      json: false,
      ...look,
      proofs: new FileProofs({ keys: undefined, owner: server.ownerSecret, device: "" }),
      timeout: TIMEOUT,
      words,
      client: "console",
    },
    (text) => stdout.print(text),
    extras,
  );
  return { console, closed };
}

/** `/close [TIME|off]`: now, after a while, or not after all. */
function closeCommand(closing: Closing, words: Words): OwnCommand {
  const usage = "/close [TIME|off]";
  const problem = (sentence: string): Told => ({ sentence, isProblem: true });
  return {
    name: "close",
    usage: () => words.usage(usage),
    help: () => words.server.closeHelp,
    run: (rest) => {
      if (rest.toLowerCase() === "off") {
        return closing.callOff() ? undefined : problem(words.server.notClosing);
      }
      const ms = rest === "" ? 0 : parseDuration(rest);
      if (ms === undefined || ms > LONGEST) return problem(words.problem({ code: "usage", usage }));
      closing.begin(ms);
      return undefined;
    },
  };
}
