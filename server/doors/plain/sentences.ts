/**
 * Frames as sentences: what a person at the plain door reads.
 *
 * @module
 */

import { foldText } from "../../../protocol/fold.ts";
import { DEFAULT_ROOM } from "../../../protocol/limits.ts";
import { isSilent } from "../../../protocol/presence.ts";
import type {
  ErrorFrame,
  HitFrame,
  LeftFrame,
  MessageFrame,
  Presence,
  PrivateFrame,
  RoomSnapshot,
  ServerFrame,
  Topic,
} from "../../../protocol.ts";
import { accountSentences } from "../../../words/account_sentences.ts";
import { fileSentences } from "../../../words/file_sentences.ts";
import { invitationSentences } from "../../../words/invitation_sentences.ts";
import type { Words } from "../../../words/en.ts";
import { readableText } from "../../../words/message_text.ts";
import type { Format } from "../../core/delivery.ts";
import { indentLines, quoting, setApart } from "./heads.ts";
import { withoutPadding } from "./padding.ts";

/** How wide a row of a screen is taken to be, behind what stands before the text: nc does not tell. */
const ROW = 72;

/** Makes the format of plain sentences, in the server's language and time zone. */
export function plainFormat(words: Words): Format {
  return {
    door: "plain",
    encode: (frame, reader) => withoutPadding(sentenceOf(frame, words, reader)),
    encodeHistory: (messages, lastAt) => withoutPadding(history(messages, lastAt, words)),
    shortens: ({ text }) => foldText(setApart(text), ROW) !== undefined,
    aroundHistory: [`${words.plain.earlier}\n`, `${words.plain.now}\n`],
  };
}

