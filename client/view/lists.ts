/**
 * Lists that the server gave: who is in a room, which rooms there are, where somebody is. Pure.
 *
 * @module
 */

import { isSilent } from "../../protocol/presence.ts";
import type { Presence, RoomSummary, ServerFrame } from "../../protocol.ts";
import { cleanLine } from "../../protocol/text.ts";
import { formatDateTime, otherRoomName, paintName, type Style } from "./style.ts";
import { isSameRoom, type Room, roomLabel } from "../../conversation.ts";
import { textWidth } from "./width.ts";
import type { DisplayLine } from "./wrap.ts";

/** How wide the column of the rooms' names is at most. */
const NAME_COLUMN = 20;

/** Somebody in a list, and how they are present if that was asked for. */
export interface ListedMember {
  readonly name: string;
  readonly presence: Presence | undefined;
}

/** Renders who is in a room, what they are there, and which of them are muted, silent or away. */
export function renderMembers(
  room: string,
  members: readonly ListedMember[],
  count: number,
  style: Style,
): string {
  const names = members.map(({ name, presence }) => {
    const notes = presence === undefined ? [] : notesOn(presence, style);
    return paintName(name, style) + (notes.length === 0 ? "" : ` (${notes.join(", ")})`);
  });
  const where = otherRoomName(room, style);
  const others = Math.max(0, count - names.length);
  return (where === "" ? "" : `${where}: `) + style.words.here(names, names.length + others, others);
}

function notesOn(presence: Presence, { words: { plain, deeds } }: Style): readonly string[] {
  const { idle, away, rank, muted } = presence;
  return [
    ...(rank === undefined ? [] : [deeds.ranks[rank]]),
    ...(muted ? [deeds.isMuted] : []),
    ...(isSilent(presence) ? [plain.silent(idle)] : []),
    ...(away === undefined ? [] : [plain.away(cleanLine(away))]),
  ];
}

/** Renders every room with its members and its topic; mine with their numbers and what is unread. */
export function renderRooms(
  lines: readonly RoomSummary[],
  mine: readonly Room[],
  style: Style,
): readonly DisplayLine[] {
  const { words: { client, people }, plain } = style;
  const rows = lines.map(({ room, count, topic = "" }) => {
    const at = mine.findIndex(({ name }) => isSameRoom(name, room));
    return {
      name: roomLabel(room),
      number: at + 1,
      mine: mine[at],
      people: people(count),
      topic: cleanLine(topic),
    };
  });
  const title = client.rooms(rows.length);
  if (plain === true) {
    const spoken = rows.map(({ name, mine, people, topic }) =>
      client.spoken.room(name, people, topic, mine === undefined ? undefined : mine.unread)
    );
    return [title, ...spoken];
  }
  const wide = Math.min(NAME_COLUMN, Math.max(0, ...rows.map(({ name }) => textWidth(name))));
  const wideCount = Math.max(0, ...rows.map(({ people }) => textWidth(people)));
  const table = rows.map(({ name, number, mine, people, topic }): DisplayLine => {
    const head = [
      number === 0 ? " " : `${number}`,
      name + " ".repeat(Math.max(0, wide - textWidth(name))),
      " ".repeat(wideCount - textWidth(people)) + people,
      ...(mine === undefined || mine.unread === 0 ? [] : [unreadMark(mine)]),
    ].join("  ");
    return { text: `${head}${topic === "" ? "" : `  ${topic}`}`, indent: 4 };
  });
  return [title, ...table];
}

/** Makes the mark of what is unread in a room, with a sign when it names me: `(3)`, `(3!)`; empty when nothing is. */
export function unreadMark({ unread, mentions }: Room): string {
  if (unread === 0 && mentions === 0) return "";
  return `(${Math.max(unread, mentions)}${mentions === 0 ? "" : "!"})`;
}

/** Renders where somebody is, and whether they are there. */
export function renderWhois(
  frame: Extract<ServerFrame, { type: "whois" }>,
  style: Style,
): DisplayLine {
  const { client } = style.words;
  const rooms = frame.rooms.map(roomLabel);
  return client.whois(
    paintName(frame.name, style),
    rooms,
    formatDateTime(frame.since),
    [...(frame.account ? [style.words.deeds.ownName] : []), ...notesOn(frame, style)],
  );
}
