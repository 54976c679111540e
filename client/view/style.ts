/**
 * For whom and how lines are made: their times, names and signs. Pure.
 *
 * @module
 */

import { bold, dim, red, rgb8 } from "@std/fmt/colors";
import { nameKey } from "../../protocol/names.ts";
import { cleanLine, cleanText } from "../../protocol/text.ts";
import type { Words } from "../../words/en.ts";
import { renderMarkup } from "./markup.ts";
import type { ValueOf } from "../settings.ts";
import { isSameRoom, roomLabel } from "../../conversation.ts";
import { type IndentedText, shownWidth } from "./wrap.ts";

/** For whom and how lines are made. */
export interface Style {
  readonly words: Words;
  readonly color: boolean;
  /** My own name, "" before I have one. */
  readonly me: string;
  /** The room in view: what is said elsewhere is told with its room. Without it no room is named. */
  readonly room?: string;
  /** One speakable line a message, its author first, instead of what is for the eye. */
  readonly plain?: boolean;
  /** How wide the screen is, where there is one: a long text is shortened there. */
  readonly columns?: number;
  /** How times are shown; `auto` unless given. */
  readonly time?: ValueOf<"time">;
  /** Whether links can be clicked (OSC 8). */
  readonly links?: boolean;
  /** Whether pictures can be shown. */
  readonly pictures?: boolean;
}

/** The colours that names have: of the 256, those that are legible on black and on white alike. */
export const NAME_COLORS: readonly number[] = [
  27,
  28,
  30,
  32,
  64,
  67,
  97,
  99,
  100,
  129,
  130,
  131,
  132,
  162,
  165,
  166,
];

/** The last moment that a date can name, in ms since 1970. */
export const LAST_MOMENT = 8.64e15;

/** How far the lines of a message after its first are indented at most, in columns. */
const MAX_INDENT = 16;

/** Renders something that is not said by anyone. */
export function renderNote(text: string, { plain }: Style): string {
  return plain === true ? text : `--- ${text}`;
}

/** Makes the label of a room that is not in view; empty for the one that is. */
export function otherRoomName(room: string, style: Style): string {
  return style.room === undefined || isSameRoom(room, style.room) ? "" : roomLabel(room);
}

/** Dims what may be overlooked. */
export function dimText(text: string, { color }: Style): string {
  return color ? dim(text) : text;
}

/** Renders what is wrong, set apart from what is said also without colour. */
export function renderProblem(sentence: string, { color, plain }: Style): string {
  if (plain === true) return sentence;
  return color ? red(`! ${sentence}`) : `! ${sentence}`;
}

/** Formats the time of day on this machine: `[21:04]`. */
export function bracketedTime(at: number, format: ValueOf<"time"> = "auto"): string {
  const time = timeOfDay(at, format);
  return time === "" ? "" : `[${time}]`;
}

/** Formats a day and its time, as `/search` takes days: `2026-11-20 21:04`. */
export function formatDateTime(at: number): string {
  if (at > LAST_MOMENT) return "--:--";
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${timeOfDay(at, "24h")}`;
}

/** Formats the time of day without brackets; empty when none is to be shown. */
export function timeOfDay(at: number, format: ValueOf<"time">): string {
  if (format === "off") return "";
  if (at > LAST_MOMENT) return "--:--";
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  const hours = time.getHours();
  const minutes = two(time.getMinutes());
  if (format !== "12h") return `${two(hours)}:${minutes}`;
  return `${two(hours % 12 === 0 ? 12 : hours % 12)}:${minutes} ${hours < 12 ? "AM" : "PM"}`;
}

/** Puts the time of day before a line, where times are shown. */
export function withTime(at: number, { plain, time = "auto" }: Style, line: string): string {
  const shown = plain === true && time === "auto" ? "" : bracketedTime(at, time);
  return shown === "" ? line : plain === true ? `${line} ${shown}` : `${shown} ${line}`;
}

/** Picks the colour that a name always has, for every reader and in every spelling. */
export function colorOf(name: string): number {
  let hash = 0x811c9dc5; // FNV-1a: short, and it spreads short names well.
  for (const char of nameKey(name)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return NAME_COLORS[(hash >>> 0) % NAME_COLORS.length] ?? 0;
}

/** Paints a name in its colour; one's own is bold. */
export function paintName(written: string, { color, me }: Style): string {
  const name = cleanLine(written);
  if (!color) return name;
  const painted = rgb8(name, colorOf(name));
  return me !== "" && nameKey(name) === nameKey(me) ? bold(painted) : painted;
}

/**
 * Renders a text behind its head, its further rows under its beginning: none of them can pass for somebody else's.
 *
 * @param isFaint Whether all of it may be overlooked.
 */
export function renderIndented(head: string, written: string, style: Style, isFaint = false): IndentedText {
  const { color, links = false, me } = style;
  const text = renderMarkup(cleanText(written), { color, links, me });
  const indent = Math.min(MAX_INDENT, shownWidth(head));
  return { text: isFaint ? dimText(head + text, style) : head + text, indent };
}