function sentenceOf(frame: ServerFrame, words: Words, reader: string | undefined): string {
  const { plain } = words;
  switch (frame.type) {
    case "message":
      return message(frame, words);
    case "text": {
      const { room, from, action, text, at } = frame;
      const head = `${inRoom(room)}${said(from, action)} `;
      return `${head}${indentLines(setApart(text, head))} [${timestamp(at)}]\n`;
    }
    case "joined":
      return `${inRoom(frame.room)}${words.joined(frame.name)}\n`;
    case "crowd":
      return `${inRoom(frame.room)}${words.crowd(frame.count)}\n`;
    case "left":
      return leaving(frame, words);
    case "renamed":
      return `${words.renamed(frame.from, frame.to)}\n`;
    case "welcome":
      return `${plain.welcome(frame.name)}\n${plain.howToLeave}\n${roomView(frame, words)}`;
    case "entered":
      return `${plain.toRoom(frame.room)}\n${roomView(frame, words)}`;
    case "parted":
      return `${plain.parted(frame.room)}\n`;
    case "private": {
      const folded = foldText(setApart(frame.text), ROW);
      if (folded === undefined) return privateSentence(frame, words, reader);
      const text = `${folded.text}\n${words.foldedPrivate(folded.more, frame.from)}`;
      return privateSentence({ ...frame, text }, words, reader);
    }
    case "history":
      return `${frame.count === 0 ? plain.nothingEarlier : plain.now}\n`;
    case "members": {
      const { room, members, count, presence } = frame;
      const people = members.map((name, index) => name + presenceNote(presence?.[index], words));
      return `${inRoom(room)}${words.here(people, count, 0)}\n`;
    }
    case "rooms":
      return frame.rooms.map(({ room, count, topic = "" }) =>
        quoting(topic, (topic) => `${plain.room(room, count, topic)}\n`)
      ).join("");
    case "topic":
      return topicLine(frame.room, frame.topic, words) ?? `${inRoom(frame.room)}${plain.noTopic}\n`;
    case "whois": {
      const rooms = frame.rooms.map((room) => `#${room}`);
      return `${plain.whois(frame.name, rooms, timestamp(frame.since))}${presenceNote(frame, words)}\n`;
    }
    case "away":
      return quoting(frame.why, (why) => `${plain.youAreAway(why)}\n`);
    case "back":
      return `${plain.youAreBack}\n`;
    case "hit":
      return searchHit(frame, words);
    case "found": {
      const { count, more, partial } = frame;
      const found = count === 0 ? plain.nothingFound : plain.found(count, more !== undefined);
      return `${found}\n${partial ? `${plain.partial}\n` : ""}`;
    }
    case "unread": {
      const { room, count, mentions, from, text, seq, at } = frame;
      const head = `${plain.unread(room, count, mentions)} ${from}: `;
      return `${head}${shortened(text, head, seq, words)} [${timestamp(at)}]\n`;
    }
    case "read": // With nc one has read what one writes after.
      return "";
    case "caught-up":
      return frame.rooms === 0 ? `${plain.allRead}\n` : "";
    case "done":
      return `${words.deeds.done(frame)}\n`;
    case "moderated":
      return quoting(
        frame.why ?? "",
        (why) =>
          `${inRoom(frame.room ?? DEFAULT_ROOM)}${
            words.deeds.moderated({ ...frame, ...(frame.why !== undefined && { why }) })
          }\n`,
      );
    case "mode":
      return `${words.deeds.modeChanged(frame.room, frame.by, frame.mode)}\n`;
    case "modlist": {
      const { lines, more } = frame;
      if (lines.length === 0 && more === undefined) return `${words.deeds.none(frame.do)}\n`;
      return lines.map((line) =>
        quoting(line.why ?? "", (why) => {
          const shown = line.why === undefined ? line : { ...line, why };
          return `${frame.do === "audit" ? words.audit(shown) : words.deeds.line(shown, frame.do)}\n`;
        })
      ).join("");
    }
    case "claimed":
    case "devices":
    case "account":
      return accountSentences(frame, words, timestamp).map((line) => `${line}\n`).join("");
    case "invitation":
      return invitationSentences(frame, words, timestamp).map((line) => `${line}\n`).join("");
    case "file":
      return fileSentences(frame, words, timestamp).map((line) => `${indentLines(setApart(line, ""))}\n`)
        .join("");
    case "error":
      return `${errorText(frame, words)}\n`;
    case "notice":
      return `${frame.code === "away" ? indentLines(setApart(frame.text, "")) : frame.text}\n`;
    case "bye":
      return `${frame.text}\n`;
    case "delivered":
      return frame.waited === true ? `${words.arrivedAt(frame.to)}\n` : "";
    case "servers":
    case "upload":
    case "challenge":
    case "ack":
    case "ping":
    case "pong":
      return ""; // Between programs.
  }
}

/** Writes what one person said to another alone, however long it is. */
export function privateSentence(
  { from, to, text, at, action }: PrivateFrame,
  { plain }: Words,
  reader: string | undefined,
): string {
  const other = (name: string): string | undefined => name === reader ? undefined : name;
  const head = `${plain.privately(other(from), other(to))}: ${action ? "* " : ""}`;
  return withoutPadding(`${head}${indentLines(setApart(text, head))} [${timestamp(at)}]\n`);
}

/** Says what to do about a name that is claimed, as far as it can be done on this connection. */
function errorText(frame: ErrorFrame, { accounts }: Words): string {
  if (frame.code !== "name-claimed") return frame.text;
  const { name, suggestion, methods } = frame;
  if (methods.includes("password")) return accounts.nameOrPassword(name, suggestion);
  return methods.length === 0 ? accounts.nameOnly(name) : frame.text;
}

/** Names the room of everything outside the lobby: one text serves all readers, whichever room they look at. */
function inRoom(room: string): string {
  return room === DEFAULT_ROOM ? "" : `[#${room}] `;
}

function message(
  frame: MessageFrame,
  words: Words,
): string {
  const { room, from, at, action, topic } = frame;
  const { plain } = words;
  const text = readableText(frame, words);
  const where = inRoom(room);
  if (topic) {
    return quoting(text, (text) => {
      const changed = text === "" ? plain.topicGone(from) : plain.newTopic(from, text);
      return `${where}${changed} [${timestamp(at)}]\n`;
    });
  }
  const head = `${where}${said(from, action)} `;
  return `${head}${shortened(text, head, frame.seq, words)} [${timestamp(at)}]\n`;
}

