/**
 * What came from the server, as lines for a person. Pure. A server is not trusted either: its names and texts are
 * cleaned again, and no line of a message after its first begins at the margin, where it could pass for another's.
 *
 * @module
 */

import { bold, red, rgb8 } from "@std/fmt/colors";
import { nameKey } from "../protocol/names.ts";
import { cleanLine, cleanText } from "../protocol/text.ts";
import { COMMANDS, findCommand, usageOf } from "../protocol/commands.ts";
import type { ErrorFrame, MessageFrame, Problem, ServerFrame, WelcomeFrame } from "../protocol.ts";
import type { Words } from "../words/en.ts";
import type { Coming } from "./crowd.ts";
import { dress } from "./dress.ts";
import type { ValueOf } from "./settings.ts";
import { type Hanging, inOneLine, type Shown, shownWidth } from "./wrap.ts";

/** For whom and how lines are made. */
export interface Look {
  readonly words: Words;
  readonly color: boolean;
  /** My own name, "" before I have one. */
  readonly me: string;
  /** One speakable line a message, its author first, instead of what is for the eye. */
  readonly plain?: boolean;
  /** How times are shown; `auto` unless given. */
  readonly time?: ValueOf<"time">;
  /** Whether links can be clicked (OSC 8). */
  readonly links?: boolean;
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

/** So many who came or went are shown one by one all the same. */
const FEW = 2;

/** How many of those who came or went together are named. */
const NAMED_IN_CROWD = 5;

/** How far the lines of a message after its first are indented at most, in columns. */
const MAX_INDENT = 16;

/** The lines that show a frame: none for what is not for people. Lists of members are shown by {@linkcode renderHere}. */
export function renderFrame(frame: ServerFrame, look: Look): readonly Shown[] {
  const { words } = look;
  switch (frame.type) {
    case "message":
      return [renderMessage(frame, look)];
    case "joined": {
      const name = paintName(frame.name, look);
      return [
        timed(frame.at, look, look.plain === true ? words.client.spoken.joined(name) : words.joined(name)),
      ];
    }
    case "left": {
      const word = frame.word === undefined ? undefined : cleanLine(frame.word);
      const sentence = look.plain === true ? words.client.spoken.left : words.left;
      return [timed(frame.at, look, sentence(paintName(frame.name, look), frame.reason, word))];
    }
    case "renamed": {
      const sentence = look.plain === true ? words.client.spoken.renamed : words.renamed;
      return [timed(frame.at, look, sentence(paintName(frame.from, look), paintName(frame.to, look)))];
    }
    case "welcome":
      return renderWelcome(frame, look);
    case "error":
      return [renderTrouble(sayError(frame, words), look)];
    case "notice":
      return [
        aside(
          frame.code === "away"
            ? frame.text
            : frame.code === "slowed"
            ? words.slowed
            : words.gap(frame.from, frame.to),
          look,
        ),
      ];
    case "bye":
      return [words.bye(frame.reason)];
    case "history":
    case "entered":
    case "parted":
    case "private":
    case "rooms":
    case "topic":
    case "whois":
    case "away":
    case "back":
    case "hit":
    case "found":
    case "unread":
    case "caught-up":
    case "delivered":
    case "ack":
    case "members":
    case "ping":
    case "pong":
      return [];
  }
}

/** Something that is not said by anyone. */
export function aside(text: string, { plain }: Look): string {
  return plain === true ? text : `--- ${text}`;
}

/** Those who came and went together: how many, and some of their names. */
export function renderCrowd(counted: readonly Coming[], look: Look): readonly Shown[] {
  return (["joined", "left"] as const).flatMap((type) => {
    const some = counted.filter((one) => one.type === type);
    const last = some.at(-1);
    if (last === undefined) return [];
    if (some.length <= FEW) return some.flatMap((one) => renderFrame(one, look));
    const names = some.slice(0, NAMED_IN_CROWD).map(({ name }) => paintName(name, look));
    return [timed(last.at, look, look.words.client.crowd(type, some.length, names, look.plain === true))];
  });
}

function renderMessage({ at, from, text, action }: MessageFrame, look: Look): Shown {
  const name = paintName(from, look);
  if (look.plain === true) {
    const time = look.time === undefined || look.time === "auto" ? "" : clock(at, look.time);
    const author = time === "" ? name : `${name} (${time})`;
    return `${author}${action === true ? "" : ":"} ${inOneLine(cleanText(text))}`;
  }
  return hang(timed(at, look, action === true ? `* ${name} ` : `<${name}> `), text, look);
}

/** What somebody who comes in reads first. */
function renderWelcome(frame: WelcomeFrame, look: Look): readonly Shown[] {
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
export function renderTrouble(sentence: string, { color, plain }: Look): string {
  if (plain === true) return sentence;
  return color ? red(`! ${sentence}`) : `! ${sentence}`;
}

/** The sentence of an error, in the person's own language where this client knows the error. */
export function sayError(frame: ErrorFrame, words: Words): string {
  const text = cleanLine(frame.text);
  return frame.code === "other" && text !== "" ? text : words.problem(cleanProblem(frame));
}

/** What `/help` shows; `about` is the command that it was asked about, "" for all. */
export function renderHelp(about: string, { words, plain }: Look): readonly Shown[] {
  const asked = about === "" ? undefined : findCommand(about, "client");
  const rows = asked === undefined ? COMMANDS : [asked];
  const width = Math.max(...rows.map((row) => usageOf(row).length));
  const lines = rows.map((row): Shown => {
    const what = words.commands[row.name];
    if (plain === true) return `${usageOf(row)}: ${what}`;
    return { text: `  ${usageOf(row).padEnd(width)}  ${what}`, indent: width + 4 };
  });
  return about === "" ? [words.client.helpTitle, ...lines] : lines;
}

/** The line between two days, when `at` is on another day than `before`. Both in ms since 1970. */
export function renderDay(
  before: number,
  at: number,
  words: Words,
  plain?: boolean,
): string | undefined {
  if (before > LAST_MOMENT || at > LAST_MOMENT) return undefined;
  const day = new Date(at);
  if (new Date(before).toDateString() === day.toDateString()) return undefined;
  const date = new Intl.DateTimeFormat(words.lang, { dateStyle: "full" }).format(day);
  return plain === true ? date : `--- ${date} ---`;
}

/** The time of day on this machine: `[21:04]`. */
export function timeOf(at: number, style: ValueOf<"time"> = "auto"): string {
  const time = clock(at, style);
  return time === "" ? "" : `[${time}]`;
}

function clock(at: number, style: ValueOf<"time">): string {
  if (style === "off") return "";
  if (at > LAST_MOMENT) return "--:--";
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  const hours = time.getHours();
  const minutes = two(time.getMinutes());
  if (style !== "12h") return `${two(hours)}:${minutes}`;
  return `${two(hours % 12 === 0 ? 12 : hours % 12)}:${minutes} ${hours < 12 ? "AM" : "PM"}`;
}

/** A line behind the time of day, where times are shown. */
function timed(at: number, { plain, time = "auto" }: Look, line: string): string {
  const shown = plain === true && time === "auto" ? "" : timeOf(at, time);
  return shown === "" ? line : plain === true ? `${line} ${shown}` : `${shown} ${line}`;
}

/** The colour that a name always has, whoever looks and whichever way it is written. */
export function colorOf(name: string): number {
  let hash = 0x811c9dc5; // FNV-1a: short, and it spreads short names well.
  for (const char of nameKey(name)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return NAME_COLORS[(hash >>> 0) % NAME_COLORS.length] ?? 0;
}

/** A name in its colour; one's own is bold. */
export function paintName(written: string, { color, me }: Look): string {
  const name = cleanLine(written);
  if (!color) return name;
  const painted = rgb8(name, colorOf(name));
  return me !== "" && nameKey(name) === nameKey(me) ? bold(painted) : painted;
}

/** A text behind its head, its further rows under its beginning: none of them can pass for somebody else's. */
function hang(head: string, written: string, { color, links = false, me }: Look): Hanging {
  const text = dress(cleanText(written), { color, links, me });
  return { text: head + text, indent: Math.min(MAX_INDENT, shownWidth(head)) };
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
