/**
 * Rooms as lines: entering one, looking at one, what it is about and who is there. Pure.
 *
 * @module
 */

import { cleanLine } from "../../protocol/text.ts";
import type { EnteredFrame, RoomMode, Topic, WelcomeFrame } from "../../protocol.ts";
import { roomLabel } from "../../conversation.ts";
import { formatDateTime, paintName, renderNote, type Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Makes the sentence of who is here; `count` is the number of members, which may be more than are named. */
export function renderMemberNames(names: readonly string[], count: number, style: Style): string {
  const others = Math.max(0, count - names.length);
  return style.words.here(names.map((name) => paintName(name, style)), names.length + others, others);
}

/** Makes the sentence of what a room is about, who said so and when. */
export function topicSentence(room: string, topic: Topic | undefined, { words: { client } }: Style): string {
  if (topic === undefined || topic.text === "") return client.noTopic(room);
  return client.topicIs(room, cleanLine(topic.text), cleanLine(topic.from), formatDateTime(topic.at));
}

/** Renders what somebody who comes in reads first. */
export function renderWelcome(frame: WelcomeFrame, style: Style): readonly DisplayLine[] {
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
    ...aboutRoom(frame, style),
    renderMemberNames(frame.members, frame.count, style),
  ];
}

/** Renders a room that one has come into. */
export function renderEntered(frame: EnteredFrame, style: Style): readonly DisplayLine[] {
  return [
    renderNote(style.words.client.nowIn(roomLabel(frame.room), 0, 0), style),
    ...aboutRoom(frame, style),
    renderMemberNames(frame.members, frame.count, style),
  ];
}

/** Renders where one is now, what is new there, and what it is about. */
export function renderRoomHeading(
  { name, unread, mentions, topic, mode }: {
    readonly name: string;
    readonly unread: number;
    readonly mentions: number;
    readonly topic?: Topic;
    readonly mode?: RoomMode;
  },
  style: Style,
): readonly DisplayLine[] {
  return [
    renderNote(style.words.client.nowIn(roomLabel(name), unread, mentions), style),
    ...aboutRoom({ room: name, topic, mode }, style),
  ];
}

/** Renders what a room is about, and what it is like where it is not like all others. */
function aboutRoom(
  { room, topic, mode = {} }: { readonly room: string; readonly topic?: Topic; readonly mode?: RoomMode },
  style: Style,
): readonly DisplayLine[] {
  const { client, deeds } = style.words;
  const isOpen = Object.keys(mode).length === 0;
  return [
    ...(topic === undefined || topic.text === ""
      ? []
      : [renderNote(client.topic(cleanLine(topic.text)), style)]),
    ...(isOpen ? [] : [renderNote(deeds.modeIs(cleanLine(room), mode), style)]),
  ];
}
