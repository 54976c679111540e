/**
 * The slash commands of second thoughts: answering a message, changing one's own, reacting to one; see `commands.ts`. Pure.
 *
 * @module
 */

import type { Argument, CommandRow, IntentOf, TypedAt, TypingContext } from "./command_row.ts";
import { nowhere, send } from "./message_intent.ts";
import type { SayRequest } from "./message.ts";
import { SAY } from "./message_request.ts";
import { type EditRequest, parseSwap, type ReactRequest } from "./second_thoughts.ts";
import { EDIT, REACT } from "./second_thoughts_requests.ts";

const EVERYWHERE: readonly TypedAt[] = ["plain", "client", "page"];
const NUMBER: Argument = { shape: "[@NUMBER]", kind: "text" };
const text = (shape: string): Argument => ({ shape, kind: "text" });

/** Every command of second thoughts, in the order in which help shows them. */
export const SECOND_THOUGHT_COMMANDS = [
  {
    name: "answer",
    aliases: [],
    args: [NUMBER, text("TEXT")],
    frontends: EVERYWHERE,
    requests: [SAY],
    help: sentence("answer"),
    toIntent: answer,
  },
  {
    name: "edit",
    aliases: [],
    args: [NUMBER, text("TEXT")],
    frontends: EVERYWHERE,
    requests: [EDIT],
    help: sentence("edit"),
    toIntent: edit,
  },
  {
    name: "react",
    aliases: [],
    args: [NUMBER, text("EMOJI")],
    frontends: EVERYWHERE,
    requests: [REACT],
    help: sentence("react"),
    toIntent: react,
  },
] as const satisfies readonly CommandRow[];

/** Makes what `s/wrong/right/` is to do where a person typed it as a line of its own; `undefined` for any other line. */
export function swapIntent(
  line: string,
  { target, isPerson }: TypingContext,
): IntentOf<EditRequest> | undefined {
  const swap = isPerson === true && target.kind === "room" ? parseSwap(line.trim()) : undefined;
  return swap === undefined || target.kind !== "room"
    ? undefined
    : send({ type: "edit", room: target.room, ...swap });
}

/** Answers the message with a number, or the last that somebody else said. */
function answer(rest: string, { room, id }: TypingContext): IntentOf<SayRequest> | undefined {
  const { seq, behind } = numbered(rest);
  if (room === "") return nowhere();
  if (behind === "") return undefined;
  return send({ type: "say", room, text: behind, re: seq ?? 0, ...(id !== undefined && { id }) });
}

/** Changes the message with a number, or one's own last. */
function edit(rest: string, { room }: TypingContext): IntentOf<EditRequest> | undefined {
  const { seq, behind } = numbered(rest);
  if (room === "") return nowhere();
  if (behind === "") return undefined;
  return send({
    type: "edit",
    room,
    ...(seq !== undefined && { seq }),
    ...parseSwap(behind) ?? { text: behind },
  });
}

/** Reacts to the message with a number, or to the last that somebody else said; once more takes it back. */
function react(rest: string, { room }: TypingContext): IntentOf<ReactRequest> | undefined {
  const { seq, behind: emoji } = numbered(rest);
  if (room === "") return nowhere();
  if (emoji === "" || /\s/.test(emoji)) return undefined;
  return send({ type: "react", room, emoji, ...(seq !== undefined && { seq }) });
}

/** Reads `@41` before a text. */
function numbered(rest: string): { readonly seq?: number; readonly behind: string } {
  const [, number, behind = ""] = /^@(\d{1,15})(?:\s+([^]*))?$/.exec(rest) ?? [];
  return number === undefined ? { behind: rest } : { seq: Number(number), behind };
}

/** Picks the sentence of this name from the commands of a catalogue. */
function sentence<const Name extends string>(
  name: Name,
): (words: { readonly commands: { readonly [Sentence in Name]: string } }) => string {
  return ({ commands }) => commands[name];
}
