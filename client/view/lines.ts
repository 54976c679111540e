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
import type { Coming } from "../../conversation.ts";
import { mentions } from "./markup.ts";
import {
  aside,
  clock,
  elsewhere,
  hang,
  LAST_MOMENT,
  type Look,
  paintName,
  renderTrouble,
  showRoom,
  stamp,
  timed,
} from "./style.ts";
import { sayError } from "./help.ts";
import { inOneLine, type Shown } from "./wrap.ts";

/** So many who came or went are shown one by one all the same. */
const FEW = 2;

/** How many of those who came or went together are named. */
const NAMED_IN_CROWD = 5;

/**
 * The lines that show a frame as it comes: none for what is not for people, or is gathered first (see `answers.ts`).
 */
export function renderFrame(frame: ServerFrame, look: Look): readonly Shown[] {
  const { words } = look;
  switch (frame.type) {
    case "message":
      return [frame.topic === true ? renderNewTopic(frame, look) : renderMessage(frame, look)];
    case "private":
      return [renderPrivate(frame, look)];
    case "joined": {
      const name = paintName(frame.name, look);
      return [
        timed(frame.at, look, look.plain === true ? words.client.spoken.joined(name) : words.joined(name)),
      ];
    }
    case "crowd": {
      const sentence = look.plain === true ? words.client.spoken.crowd : words.crowd;
      return [timed(frame.at, look, sentence(frame.count))];
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
    case "entered":
      return renderEntered(frame, look);
    case "parted":
      return [aside(words.client.parted(showRoom(frame.room)), look)];
    case "topic":
      return [aside(sayTopic(showRoom(frame.room), frame.topic, look), look)];
    case "away":
      return [aside(words.client.away(cleanLine(frame.why)), look)];
    case "back":
      return [aside(words.client.backAgain, look)];
    case "error":
      return [renderTrouble(sayError(frame, words), look)];
    case "notice":
      return [aside(sayNotice(frame, look), look)];
    case "delivered": // What arrives at once needs no word.
      return frame.waited === true ? [aside(words.arrivedAt(cleanLine(frame.to)), look)] : [];
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
export function sayNotice(frame: Extract<ServerFrame, { type: "notice" }>, look: Look): string {
  const { words } = look;
  switch (frame.code) {
    case "slowed":
      return words.slowed;
    case "gap": {
      const room = elsewhere(frame.room, look);
      return `${room === "" ? "" : `${room}: `}${words.gap(frame.from, frame.to)}`;
    }
    case "away":
      return words.isAway(cleanLine(frame.name), cleanLine(frame.why));
    case "waiting":
      return words.waitsFor(cleanLine(frame.name));
  }
}

/** Who is here; `count` is how many there are, when that is more than those who are named. */
export function renderHere(names: readonly string[], count: number, look: Look): string {
  const others = Math.max(0, count - names.length);
  return look.words.here(names.map((name) => paintName(name, look)), names.length + others, others);
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

function renderMessage({ room, at, from, text, action }: MessageFrame, look: Look): Shown {
  const { words: { client }, plain, me } = look;
  const name = paintName(from, look);
  const where = elsewhere(room, look);
  if (plain === true) {
    const who = where === "" ? name : client.inRoom(name, where);
    return `${authored(who, at, look)}${action === true ? "" : ":"} ${inOneLine(cleanText(text))}`;
  }
  const head = `${where === "" ? "" : `${where} `}${action === true ? `* ${name} ` : `<${name}> `}`;
  const isFaint = where !== "" && !mentions(text, me);
  return hang(timed(at, look, head), text, look, isFaint);
}

/** Who speaks, with the time where times are shown. */
function authored(who: string, at: number, { time = "auto" }: Look): string {
  const shown = time === "auto" ? "" : clock(at, time);
  return shown === "" ? who : `${who} (${shown})`;
}

/** No line of a room begins like that of a private word: those begin with `<`, `*` or the name of a room. */
function renderPrivate({ at, from, to, text, action }: PrivateFrame, look: Look): Shown {
  const { words: { client }, plain, me, color } = look;
  const isMine = nameKey(from) === nameKey(me);
  const other = paintName(isMine ? to : from, look);
  if (plain === true) {
    const who = isMine ? client.spoken.privateTo(other) : client.spoken.privateFrom(other);
    return `${authored(who, at, look)}: ${action === true ? `${cleanLine(from)} ` : ""}${
      inOneLine(cleanText(text))
    }`;
  }
  const direction = isMine ? client.privateTo(other) : client.privateFrom(other);
  const head = color && !isMine ? inverse(direction) : direction;
  return hang(
    timed(at, look, `${head}: ${action === true ? `* ${paintName(from, look)} ` : ""}`),
    text,
    look,
  );
}

function renderNewTopic({ room, at, from, text }: MessageFrame, look: Look): Shown {
  const { words: { client }, plain } = look;
  const where = elsewhere(room, look);
  const sentence = text === ""
    ? client.topicGone(paintName(from, look))
    : client.topicNow(paintName(from, look), cleanLine(text));
  if (plain === true) return timed(at, look, where === "" ? sentence : `${where}: ${sentence}`);
  const line = timed(at, look, `${where === "" ? "" : `${where} `}--- ${sentence}`);
  return { text: line, indent: 8 };
}

/** What a room is about, who said so and when. */
function sayTopic(room: string, topic: Topic | undefined, { words: { client } }: Look): string {
  if (topic === undefined || topic.text === "") return client.noTopic(room);
  return client.topicIs(room, cleanLine(topic.text), cleanLine(topic.from), stamp(topic.at));
}

/** What somebody who comes in reads first. */
function renderWelcome(frame: WelcomeFrame, look: Look): readonly Shown[] {
  const { words } = look;
  const [name, title] = [cleanLine(frame.name), cleanLine(frame.title)];
  if (frame.room === "") {
    return [
      words.client.welcomeNowhere(name, title),
      words.client.howToLeave,
      words.problem({ code: "nowhere" }),
    ];
  }
  return [
    words.client.welcome(name, title, showRoom(frame.room)),
    words.client.howToLeave,
    ...aboutRoom(frame.topic, look),
    renderHere(frame.members, frame.count, look),
  ];
}

/** A room that one has come into. */
function renderEntered(frame: EnteredFrame, look: Look): readonly Shown[] {
  return [
    aside(look.words.client.nowIn(showRoom(frame.room), 0, 0), look),
    ...aboutRoom(frame.topic, look),
    renderHere(frame.members, frame.count, look),
  ];
}

/** Where one is now, what is new there, and what it is about. */
export function renderPlace(
  { name, unread, mentions, topic }: {
    readonly name: string;
    readonly unread: number;
    readonly mentions: number;
    readonly topic?: Topic;
  },
  look: Look,
): readonly Shown[] {
  return [aside(look.words.client.nowIn(showRoom(name), unread, mentions), look), ...aboutRoom(topic, look)];
}

function aboutRoom(topic: Topic | undefined, look: Look): readonly Shown[] {
  return topic === undefined || topic.text === ""
    ? []
    : [aside(look.words.client.topic(cleanLine(topic.text)), look)];
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
