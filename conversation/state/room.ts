/**
 * What the client knows of one of its rooms. Pure.
 *
 * @module
 */

import type { Grant } from "../../protocol/ranks.ts";
import type { MessageFrame, Presence, RoomMode, RoomSnapshot, ServerFrame, Topic } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";
import { cleanLine } from "../../protocol/text.ts";

/** Names by their {@linkcode nameKey}. */
type Names = ReadonlyMap<string, string>;

/** How members are present, by the {@linkcode nameKey} of their names. */
type Presences = ReadonlyMap<string, Presence>;

/** A room that I am in. */
export interface Room {
  readonly name: string;
  /** In the order in which they came. */
  readonly members: Names;
  /** How members were present when that was last asked for: of nobody unless it was. */
  readonly presence: Presences;
  /** How many people the server says there are: more than `members` has until the rest of a long list came. */
  readonly count: number;
  /** The number of the last message that I know of. */
  readonly seq: number;
  /** Up to which number messages were looked at for my name. */
  readonly scanned: number;
  /** How many messages of others came that I have not seen, and how many of them name me. */
  readonly unread: number;
  readonly mentions: number;
  /** What it is about. */
  readonly topic?: Topic;
  /** What it is like, where it is not like all others. */
  readonly mode?: RoomMode;
  /** What I am in it, where that is more than on the server. */
  readonly rank?: Grant;
  /** The parts of a list of members that have come so far. */
  readonly partialMembers: Names;
  readonly partialPresence: Presences;
  /** Set once I asked to be let out. */
  readonly isLeaving?: true;
}

/** In what light a message came. */
export interface MessageContext {
  readonly isInView: boolean;
  /** Whether somebody else said it who is not hidden. */
  readonly isOthers: boolean;
  /** Whether it names me. */
  readonly isForMe: boolean;
}

/** Makes a room on entering it; after a break, `before` is how it was, and what was missed is yet to come. */
export function enterRoom(view: RoomSnapshot, before: Room | undefined, isInView: boolean): Room {
  const { room: name, members, count, seq, read, topic, mode, rank } = view;
  const unread = before?.unread ?? (isInView || read === 0 ? 0 : Math.max(0, seq - read));
  return {
    name,
    members: named(members),
    presence: new Map(),
    count,
    seq: Math.min(seq, before?.seq ?? seq),
    scanned: before?.seq ?? (read === 0 ? seq : Math.min(seq, read)),
    unread,
    mentions: before?.mentions ?? 0,
    ...(topic !== undefined && { topic }),
    ...(mode !== undefined && { mode }),
    ...(rank !== undefined && { rank }),
    partialMembers: new Map(),
    partialPresence: new Map(),
  };
}

/** Tells whether not all members are named yet, so that the others are to be asked for. */
export function needsMemberList(room: Room): boolean {
  return room.count > room.members.size;
}

/** Makes the room after a message: a new one counts as unread, unless it is in view; there it only counts when it names me. */
export function withMessage(room: Room, frame: MessageFrame, how: MessageContext): Room {
  const { seq, topic, text, from, at } = frame;
  if (seq <= room.scanned) return room;
  const mentions = room.mentions + (how.isForMe ? 1 : 0);
  if (seq <= room.seq) return { ...room, scanned: seq, mentions }; // Counted as unread when I came in.
  const { topic: before, ...bare } = frame.past === true ? room : withSpeaker(room, from);
  const about = topic === undefined ? before : text === "" ? undefined : { text, from, at };
  return {
    ...bare,
    seq,
    scanned: seq,
    unread: room.unread + (how.isOthers && !how.isInView ? 1 : 0),
    mentions,
    ...(about !== undefined && { topic: about }),
  };
}

/** Makes the room after a list of its members, or a part of one. */
export function withMembers(room: Room, frame: Extract<ServerFrame, { type: "members" }>): Room {
  const partialMembers = new Map([...room.partialMembers, ...named(frame.members)]);
  const partialPresence = new Map(room.partialPresence);
  for (const [i, name] of frame.members.entries()) {
    const presence = frame.presence?.[i] ?? room.presence.get(nameKey(name));
    if (presence !== undefined) partialPresence.set(nameKey(name), presence);
  }
  if (frame.more === true) return { ...room, partialMembers, partialPresence };
  return {
    ...room,
    members: partialMembers,
    presence: partialPresence,
    count: Math.max(frame.count, partialMembers.size),
    partialMembers: new Map(),
    partialPresence: new Map(),
  };
}

/** Makes the room after somebody spoke: they are not idle. */
function withSpeaker(room: Room, name: string): Room {
  const key = nameKey(name);
  const known = room.presence.get(key);
  if (known === undefined || known.idle === 0) return room;
  return { ...room, presence: new Map(room.presence).set(key, { ...known, idle: 0 }) };
}

/** Makes the room after one name goes and one comes. A list that is still coming in parts was made before, so it changes as well. */
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
  const partialMembers = room.partialMembers.size === 0 ? room.partialMembers : apply(room.partialMembers);
  return {
    ...room,
    members,
    count: members.size + unnamed,
    presence: movePresence(room.presence, goes, comes),
    partialMembers,
    partialPresence: movePresence(room.partialPresence, goes, comes),
  };
}

/** Moves a presence to a new name, or removes it. */
function movePresence(presences: Presences, goes: string | undefined, comes: string | undefined): Presences {
  const known = goes === undefined ? undefined : presences.get(nameKey(goes));
  if (goes === undefined || known === undefined) return presences;
  const moved = new Map(presences);
  moved.delete(nameKey(goes));
  if (comes !== undefined) moved.set(nameKey(comes), known);
  return moved;
}

/** Writes a room's name as people do, `#lobby`, safe to show. */
export function roomLabel(name: string): string {
  return `#${cleanLine(name)}`;
}

/** Tells whether two names are those of the same room, be it with or without `#`. */
export function isSameRoom(one: string, other: string): boolean {
  return roomKey(one) === roomKey(other);
}

/** Makes the form in which names of rooms are compared. */
export function roomKey(name: string): string {
  return nameKey(name.replace(/^#/, ""));
}

function named(names: readonly string[]): Names {
  return new Map(names.map((name) => [nameKey(name), name]));
}
