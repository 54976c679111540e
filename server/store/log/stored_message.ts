/**
 * Rows of `messages` as the frames that they were.
 *
 * @module
 */

import { type MessageFrame, readId, type SecondThoughts } from "../../../protocol.ts";
import { changedText, quoteOf } from "./draft_message.ts";
import type { PublicIds } from "./public_ids.ts";
import { fileIn } from "./file_table.ts";
import { decodeReactions, shownReactions } from "./reactions.ts";
import { count, DELETED, KIND, type Row, text } from "./rows.ts";

/** Makes a row of `messages` the frame that it was; the id of its author is in it when `ids` are given. */
export function toFrame(row: Row, room: string, base: number, ids?: PublicIds): MessageFrame {
  const isRedaction = row.action === KIND.redaction;
  const isRedacted = typeof row.redacts === "number";
  const isChange = typeof row.action === "number" && row.action >= KIND.redaction;
  const id = isChange ? undefined : readId(row.id);
  const person = ids?.of(count(row, "person"));
  const thoughts = thoughtsOf(row);
  return {
    type: "message",
    room,
    seq: count(row, "n") - base,
    at: count(row, "at"),
    from: text(row, "sender"),
    ...(person !== undefined && { person }),
    text: isRedacted ? DELETED : changedText(text(row, "text"), thoughts.now),
    ...(id !== undefined && { id }),
    ...((row.action === KIND.done || isChange) && { action: true }),
    ...(row.action === KIND.topic && !isRedacted && { topic: true }),
    ...(isRedacted && { redacted: true }),
    ...(isRedaction && { redacts: redactedBy(row) }),
    ...thoughts,
  };
}

const NONE: SecondThoughts & Pick<MessageFrame, "file"> = {};

/**
 * Makes what a message has of second thoughts: what it is about, as that message is now, and what became of itself. Only a
 * query that reads the other message, too (`message_table.ts`), knows its author and text.
 */
function thoughtsOf(row: Row): SecondThoughts & Pick<MessageFrame, "file"> {
  if (row.about === undefined) return NONE; // Most rows: nothing was read of them but themselves.
  const { about, edited, action, about_sender: author } = row;
  const isGone = typeof row.about_redacts === "number";
  const text = typeof row.about_text === "string" && !isGone ? row.about_text : undefined;
  const quote = typeof author === "string" && { quote: quoteOf(author, text) };
  return {
    ...(typeof about === "number" && action === KIND.edit &&
      { edits: about, ...(text !== undefined && { now: text }) }),
    ...(typeof about === "number" && action === KIND.reaction &&
      { reacts: about, ...reactionIn(row), ...quote }),
    ...(typeof about === "number" && action !== KIND.edit && action !== KIND.reaction &&
      { re: about, ...quote }),
    ...(typeof row.file_id === "string" && { file: fileIn(row) }),
    ...(typeof row.redacts === "number" ? {} : {
      ...(typeof edited === "number" && { edited }),
      ...(row.reactions !== null && row.reactions !== undefined &&
        { reactions: shownReactions(decodeReactions(row.reactions)) }),
    }),
  };
}

/**
 * Makes an id for what has none of its author's: of its own key, so that no two are alike, behind a mark that no id of a
 * client has (`readId`). Earlier versions wrote it without the mark; what stands behind it is read alike.
 */
export function ownId(n: number): string {
  return `"${n}`;
}

/** Writes a reaction into the column of its id. */
export function reactionId(n: number, emoji: string, off: true | undefined): string {
  return `${ownId(n)} ${off ? "-" : "+"}${emoji}`;
}

/** Reads what {@linkcode reactionId} wrote. */
function reactionIn(row: Row): Pick<SecondThoughts, "emoji" | "off"> {
  const written = text(row, "id").split(" ")[1] ?? "";
  return { emoji: written.slice(1), ...(written.startsWith("-") && { off: true }) };
}

/** Writes which messages a redaction takes the texts of into the column of its id. */
export function redactionId(n: number, redacts: readonly number[]): string {
  return `${ownId(n)} ${redacts.join(" ")}`;
}

/** Reads what {@linkcode redactionId} wrote. */
function redactedBy(row: Row): readonly number[] {
  return text(row, "id").split(" ").slice(1).map(Number);
}
