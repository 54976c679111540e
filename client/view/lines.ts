/**
 * What came from the server, as lines for a person. Pure. A server is not trusted either: its names and texts are
 * cleaned again, and no line of a message after its first begins at the margin, where it could pass for another's.
 *
 * @module
 */

import { inverse } from "@std/fmt/colors";
import { nameKey } from "../../protocol/names.ts";
import { cleanLine, cleanText } from "../../protocol/text.ts";
import type {
  EnteredFrame,
  MessageFrame,
  PrivateFrame,
  ServerFrame,
  Topic,
  WelcomeFrame,
} from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import { errorSentence, type PresenceChange, roomLabel } from "../../conversation.ts";
import { mentions } from "../../protocol/mentions.ts";
import {
  formatDateTime,
  LAST_MOMENT,
  otherRoomName,
  paintName,
  renderIndented,
  renderNote,
  renderProblem,
  type Style,
  timeOfDay,
  withTime,
} from "./style.ts";
import { type DisplayLine, inOneLine } from "./wrap.ts";

/** So many who came or went are shown one by one all the same. */
const FEW = 2;

/** How many of those who came or went together are named. */
const NAMED_IN_CROWD = 5;

/**
 * The lines that show a frame as it comes: none for what is not for people, or is gathered first (see `answers.ts`).
 */
export function renderFrame(frame: ServerFrame, style: Style): readonly DisplayLine[] {
  const { words } = style;
  switch (frame.type) {
    case "message":
      return [frame.topic === true ? renderNewTopic(frame, style) : renderMessage(frame, style)];
    case "private":
      return [renderPrivate(frame, style)];
    case "joined": {
      const name = paintName(frame.name, style);
      return [
        withTime(
          frame.at,
          style,
          style.plain === true ? words.client.spoken.joined(name) : words.joined(name),
        ),
      ];
    }
    case "crowd": {
      const sentence = style.plain === true ? words.client.spoken.crowd : words.crowd;
      return [withTime(frame.at, style, sentence(frame.count))];
    }
    case "left": {
      const word = frame.word === undefined ? undefined : cleanLine(frame.word);
      const sentence = style.plain === true ? words.client.spoken.left : words.left;
      return [withTime(frame.at, style, sentence(paintName(frame.name, style), frame.reason, word))];
    }
    case "renamed": {
      const sentence = style.plain === true ? words.client.spoken.renamed : words.renamed;
      return [withTime(frame.at, style, sentence(paintName(frame.from, style), paintName(frame.to, style)))];
    }
    case "welcome":
      return renderWelcome(frame, style);
    case "entered":
      return renderEntered(frame, style);
    case "parted":
      return [renderNote(words.client.parted(roomLabel(frame.room)), style)];
    case "topic":
      return [renderNote(sayTopic(roomLabel(frame.room), frame.topic, style), style)];
    case "away":
      return [renderNote(words.client.away(cleanLine(frame.why)), style)];
    case "back":
      return [renderNote(words.client.backAgain, style)];
    case "error":
      return [renderProblem(errorSentence(frame, words), style)];
    case "notice":
      return [renderNote(noticeSentence(frame, style), style)];
    case "delivered": // What arrives at once needs no word.
      return frame.waited === true ? [renderNote(words.arrivedAt(cleanLine(frame.to)), style)] : [];
    case "bye":
      return [words.bye(frame.reason)];
    case "history":
    case "rooms":
    case "whois":
    case "hit":
    case "found":
    case "unread":
    case "caught-up":
    case "ack":
    case "members":
    case "ping":
    case "pong":
      return [];
  }
}

/** What the server lets one know besides. */
export function noticeSentence(frame: Extract<ServerFrame, { type: "notice" }>, style: Style): string {
  const { words } = style;
  switch (frame.code) {
    case "slowed":
      return words.slowed;
    case "gap": {
      const room = otherRoomName(frame.room, style);
      return `${room === "" ? "" : `${room}: `}${words.gap(frame.from, frame.to)}`;
    }
    case "away":
      return words.isAway(cleanLine(frame.name), cleanLine(frame.why));
    case "waiting":
      return words.waitsFor(cleanLine(frame.name));
  }
}

/** Who is here; `count` is how many there are, when that is more than those who are named. */
export function renderMemberNames(names: readonly string[], count: number, style: Style): string {
  const others = Math.max(0, count - names.length);
  return style.words.here(names.map((name) => paintName(name, style)), names.length + others, others);
}