/** Says that somebody left, with their parting word. */
function leaving({ room, name, reason, word, by }: LeftFrame, words: Words): string {
  return quoting(word ?? "", (shown) => {
    return `${inRoom(room)}${words.left(name, reason, word === undefined ? undefined : shown, by)}\n`;
  });
}

/** Writes a text behind its head. One that would take more than a screen is shortened, and how it is seen whole is said. */
function shortened(text: string, head: string, seq: number, words: Words): string {
  const rows = setApart(text, head);
  const folded = foldText(rows, ROW);
  return indentLines(folded === undefined ? rows : `${folded.text}\n${words.folded(folded.more, seq)}`);
}

function said(from: string, action: true | undefined): string {
  return action ? `* ${from}` : `${from}:`;
}

/** Describes a room to a member who enters it. Only the lobby is not named. */
function roomView({ room, members, count, topic, mode }: RoomSnapshot, words: Words): string {
  const about = topicLine(room, topic, words);
  return `${inRoom(room)}${words.here(members, count, count - members.length)}\n` +
    (mode === undefined ? "" : `${words.deeds.modeIs(room, mode)}\n`) +
    (about ?? "");
}

function topicLine(room: string, topic: Topic | undefined, { plain }: Words): string | undefined {
  return topic &&
    quoting(topic.text, (text) => `${inRoom(room)}${plain.topic(text, topic.from, timestamp(topic.at))}\n`);
}

/** Says in brackets what a member is, and that they are muted, away or silent; empty for one of whom there is nothing to say. */
function presenceNote(presence: Presence | undefined, { plain, deeds }: Words): string {
  if (presence === undefined) return "";
  const { idle, away, rank, muted } = presence;
  const parts = [
    ...(rank === undefined ? [] : [deeds.ranks[rank]]),
    ...(muted ? [deeds.isMuted] : []),
    ...(away === undefined ? [] : [plain.away(indentLines(setApart(away)))]),
    ...(isSilent(presence) ? [plain.silent(idle)] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** Writes a search result, with its number, so that `/history` can show what was around it. */
function searchHit({ room, seq, from, text, at, action, near, marks }: HitFrame, words: Words): string {
  const head = `${near ? "  " : ""}#${room}@${seq} ${said(from, action)} `;
  return `${head}${shortened(withMarks(text, marks), head, seq, words)} [${timestamp(at)}]\n`;
}

/** Puts guillemets around what was searched for in a text. */
function withMarks(text: string, marks: HitFrame["marks"]): string {
  const chars = Array.from(text);
  let shown = "";
  let last = 0;
  for (const [from, to] of marks) {
    shown += `${chars.slice(last, from).join("")}»${chars.slice(from, to).join("")}«`;
    last = to;
  }
  return shown + chars.slice(last).join("");
}

/** Writes earlier messages, with the day in a line of its own where it changes. */
function history(messages: readonly MessageFrame[], lastAt: number | undefined, words: Words): string {
  let day = lastAt === undefined ? "" : timestamp(lastAt).slice(0, DAY_LENGTH);
  let lines = "";
  for (const earlier of messages) {
    const today = timestamp(earlier.at).slice(0, DAY_LENGTH);
    if (today !== day) lines += `--- ${today} ---\n`;
    day = today;
    lines += message(earlier, words);
  }
  return lines;
}

/** The length of `dd/mm/yyyy`. */
const DAY_LENGTH = 10;

/** The second that was formatted last: many messages are sent within one. */
let lastTimestamp = { second: NaN, text: "" };

/** Formats a time as `dd/mm/yyyy HH:MM:SS` in the server's time zone. */
function timestamp(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== lastTimestamp.second) {
    const date = new Date(at);
    const two = (number: number): string => String(number).padStart(2, "0");
    const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
    const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    lastTimestamp = { second, text: `${day} ${time}` };
  }
  return lastTimestamp.text;
}
