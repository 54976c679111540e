/**
 * What came from the server, as lines for a person. Pure. A server is not trusted either: its names and texts are
 * cleaned again.
 *
 * @module
 */

import { cleanLine } from "../../protocol/text.ts";
import type { ServerFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import { errorSentence, roomLabel } from "../../conversation.ts";
import { renderDeed } from "./deeds.ts";
import { accountSentences } from "../../words/account_sentences.ts";
import { fileSentences } from "../../words/file_sentences.ts";
import { invitationSentences } from "../../words/invitation_sentences.ts";
import { renderMessage, renderNewTopic, renderPrivate, renderWhole } from "./messages.ts";
import { renderPresence } from "./presence.ts";
import { renderEntered, renderWelcome, topicSentence } from "./rooms.ts";
import { LAST_MOMENT, otherRoomName, renderNote, renderProblem, type Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Renders a frame as it comes: no line for one that is not for people, or is gathered first (see `replies.ts`). */
export function renderFrame(frame: ServerFrame, style: Style): readonly DisplayLine[] {
  const { words } = style;
  switch (frame.type) {
    case "message":
      return [frame.topic === true ? renderNewTopic(frame, style) : renderMessage(frame, style)];
    case "text":
      return [renderWhole(frame, style)];
    case "private":
      return [renderPrivate(frame, style)];
    case "joined":
    case "crowd":
    case "left":
    case "renamed":
      return [renderPresence(frame, style)];
    case "welcome":
      return renderWelcome(frame, style);
    case "entered":
      return renderEntered(frame, style);
    case "parted":
      return [renderNote(words.client.parted(roomLabel(frame.room)), style)];
    case "topic":
      return [renderNote(topicSentence(roomLabel(frame.room), frame.topic, style), style)];
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
    case "done":
    case "mode":
    case "moderated":
    case "modlist":
      return renderDeed(frame, style);
    case "claimed":
    case "devices":
    case "account":
      return accountSentences(frame, words, (at) => renderStamp(at, words)).map((line) =>
        renderNote(line, style)
      );
    case "invitation":
      return invitationSentences(frame, words, (at) => renderStamp(at, words)).map((line) =>
        renderNote(line, style)
      );
    case "file":
      return fileSentences(frame, words, (at) => renderStamp(at, words)).map((line) =>
        renderNote(line, style)
      );
    case "upload":
    case "challenge":
    case "history":
    case "rooms":
    case "whois":
    case "hit":
    case "found":
    case "read":
    case "unread":
    case "caught-up":
    case "ack":
    case "members":
    case "servers":
    case "ping":
    case "pong":
      return [];
  }
}

/** Makes the sentence of a notice. */
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
    case "approval":
      return words.deeds.waits;
    case "closing":
      return words.closesIn(frame.in * 1000);
    case "staying":
      return words.staysOpen;
    case "cut-off":
      return words.cutOff;
    case "joined-again":
      return words.joinedAgain;
  }
}

/** Formats a time as a day and a minute. */
function renderStamp(at: number, words: Words): string {
  if (at > LAST_MOMENT) return "";
  return new Intl.DateTimeFormat(words.lang, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** Renders the line between two days, when `at` is on another day than `before`. Both in ms since 1970. */
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
