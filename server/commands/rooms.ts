/**
 * Entering rooms and leaving them, speaking in them, and what they are about.
 *
 * @module
 */

import { ROOMS_PER_FRAME } from "../../protocol/limits.ts";
import { parseRoom } from "../../protocol/names.ts";
import type { Reply, RoomSummary } from "../../protocol.ts";
import type { Hub } from "../hub.ts";
import { badRoom, noRoom, validateMessage, validateTopic } from "../validation.ts";
import type { Session } from "../members.ts";
import { acceptedText, type Frame, membershipIn } from "./lookups.ts";

/** Says something in a room. */
export function say(hub: Hub, session: Session, frame: Frame<"say">): void {
  const { id, action } = frame;
  const place = membershipIn(session, frame.room, id);
  if (place === undefined) return;
  const text = acceptedText(session, validateMessage(frame.text, hub.limits.messageChars), id);
  if (text !== undefined) hub.say(session, place, { text, id, action });
}

/** Enters a room, made if there is none. */
export function join(hub: Hub, session: Session, frame: Frame<"join">): void {
  const room = parseRoom(frame.room);
  if (room === undefined) return session.problem(badRoom(frame.room));
  hub.stays.join(session, { room, after: frame.after });
}

/** Leaves a room. */
export function part(hub: Hub, session: Session, frame: { room: string; word: string | undefined }): void {
  const place = membershipIn(session, frame.room);
  if (place !== undefined) hub.stays.part(session, place, frame.word);
}

/** Tells what a room is about, or has it be about something else. */
export function topic(hub: Hub, session: Session, frame: Frame<"topic">): void {
  const { id } = frame;
  if (frame.text === undefined) {
    const room = hub.rooms.find(frame.room);
    if (room === undefined) return session.problem(noRoom(frame.room));
    const { name, topic } = room;
    return session.reply({ type: "topic", room: name, ...(topic !== undefined && { topic }) });
  }
  const place = membershipIn(session, frame.room, id);
  if (place === undefined) return;
  const text = acceptedText(session, validateTopic(frame.text), id);
  if (text !== undefined) hub.say(session, place, { text, id, topic: true });
}

/** Lists the rooms. */
export function listRooms(hub: Hub, session: Session): void {
  session.read(roomsOf(hub));
}

function* roomsOf({ rooms }: Hub): Generator<Reply, void> {
  const all = [...rooms.all];
  for (let at = 0; at < all.length; at += ROOMS_PER_FRAME) {
    const lines = all.slice(at, at + ROOMS_PER_FRAME).map(({ name, size, topic }): RoomSummary => ({
      room: name,
      count: size,
      ...(topic !== undefined && { topic: topic.text }),
    }));
    const isLast = at + ROOMS_PER_FRAME >= all.length;
    yield { type: "rooms", rooms: lines, count: all.length, ...(!isLast && { more: true }) };
  }
}