/** Those who came and went together: how many, and some of their names. */
export function renderJoinDigest(counted: readonly PresenceChange[], style: Style): readonly DisplayLine[] {
  return (["joined", "left"] as const).flatMap((type) => {
    const some = counted.filter((one) => one.type === type);
    const last = some.at(-1);
    if (last === undefined) return [];
    if (some.length <= FEW) return some.flatMap((one) => renderFrame(one, style));
    const names = some.slice(0, NAMED_IN_CROWD).map(({ name }) => paintName(name, style));
    return [
      withTime(last.at, style, style.words.client.crowd(type, some.length, names, style.plain === true)),
    ];
  });
}

function renderMessage({ room, at, from, text, action }: MessageFrame, style: Style): DisplayLine {
  const { words: { client }, plain, me } = style;
  const name = paintName(from, style);
  const where = otherRoomName(room, style);
  if (plain === true) {
    const who = where === "" ? name : client.inRoom(name, where);
    return `${authored(who, at, style)}${action === true ? "" : ":"} ${inOneLine(cleanText(text))}`;
  }
  const head = `${where === "" ? "" : `${where} `}${action === true ? `* ${name} ` : `<${name}> `}`;
  const isFaint = where !== "" && !mentions(text, me);
  return renderIndented(withTime(at, style, head), text, style, isFaint);
}

/** Who speaks, with the time where times are shown. */
function authored(who: string, at: number, { time = "auto" }: Style): string {
  const shown = time === "auto" ? "" : timeOfDay(at, time);
  return shown === "" ? who : `${who} (${shown})`;
}

/** No line of a room begins like that of a private word: those begin with `<`, `*` or the name of a room. */
function renderPrivate({ at, from, to, text, action }: PrivateFrame, style: Style): DisplayLine {
  const { words: { client }, plain, me, color } = style;
  const isMine = nameKey(from) === nameKey(me);
  const other = paintName(isMine ? to : from, style);
  if (plain === true) {
    const who = isMine ? client.spoken.privateTo(other) : client.spoken.privateFrom(other);
    return `${authored(who, at, style)}: ${action === true ? `${cleanLine(from)} ` : ""}${
      inOneLine(cleanText(text))
    }`;
  }
  const direction = isMine ? client.privateTo(other) : client.privateFrom(other);
  const head = color && !isMine ? inverse(direction) : direction;
  return renderIndented(
    withTime(at, style, `${head}: ${action === true ? `* ${paintName(from, style)} ` : ""}`),
    text,
    style,
  );
}

function renderNewTopic({ room, at, from, text }: MessageFrame, style: Style): DisplayLine {
  const { words: { client }, plain } = style;
  const where = otherRoomName(room, style);
  const sentence = text === ""
    ? client.topicGone(paintName(from, style))
    : client.topicNow(paintName(from, style), cleanLine(text));
  if (plain === true) return withTime(at, style, where === "" ? sentence : `${where}: ${sentence}`);
  const line = withTime(at, style, `${where === "" ? "" : `${where} `}--- ${sentence}`);
  return { text: line, indent: 8 };
}

/** What a room is about, who said so and when. */
function sayTopic(room: string, topic: Topic | undefined, { words: { client } }: Style): string {
  if (topic === undefined || topic.text === "") return client.noTopic(room);
  return client.topicIs(room, cleanLine(topic.text), cleanLine(topic.from), formatDateTime(topic.at));
}

/** What somebody who comes in reads first. */
function renderWelcome(frame: WelcomeFrame, style: Style): readonly DisplayLine[] {
  const { words } = style;
  const [name, title] = [cleanLine(frame.name), cleanLine(frame.title)];
  if (frame.room === "") {
    return [
      words.client.welcomeNowhere(name, title),
      words.client.howToLeave,
      words.problem({ code: "nowhere" }),
    ];
  }
  return [
    words.client.welcome(name, title, roomLabel(frame.room)),
    words.client.howToLeave,
    ...aboutRoom(frame.topic, style),
    renderMemberNames(frame.members, frame.count, style),
  ];
}

/** A room that one has come into. */
function renderEntered(frame: EnteredFrame, style: Style): readonly DisplayLine[] {
  return [
    renderNote(style.words.client.nowIn(roomLabel(frame.room), 0, 0), style),
    ...aboutRoom(frame.topic, style),
    renderMemberNames(frame.members, frame.count, style),
  ];
}

/** Where one is now, what is new there, and what it is about. */
export function renderRoomHeading(
  { name, unread, mentions, topic }: {
    readonly name: string;
    readonly unread: number;
    readonly mentions: number;
    readonly topic?: Topic;
  },
  style: Style,
): readonly DisplayLine[] {
  return [
    renderNote(style.words.client.nowIn(roomLabel(name), unread, mentions), style),
    ...aboutRoom(topic, style),
  ];
}

function aboutRoom(topic: Topic | undefined, style: Style): readonly DisplayLine[] {
  return topic === undefined || topic.text === ""
    ? []
    : [renderNote(style.words.client.topic(cleanLine(topic.text)), style)];
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
