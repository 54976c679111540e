/**
 * What the client knows of one of its rooms. Pure.
 *
 * @module
 */

import type { MessageFrame, RoomSnapshot, ServerFrame, Topic } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";

/** Names by their {@linkcode nameKey}. */
type Names = ReadonlyMap<string, string>;

/** A room that I am in. */
export interface Room {
  readonly name: string;
  readonly members: Names;
  /** How many people the server says there are: more than `members` has until the rest of a long list came. */
  readonly count: number;
  /** The number of the last message that I know of. */
  readonly seq: number;
  /** Up to which number messages were looked at for my name. */
  readonly looked: number;
  /** How many messages of others came that I have not seen, and how many of them name me. */
  readonly unread: number;
  readonly mentions: number;
  /** What it is about. */
  readonly topic?: Topic;
  /** The parts of a list of members that have come so far. */
  readonly gathering: Names;
  /** Set once I asked to be let out. */
  readonly isLeaving?: true;
}

/** In what light a message came. */
export interface Circumstances {
  readonly isInView: boolean;
  /** Whether somebody else said it who is not hidden. */
  readonly isOthers: boolean;
  /** Whether it names me. */
  readonly isForMe: boolean;
}

/** A room on entering it; after a break, `before` is how it was, and what was missed is yet to come. */
export function enterRoom(view: RoomSnapshot, before: Room | undefined, isInView: boolean): Room {
  const { room: name, members, count, seq, read, topic } = view;
  const unread = before?.unread ?? (isInView || read === 0 ? 0 : Math.max(0, seq - read));
  return {
    name,
    members: named(members),
    count,
    seq: Math.min(seq, before?.seq ?? seq),
    looked: before?.seq ?? (read === 0 ? seq : Math.min(seq, read)),
    unread,
    mentions: before?.mentions ?? 0,
    ...(topic !== undefined && { topic }),
    gathering: new Map(),
  };
}

/** Whether not all of those who are here have been named yet, so that the others are to be asked for. */
export function mustAskWho(room: Room): boolean {
  return room.count > room.members.size;
}

/** The room after a message: a new one counts as unread, unless it is in view; there it only counts when it names me. */
export function withMessage(room: Room, frame: MessageFrame, how: Circumstances): Room {
  const { seq, topic, text, from, at } = frame;
  if (seq <= room.looked) return room;
  const mentions = room.mentions + (how.isForMe ? 1 : 0);
  if (seq <= room.seq) return { ...room, looked: seq, mentions }; // Counted as unread when I came in.
  const { topic: before, ...bare } = room;
  const about = topic === undefined ? before : text === "" ? undefined : { text, from, at };
  return {
    ...bare,
    seq,
    looked: seq,
    unread: room.unread + (how.isOthers && !how.isInView ? 1 : 0),
    mentions,
    ...(about !== undefined && { topic: about }),
  };
}

/** The room after a list of its members, or a part of one. */
export function withMembers(room: Room, frame: Extract<ServerFrame, { type: "members" }>): Room {
  const gathering = new Map([...room.gathering, ...named(frame.members)]);
  if (frame.more === true) return { ...room, gathering };
  return {
    ...room,
    members: gathering,
    count: Math.max(frame.count, gathering.size),
    gathering: new Map(),
  };
}

/** One name goes, one comes. A list that is still coming in parts was made before, so it changes as well. */
export function withName(room: Room, goes: string | undefined, comes: string | undefined): Room {
  const apply = (names: Names): Names => {
    const changed = new Map(names);
    if (goes !== undefined) changed.delete(nameKey(goes));
    if (comes !== undefined) changed.set(nameKey(comes), comes);
    return changed;
  };
  const members = apply(room.members);
  const isUnnamed = goes !== undefined && !room.members.has(nameKey(goes)); // Somebody of a crowd, or of a list on its way.
  const unnamed = Math.max(0, room.count - room.members.size - (isUnnamed ? 1 : 0));
  const gathering = room.gathering.size === 0 ? room.gathering : apply(room.gathering);
  return { ...room, members, count: members.size + unnamed, gathering };
}

/** Whether two names are those of the same room, be it with or without `#`. */
export function isSameRoom(one: string, other: string): boolean {
  return roomKey(one) === roomKey(other);
}

/** The form in which names of rooms are compared. */
export function roomKey(name: string): string {
  return nameKey(name.replace(/^#/, ""));
}

function named(names: readonly string[]): Names {
  return new Map(names.map((name) => [nameKey(name), name]));
}
