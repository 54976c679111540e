/**
 * The log lines for the operator: who joined, who left and why. Never what was said.
 *
 * Owns: what is worth a line, how one looks, its level, and how much of an address it tells.
 * Must not know: where lines go, or what happens in rooms.
 * Called by: everything in the server (events), `main` (making a logger), the wiring.
 * On close: nothing.
 *
 * @module
 */

import { joinLines } from "../../protocol/text.ts";
import type { Words } from "../../words/en.ts";
import { type AddressPolicy, withAddresses } from "./logger/addresses.ts";
import type { LogEvent } from "./logger/events.ts";
import { levelOf } from "./logger/levels.ts";
import { sentence } from "./logger/sentences.ts";

export type { AddressPolicy } from "./logger/addresses.ts";
export type { FailedWork, IdentityProblem, LogEvent } from "./logger/events.ts";
export { levelOf, type LogLevel } from "./logger/levels.ts";
export { withoutRepeats } from "./logger/repeats.ts";

/** Writes log events. */
export type Logger = (event: LogEvent) => void;

/** How log lines look: for people, one JSON object a line, or not at all. */
export type LogStyle = "text" | "json" | "quiet";

/** How a logger is to write. */
export interface LoggerOptions {
  /** Milliseconds since 1970, for the time in front of each line. */
  readonly now?: () => number;
  /** How much of addresses is told; all by default. */
  readonly addresses?: AddressPolicy;
}

/** The version of the JSON lines: what is added later does not change it. */
const LINE_VERSION = 1;

/** Makes a logger that writes whole lines through `write`. */
export function makeLogger(
  style: LogStyle,
  words: Words,
  write: (line: string) => void,
  { now = Date.now, addresses = "full" }: LoggerOptions = {},
): Logger {
  const at = (): string => new Date(now()).toISOString();
  switch (style) {
    case "quiet":
      return () => {};
    case "json":
      return (event) => {
        const told = withAddresses(event, addresses);
        write(`${JSON.stringify({ v: LINE_VERSION, at: at(), level: levelOf(event), ...told })}\n`);
      };
    case "text":
      return (event) => {
        const line = `${at()} ${sentence(withAddresses(event, addresses), words)}`;
        write(`${joinLines(line, " | ")}\n`); // A stack trace has several lines.
      };
  }
}

/** Makes an error the cause in a log line: with its stack, which is for us. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
