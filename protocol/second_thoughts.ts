/**
 * Second thoughts: a text that is changed, a reaction to what somebody said. Both are messages of the room with numbers of
 * their own, so that nobody misses one; what they change is shown in the message that they are about. Pure.
 *
 * @module
 */

import { type Fields, isCount, isFields, isText, isTexts } from "./fields.ts";
import type { MessageId } from "./frames.ts";

/** Changes the text of one's own message. */
export interface EditRequest {
  /** What this frame is. */
  readonly type: "edit";
  /** Where it was said. */
  readonly room: string;
  /** The number of the message; the sender's last one without. */
  readonly seq?: number;
  /** The new text; without it, a part is swapped. */
  readonly text?: string;
  /** What is to be found in the text, and what is to stand there instead. */
  readonly swap?: readonly [from: string, to: string];
  /** Set when it is swapped wherever it stands, and not only where it stands first. */
  readonly all?: true;
  /** The sender's own name for this request, by which it is answered. */
  readonly id?: MessageId;
}

/** Reacts to a message with one emoji, or takes that back. */
export interface ReactRequest {
  /** What this frame is. */
  readonly type: "react";
  /** Where it was said. */
  readonly room: string;
  /** The number of the message; the last that somebody else said without. */
  readonly seq?: number;
  /** The emoji. */
  readonly emoji: string;
  /** Whether the reaction is to be there; without it, one that is there is taken back, and else made. */
  readonly on?: boolean;
  /** The sender's own name for this request, by which it is answered. */
  readonly id?: MessageId;
}

/** How a message that another one is about begins, and who said it. */
export interface Quote {
  /** Who said it. */
  readonly from: string;
  /** Its first words; empty when its text was taken away. */
  readonly text: string;
}

/** What people have put below a message with one emoji. */
export interface Reaction {
  /** The emoji. */
  readonly emoji: string;
  /** How many did. */
  readonly count: number;
  /** Who did: the first of them, `REACTION_NAMES` at most. */
  readonly from: readonly string[];
}

/** What a message has of second thoughts, its own and those of others. */
export interface SecondThoughts {
  /** The number of the message that it answers. */
  readonly re?: number;
  /** The number of the message whose text it changes. */
  readonly edits?: number;
  /** That text as it is now; none where it is not kept, or was taken away. */
  readonly now?: string;
  /** The number of the message that it is a reaction to. */
  readonly reacts?: number;
  /** The emoji of the reaction. */
  readonly emoji?: string;
  /** Set when the reaction is taken back. */
  readonly off?: true;
  /** The message that it answers or reacts to. */
  readonly quote?: Quote;
  /** When its text was changed last, in ms since 1970. */
  readonly edited?: number;
  /** The reactions to it, in the order in which their emojis came. */
  readonly reactions?: readonly Reaction[];
}

/**
 * Tells whether a message only changes another one: nobody said anything new with it, and it cannot be changed, answered
 * or deleted itself.
 */
export function changesAnother(
  message: SecondThoughts & { readonly redacts?: readonly number[] },
): boolean {
  return message.redacts !== undefined || message.edits !== undefined || message.reacts !== undefined;
}

/** Reads `s/wrong/right/`, with a `g` behind it for every place; `undefined` for anything else. */
export function parseSwap(line: string): Pick<EditRequest, "swap" | "all"> | undefined {
  const [, from, to = "", flag = ""] = /^s\/([^/]+)\/([^/]*)\/(g?)$/.exec(line) ?? [];
  return from === undefined ? undefined : { swap: [from, to], ...(flag === "g" && { all: true }) };
}

/** Reads what a `message` frame has of second thoughts. */
export function readSecondThoughts(fields: Fields): SecondThoughts {
  const { re, edits, now, reacts, emoji, off, quote, edited, reactions } = fields;
  if ((re ?? edits ?? reacts ?? edited ?? reactions) === undefined) return {}; // Most messages.
  return {
    ...(isCount(re) && { re }),
    ...(isCount(edits) && { edits, ...(isText(now) && { now }) }),
    ...(isCount(reacts) && isText(emoji) && { reacts, emoji, ...(off === true && { off }) }),
    ...(isQuote(quote) && { quote: { from: quote.from, text: quote.text } }),
    ...(isCount(edited) && { edited }),
    ...(isReactions(reactions) && {
      reactions: reactions.map(({ emoji, count, from }) => ({ emoji, count, from })),
    }),
  };
}

function isQuote(value: unknown): value is Quote {
  return isFields(value) && isText(value.from) && isText(value.text);
}

function isReactions(value: unknown): value is readonly Reaction[] {
  return Array.isArray(value) &&
    value.every((one) => isFields(one) && isText(one.emoji) && isCount(one.count) && isTexts(one.from));
}
