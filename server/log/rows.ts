/**
 * Rows of SQLite queries, and the one place that checks what is in them.
 *
 * @module
 */

import type { PublicIds } from "./public_ids.ts";
import { type MessageFrame, readId } from "../../protocol.ts";

/** A message's key is its room's number times this, plus its `seq`: one tree for both, in the order in which rooms are read. */
export const ROOM_SPAN = 2 ** 40;

/** A row of a query, unchecked. */
export type Row = Record<string, unknown>;

/** The values of `messages.action`. */
export const KIND = { said: 0, done: 1, topic: 2, redaction: 3 } as const;

/** The text of a message whose text was taken away, for readers that know nothing of that. */
export const DELETED = "(deleted)";

/** Reads the text in a column. @throws When there is none. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`The column ${column} has no text.`);
  return value;
}

/** Reads the number in a column. @throws When there is none. */
export function count(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`The column ${column} has no number.`);
  return value;
}

/** Makes a row of `messages` the frame that it was; the id of its author is in it when `ids` are given. */
export function toFrame(row: Row, room: string, base: number, ids?: PublicIds): MessageFrame {
  const isRedaction = row.action === KIND.redaction;
  const isRedacted = typeof row.redacts === "number";
  const id = isRedaction ? undefined : readId(row.id);
  const person = ids?.of(count(row, "person"));
  return {
    type: "message",
    room,
    seq: count(row, "n") - base,
    at: count(row, "at"),
    from: text(row, "sender"),
    ...(person !== undefined && { person }),
    text: isRedacted ? DELETED : text(row, "text"),
    ...(id !== undefined && { id }),
    ...((row.action === KIND.done || isRedaction) && { action: true }),
    ...(row.action === KIND.topic && !isRedacted && { topic: true }),
    ...(isRedacted && { redacted: true }),
    ...(isRedaction && { redacts: redactedBy(row) }),
  };
}

/** Writes which messages a redaction takes the texts of into the column of its id: with its own key, so that no two are alike. */
export function redactionId(n: number, redacts: readonly number[]): string {
  return `${n} ${redacts.join(" ")}`;
}

/** Reads what {@linkcode redactionId} wrote. */
function redactedBy(row: Row): readonly number[] {
  return text(row, "id").split(" ").slice(1).map(Number);
}
