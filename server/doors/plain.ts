/**
 * The door for a person with `nc`, `telnet` or `ncat`: sentences in, sentences out.
 *
 * @module
 */

import { DEFAULT_ROOM, NAME_CHARS } from "../../protocol/limits.ts";
import { type CommandRow, COMMANDS, findCommand, usageOf } from "../../protocol/commands.ts";
import { interpret, parseTyped } from "../../protocol/typed.ts";
import { cleanLine, firstChars } from "../../protocol/text.ts";
import type { MessageFrame, Problem, ServerFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { Format } from "../format.ts";
import type { Session } from "../session.ts";

/** How lines after a message's first are set in, so that none can pass for something that another person said. */
const INDENT = "\n    ";

/** Plain sentences as a format, in the server's language and time zone. */
export function plainFormat(words: Words): Format {
  return {
    door: "plain",
    encode: (frame) => asSentence(frame, words),
    encodePast: (messages, lastAt) => past(messages, lastAt),
    aroundPast: [`${words.plain.earlier}\n`, `${words.plain.now}\n`],
  };
}

/** What a person is asked when they come. */
export function greeting(words: Words, title: string): string {
  return `${words.plain.greet(title)}\n${words.plain.askName}\n`;
}

/** Takes a line that a person typed: their name first, then what they say and their commands. Empty lines mean nothing. */
export function hearPlain(session: Session, words: Words, line: string, tell: (text: string) => void): void {
  if (line.trim() === "") return;
  const typed = parseTyped(line, "plain");
  const isLeaving = typed.kind === "command" && typed.name === "quit";
  if (session.phase === "naming" && !isLeaving) {
    return session.receive({ ok: true, frame: { type: "hello", name: line, room: DEFAULT_ROOM } });
  }
  const room = session.memberships.at(-1)?.room.name ?? "";
  const intent = interpret(line, "plain", { target: { kind: "room", room }, room, now: session.now() });
  switch (intent.kind) {
    case "send":
      return session.receive({ ok: true, frame: intent.frame });
    case "local":
      return tell(help(words, intent.rest));
    case "problem":
      return session.problem(shortened(intent.problem));
  }
}

/** A problem without more of what a person typed than is needed to know it again. */
function shortened(problem: Problem): Problem {
  if (problem.code !== "unknown-command") return problem;
  return { ...problem, given: firstChars(cleanLine(problem.given), NAME_CHARS) };
}

function help(words: Words, about: string): string {
  const one = findCommand(about, "plain");
  const rows = one === undefined ? COMMANDS.filter((row: CommandRow) => row.places.includes("plain")) : [one];
  const usages = rows.map(usageOf);
  const width = Math.max(...usages.map((usage) => usage.length));
  const lines = rows.map((row, index) =>
    `  ${(usages[index] ?? "").padEnd(width)}  ${words.commands[row.name]}\n`
  );
  return `${words.plain.helpTitle}\n${lines.join("")}`;
}

function asSentence(frame: ServerFrame, words: Words): string {
  switch (frame.type) {
    case "message":
      return message(frame);
    case "joined":
      return `${words.joined(frame.name)}\n`;
    case "left":
      return `${words.left(frame.name, frame.reason, frame.word)}\n`;
    case "renamed":
      return `${words.renamed(frame.from, frame.to)}\n`;
    case "welcome":
      return `${words.plain.welcome(frame.name)}\n${words.plain.howToLeave}\n` +
        `${words.here(frame.members, frame.count, frame.count - frame.members.length)}\n`;
    case "history":
      return `${frame.count === 0 ? words.plain.nothingEarlier : words.plain.now}\n`;
    case "members":
      return `${words.here(frame.members, frame.count, 0)}\n`;
    case "error":
    case "notice":
    case "bye":
      return `${frame.text}\n`;
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
    case "ping":
    case "pong":
      return ""; // Between programs.
  }
}

function message({ from, text, at, action }: MessageFrame): string {
  const body = text.replaceAll("\n", INDENT);
  return `${action ? `* ${from}` : `${from}:`} ${body} [${stamp(at)}]\n`;
}

/** Messages of earlier, with the day in a line of its own where it changes. */
function past(messages: readonly MessageFrame[], lastAt: number | undefined): string {
  let day = lastAt === undefined ? "" : stamp(lastAt).slice(0, DAY_LENGTH);
  let lines = "";
  for (const earlier of messages) {
    const today = stamp(earlier.at).slice(0, DAY_LENGTH);
    if (today !== day) lines += `--- ${today} ---\n`;
    day = today;
    lines += message(earlier);
  }
  return lines;
}

/** The length of `dd/mm/yyyy`. */
const DAY_LENGTH = 10;

/** The last second that was written out, as a room says many things in one. */
let stamped = { second: NaN, text: "" };

/** `dd/mm/yyyy HH:MM:SS` on the server's own clock. */
function stamp(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== stamped.second) {
    const date = new Date(at);
    const two = (number: number): string => String(number).padStart(2, "0");
    const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
    const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    stamped = { second, text: `${day} ${time}` };
  }
  return stamped.text;
}

const IAC = 255;
const SUBNEGOTIATION = 250;
const SUBNEGOTIATION_END = 240;
const WILL = 251;
const DONT = 254;

/** Takes out telnet's commands (RFC 854): its byte 255 is never part of UTF-8. */
export function withoutTelnet(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(IAC)) return bytes;
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== IAC) {
      kept.push(byte);
      continue;
    }
    const command = bytes[++at] ?? 0;
    if (command >= WILL && command <= DONT) at++;
    else if (command === SUBNEGOTIATION) {
      while (at < bytes.length && !(bytes[at] === IAC && bytes[at + 1] === SUBNEGOTIATION_END)) at++;
      at++;
    }
  }
  return Uint8Array.from(kept);
}
