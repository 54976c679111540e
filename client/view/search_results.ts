/**
 * What a search found, and what has not been read. Pure.
 *
 * @module
 */

import { bold, underline } from "@std/fmt/colors";
import type { HitFrame, ServerFrame } from "../../protocol.ts";
import { roomLabel } from "../../conversation.ts";
import { cleanText, joinLines } from "../../protocol/text.ts";
import { dimText, formatDateTime, paintName, renderNote, type Style, timeOfDay } from "./style.ts";
import { type DisplayLine, shownWidth, wrap } from "./wrap.ts";

/** So much of a long message is shown, in characters, and so much of that before the first hit in it. */
const EXCERPT = 240;
const BEFORE_HIT = 80;

/** The columns and rows that there are to show something in. */
export interface Space {
  readonly columns: number;
  readonly rows: number;
}

/** How much of a room was not read. */
export type Unread = Extract<ServerFrame, { type: "unread" }>;

/** Renders what a search found, and how to go on. */
export function renderSearchResults(
  hits: readonly HitFrame[],
  { count, more }: { readonly count: number; readonly more?: string },
  style: Style,
): readonly DisplayLine[] {
  const { client } = style.words;
  const first = hits.find(({ near }) => near !== true);
  if (first === undefined) return [renderNote(client.nothingFound, style)];
  const wide = Math.max(...hits.map((hit) => shownWidth(refOf(hit))));
  return [
    ...hits.map((hit) => renderHit(hit, wide, style)),
    renderNote(client.found(count, more !== undefined), style),
    renderNote(client.around(refOf(first)), style),
  ];
}

/** Renders one message: what `/history` calls it, when and by whom it was said. What only stands near has nothing to be called by. */
function renderHit(hit: HitFrame, wide: number, style: Style): DisplayLine {
  const { at, from, action, near } = hit;
  const { words: { client }, plain } = style;
  const text = excerpt(hit, style);
  const name = paintName(from, style);
  if (plain === true) {
    const head = near === true ? client.near : refOf(hit);
    return `${head}, ${formatDateTime(at)}, ${name}${action === true ? "" : ":"} ${text}`;
  }
  const head = near === true ? " ".repeat(wide) : refOf(hit).padEnd(wide);
  const line = `${head} ${formatDateTime(at)} ${action === true ? `* ${name}` : `<${name}>`} ${text}`;
  return { text: near === true ? dimText(line, style) : line, indent: 4 };
}

/** Makes what `/history` calls a message. */
function refOf({ room, seq }: Pick<HitFrame, "room" | "seq">): string {
  return `${roomLabel(room)}@${seq}`;
}

/** Cuts a text to one line around the first hit, with what was looked for marked: never by colour alone. */
function excerpt(
  { text, marks, redacted }: Pick<HitFrame, "text" | "marks" | "redacted">,
  style: Style,
): string {
  if (redacted === true) return style.words.deeds.deleted;
  const chars = Array.from(text);
  const start = Math.max(0, Math.min((marks[0]?.[0] ?? 0) - BEFORE_HIT, chars.length - EXCERPT));
  const end = Math.min(chars.length, start + EXCERPT);
  const part = (from: number, to: number): string =>
    joinLines(cleanText(chars.slice(from, to).join("")), " / ");
  let out = start > 0 ? "…" : "";
  let at = start;
  for (const [from, to] of marks) {
    if (from < at || to <= from || to > end) continue;
    out += part(at, from) + mark(part(from, to), style);
    at = to;
  }
  return out + part(at, end) + (end < chars.length ? "…" : "");
}

function mark(text: string, { color, plain }: Style): string {
  return color && plain !== true ? bold(underline(text)) : `»${text}«`;
}

/** Renders what has not been read: first what names me, then each room; no more than there is space for. */
export function renderUnread(
  hits: readonly HitFrame[],
  rooms: readonly Unread[],
  space: Space | undefined,
  style: Style,
): readonly DisplayLine[] {
  const { client } = style.words;
  if (hits.length === 0 && rooms.length === 0) return [renderNote(client.nothingUnread, style)];
  const wide = Math.max(0, ...hits.map((hit) => shownWidth(refOf(hit))));
  const naming = hits.map((hit) => renderHit({ ...hit, marks: [] }, wide, style));
  const counts = rooms.map((room) => renderCount(room, style));
  const heading = renderNote(client.sinceRead, style);
  if (space === undefined) return [heading, ...naming, ...counts];
  const free = Math.max(2, space.rows - 4); // The heading, what was left out, and the line being typed with its hint.
  const half = Math.min(rowsOf(counts, space), Math.floor(free / 2));
  const last = fitting(naming.toReversed(), free - half, space).toReversed();
  const some = fitting(counts, free - rowsOf(last, space), space);
  const hidden = naming.length - last.length + counts.length - some.length;
  return [heading, ...last, ...some, ...(hidden === 0 ? [] : [renderNote(client.moreUnread(hidden), style)])];
}

function renderCount({ room, count, mentions, at, from, text }: Unread, style: Style): DisplayLine {
  const { client } = style.words;
  const last = `${timeOfDay(at, "24h")} ${
    style.plain === true ? `${paintName(from, style)}:` : `<${paintName(from, style)}>`
  }`;
  const line = `${client.unreadIn(roomLabel(room), count, mentions)} ${last} ${
    excerpt({ text, marks: [] }, style)
  }`;
  return { text: line, indent: 4 };
}

/** Takes as many of these lines, from the first on, as fit into `rows`. */
function fitting(lines: readonly DisplayLine[], rows: number, { columns }: Space): readonly DisplayLine[] {
  let left = rows;
  const end = lines.findIndex((line) => (left -= wrap(line, columns).length) < 0);
  return end < 0 ? lines : lines.slice(0, end);
}

function rowsOf(lines: readonly DisplayLine[], { columns }: Space): number {
  return lines.reduce((sum, line) => sum + wrap(line, columns).length, 0);
}
