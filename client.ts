/**
 * A client of a chat room: at a terminal, or as a pipe.
 *
 * @module
 */

import { systemEnds } from "./client/ends.ts";
import { pipe } from "./client/pipe.ts";
import type { ChatEnd, ChatOptions } from "./client/options.ts";
import { systemTty } from "./client/terminal.ts";
import { talk } from "./client/talk.ts";
import { systemClock } from "./net/clock.ts";

export type { ChatEnd, ChatOptions } from "./client/options.ts";
export type { Clock } from "./net/clock.ts";
export type { en, Words } from "./words/en.ts";

/**
 * Walks into a room and stays until somebody ends it. At a terminal one talks; when standard input or output is none, or
 * for JSON, it is a pipe. Ends the process for nobody: whoever calls does that with what comes back.
 */
export async function chat(options: ChatOptions): Promise<ChatEnd> {
  const clock = options.clock ?? systemClock;
  const isPipe = options.json || !Deno.stdin.isTerminal() || !Deno.stdout.isTerminal();
  return await (isPipe ? pipe(options, clock, systemEnds()) : talk(options, clock, systemTty()));
}
