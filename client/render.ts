/**
 * What came from the server, as lines for a person. Pure. A server is not trusted either: its names and texts are
 * cleaned again, and no line of a message after its first begins at the margin, where it could pass for another's.
 *
 * @module
 */

import { bold, inverse, red, rgb8 } from "@std/fmt/colors";
import { nameKey } from "../protocol/names.ts";
import { cleanLine, cleanText } from "../protocol/text.ts";
import { COMMANDS, findCommand, usageOf } from "../protocol/typed.ts";
import type { ErrorFrame, Problem, ServerFrame, WelcomeFrame } from "../protocol.ts";
import type { Words } from "../words/en.ts";
import { textWidth } from "./graphemes.ts";

/** For whom and how lines are made. */
export interface Look {
  readonly words: Words;
  readonly color: boolean;
  /** My own name, "" before I have one. */
  readonly me: string;
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
const LAST_MOMENT = 8.64e15;

/** How far the lines of a message after its first are indented at most, in columns. */
const MAX_INDENT = 16;

/** The lines that show a frame: none for what is not for people. Lists of members are shown by {@linkcode renderHere}. */
export function renderFrame(frame: ServerFrame, look: Look): readonly string[] {
  const { words } = look;
  switch (frame.type) {
    case "message": {
      const name = paintName(frame.from, look);
      const head = `${timeOf(frame.at)} ${frame.action === true ? `* ${name}` : `<${name}>`} `;
      return hang(head, frame.text, look);
    }
    case "joined":
      return [`${timeOf(frame.at)} ${words.joined(paintName(frame.name, look))}`];
    case "left": {
      const word = frame.word === undefined ? undefined : cleanLine(frame.word);
      return [`${timeOf(frame.at)} ${words.left(paintName(frame.name, look), frame.reason, word)}`];
    }
    case "renamed":
      return [
        `${timeOf(frame.at)} ${words.renamed(paintName(frame.from, look), paintName(frame.to, look))}`,
      ];
    case "welcome":
      return renderWelcome(frame, look);
    case "error":
      return [renderTrouble(sayError(frame, words), look)];
    case "notice":
      return [`--- ${frame.code === "slowed" ? words.slowed : words.gap(frame.from, frame.to)}`];
    case "bye":
      return [words.bye(frame.reason)];
    case "history":
      return [frame.count === 0 ? words.plain.nothingEarlier : words.plain.now];
    case "ack":
    case "members":
    case "ping":
    case "pong":
      return [];
  }
}

/** What somebody who comes in reads first. */
function renderWelcome(frame: WelcomeFrame, look: Look): readonly string[] {
  const { words } = look;
  const name = cleanLine(frame.name);
  return [
    words.client.welcome(name, cleanLine(frame.title), cleanLine(frame.room)),
    words.client.howToLeave,
    renderHere(frame.members, frame.count, look),
  ];
}

/** Who is here; `count` is how many there are, when that is more than those who are named. */
export function renderHere(names: readonly string[], count: number, look: Look): string {
  const others = Math.max(0, count - names.length);
  return look.words.here(names.map((name) => paintName(name, look)), names.length + others, others);
}

/** What is wrong, set apart from what is said also without colour. */
export function renderTrouble(sentence: string, { color }: Look): string {
  return color ? red(`! ${sentence}`) : `! ${sentence}`;
}

/** The sentence of an error, in the person's own language where this client knows the error. */
export function sayError(frame: ErrorFrame, words: Words): string {
  const text = cleanLine(frame.text);
  return frame.code === "other" && text !== "" ? text : words.problem(cleanProblem(frame));
}

/** What `/help` shows; `about` is the command that it was asked about, "" for all. */
export function renderHelp(about: string, look: Look): readonly string[] {
  const { words } = look;
  const asked = about === "" ? undefined : findCommand(about, "client");
  const rows = asked === undefined ? COMMANDS : [asked];
  const width = Math.max(...rows.map((row) => usageOf(row).length));
  const lines = rows.map((row) => `  ${usageOf(row).padEnd(width)}  ${words.commands[row.name]}`);
  return about === "" ? [words.client.helpTitle, ...lines] : lines;
}

/** The line between two days, when `at` is on another day than `before`. Both in ms since 1970. */
export function renderDay(before: number, at: number, words: Words): string | undefined {
  if (before > LAST_MOMENT || at > LAST_MOMENT) return undefined;
  const day = new Date(at);
  if (new Date(before).toDateString() === day.toDateString()) return undefined;
  return `--- ${new Intl.DateTimeFormat(words.lang, { dateStyle: "full" }).format(day)} ---`;
}

/** The time of day on this machine: `[21:04]`. */
export function timeOf(at: number): string {
  if (at > LAST_MOMENT) return "[--:--]";
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `[${two(time.getHours())}:${two(time.getMinutes())}]`;
}

/** The colour that a name always has, whoever looks and whichever way it is written. */
export function colorOf(name: string): number {
  let hash = 0x811c9dc5; // FNV-1a: short, and it spreads short names well.
  for (const char of nameKey(name)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return NAME_COLORS[(hash >>> 0) % NAME_COLORS.length] ?? 0;
}

function paintName(written: string, { color, me }: Look): string {
  const name = cleanLine(written);
  if (!color) return name;
  const painted = rgb8(name, colorOf(name));
  return me !== "" && nameKey(name) === nameKey(me) ? bold(painted) : painted;
}

/** A text behind its head, its further lines under its beginning. */
function hang(head: string, written: string, look: Look): readonly string[] {
  const indent = " ".repeat(Math.min(MAX_INDENT, textWidth(stripColor(head))));
  const [first = "", ...others] = cleanText(written).split("\n").map((line) => markMe(line, look));
  return [head + first, ...others.map((line) => indent + line)];
}

/** My name in what somebody says stands out. */
function markMe(text: string, { color, me }: Look): string {
  if (!color || me === "") return text;
  const name = me.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "giu"),
    (found) => bold(inverse(found)),
  );
}

function stripColor(text: string): string {
  return text.split("\x1b").map((part, i) => i === 0 ? part : part.replace(/^\[[0-9;]*m/, "")).join("");
}

/** The same problem with its texts made safe to show. */
function cleanProblem(problem: Problem): Problem {
  switch (problem.code) {
    case "bad-name":
    case "name-taken":
      return { ...problem, name: cleanLine(problem.name), suggestion: cleanLine(problem.suggestion) };
    case "unknown-type":
    case "other":
      return { ...problem, given: cleanLine(problem.given) };
    case "unknown-command":
      return { ...problem, given: cleanLine(problem.given), nearest: cleanLine(problem.nearest) };
    case "bad-field":
      return { ...problem, field: cleanLine(problem.field) };
    case "no-room":
      return { ...problem, room: cleanLine(problem.room) };
    case "usage":
      return { ...problem, usage: cleanLine(problem.usage) };
    default:
      return problem;
  }
}
