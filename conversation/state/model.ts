/**
 * What there is to know of a person and their rooms, and which room is in view. Pure.
 *
 * @module
 */

import type { AnnouncedLimits, MessageFrame, PrivateFrame } from "../../protocol.ts";
import type { Addressee, Target } from "../../protocol/commands.ts";
import type { ServerRole } from "../../protocol/ranks.ts";
import type { Standing } from "../../protocol/rights.ts";
import { nameKey } from "../../protocol/names.ts";
import { type Room, roomKey } from "./room.ts";

/** Who I am, where, and who else is there. */
export interface State {
  readonly title: string;
  readonly me: string;
  /** What I am on the server. */
  readonly role: ServerRole;
  readonly limits: AnnouncedLimits;
  /** My rooms by the {@linkcode nameKey} of their names, in the order in which I entered them. */
  readonly rooms: ReadonlyMap<string, Room>;
  /** The room in view, in `rooms` once the server has let me in; empty for none. */
  readonly room: string;
  /** Where plain text goes. */
  readonly target: Target;
  /** Keys of the rooms that were in view before, the last one at the end. */
  readonly visited: readonly string[];
  /** Keys of the rooms that I asked for and have no answer about. */
  readonly joining: readonly string[];
  /** Who last wrote to me alone, or was written to. */
  readonly correspondent?: Addressee;
  /** The ids of persons by the keys of the names under which they were seen last. */
  readonly persons: ReadonlyMap<string, string>;
  /** Private words that came since I last was seen to be there. */
  readonly unreadDirect: number;
  /** Keys of the members who spoke last, to a room or to me alone, the last one first. */
  readonly speakers: readonly string[];
  /** What named me and what was written to me alone, oldest first. */
  readonly mentions: readonly (MessageFrame | PrivateFrame)[];
  /** Rooms of the last list, and of a list that is still coming in parts. */
  readonly listedRooms: readonly string[];
  readonly partialList: readonly string[];
  /** Why I am away; empty for no reason. */
  readonly away?: string;
  /** The last search, and how to go on with it if there is more. */
  readonly search?: { readonly query: string; readonly more?: string };
}

/** Gives what I am on the server and in the room in view. */
export function standingOf(state: State | undefined): Standing {
  if (state === undefined) return { role: "guest" };
  const rank = roomInView(state)?.rank;
  return { role: state.role, ...(rank !== undefined && { grant: rank }) };
}

/** Tells whether this name is mine. */
export function isMe(state: State, name: string): boolean {
  return nameKey(name) === nameKey(state.me);
}

/** Finds one of my rooms by its name. */
export function roomNamed(state: State, name: string): Room | undefined {
  return state.rooms.get(roomKey(name));
}

/** Finds the room in view, once I am in it. */
export function roomInView(state: State): Room | undefined {
  return roomNamed(state, state.room);
}

/** Makes the target of plain text while this room is in view. */
export function targetOf(room: string): Target {
  return room === "" ? { kind: "nowhere" } : { kind: "room", room };
}

/** Makes the state with one of my rooms changed. */
export function changeRoom(state: State, name: string, change: (room: Room) => Room): State {
  const room = roomNamed(state, name);
  if (room === undefined) return state;
  return { ...state, rooms: new Map(state.rooms).set(roomKey(name), change(room)) };
}

/** Removes a room that was left, or that was asked for and refused. */
export function withoutRoom(state: State, name: string): State {
  const rooms = new Map(state.rooms);
  rooms.delete(roomKey(name));
  return leaveRooms({ ...state, rooms });
}

/** Looks at the room that was in view before when the one in view is neither mine nor going to be. */
export function leaveRooms(state: State): State {
  if (roomInView(state) !== undefined || state.joining.includes(roomKey(state.room))) return state;
  const staying = [...state.rooms.keys()].filter((key) => state.rooms.get(key)?.isLeaving !== true);
  const visited = state.visited.filter((key) => staying.includes(key));
  const key = visited.at(-1) ?? staying[0];
  const room = key === undefined ? undefined : state.rooms.get(key);
  const target = state.target.kind === "person" ? state.target : targetOf(room?.name ?? "");
  return { ...state, room: room?.name ?? "", target, visited: visited.filter((other) => other !== key) };
}
