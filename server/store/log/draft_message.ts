/**
 * What a draft becomes: the message that is read, its topic, its second thoughts, and how it is quoted. Pure.
 *
 * @module
 */

import type { MessageFrame, Quote, SecondThoughts, Topic } from "../../../protocol.ts";
import { QUOTE_CHARS } from "../../../protocol/limits.ts";
import { cleanLine, firstChars } from "../../../protocol/text.ts";
import type { Draft } from "./port.ts";

/** Returns the topic that a message makes: none, if it has no text. */
export function topicOf({ text, from, at }: Topic): Topic | undefined {
  return text === "" ? undefined : { text, from, at };
}

/** Quotes a message: how it begins, on one line; no words of one whose text was taken away. */
export function quoteOf(from: string, text: string | undefined): Quote {
  return { from, text: firstChars(cleanLine(text ?? ""), QUOTE_CHARS) };
}

/** Makes what somebody reads who knows nothing of changed texts: what happened, and the text as it is now. */
export function changedText(text: string, now: string | undefined): string {
  return now === undefined ? text : `${text}: ${now}`;
}

/**
 * Makes a draft the message with this number, its fields in the order in which readers look for them.
 *
 * @param person The id of its author, where the draft has none.
 */
export function toMessage(draft: Omit<Draft, "personId">, seq: number, person?: string): MessageFrame {
  const { room, at, from, person: author, action, topic, id, redacts, re, file } = draft;
  const text = draft.edits === undefined ? draft.text : changedText(draft.text, draft.now);
  const by = author ?? person;
  const message: MessageFrame = by === undefined
    ? { type: "message", room, seq, at, from, text }
    : { type: "message", room, seq, at, from, person: by, text };
  if (id === undefined && !action && !topic && re === undefined && file === undefined) return message; // Most of what programs say; spreading nothing costs as much.
  return {
    ...message,
    ...(id !== undefined && { id }),
    ...(action && { action }),
    ...(topic && { topic }),
    ...(redacts !== undefined && { redacts }),
    ...secondThoughtsOf(draft),
    ...(file !== undefined && { file }),
  };
}

/** Picks what a draft has of second thoughts; `undefined` for one that is about no other message. */
export function secondThoughtsOf(
  { re, edits, now, reacts, emoji, off, quote }: Omit<Draft, "personId">,
): SecondThoughts | undefined {
  if ((re ?? edits ?? reacts) === undefined) return undefined;
  return {
    ...(re !== undefined && { re }),
    ...(edits !== undefined && { edits, ...(now !== undefined && { now }) }),
    ...(reacts !== undefined && emoji !== undefined && { reacts, emoji, ...(off && { off }) }),
    ...(quote !== undefined && { quote }),
  };
}
