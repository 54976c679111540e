/**
 * What the client knows of its person and their rooms, made of nothing but the frames that came and what was sent. Pure.
 *
 * @module
 */

import type { AnnouncedLimits, ClientFrame, RoomView, ServerFrame, WelcomeFrame } from "../protocol.ts";
import type { Light, Target } from "../protocol/commands.ts";
import { nameKey, parseRoom } from "../protocol/names.ts";
import { cleanText } from "../protocol/text.ts";
import { mentions } from "./dress.ts";
import {
  enterRoom,
  isSameRoom,
  type Room,
  roomKey,
  withMembers,
  withMessage,
  withName,
} from "./state/room.ts";

export { isSameRoom, mustAskWho } from "./state/room.ts";
export type { Room } from "./state/room.ts";

/** Who I am, where, and who else is there. */
export interface State {
  readonly title: string;
  readonly me: string;
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
  readonly wanted: readonly string[];
  /** Who last wrote to me alone, or was written to. */
  readonly correspondent?: string;
  /** Private words that came since I last was seen to be there. */
  readonly privates: number;
  /** Why I am away; empty for no reason. */
  readonly away?: string;
  /** The last search, and how to go on with it if there is more. */
  readonly search?: { readonly query: string; readonly more?: string };
}

/** Tells whether what somebody says is hidden from me. */
export type Ignores = (name: string) => boolean;

const NOBODY: Ignores = () => false;

/** The state after being let in for the first time; `wanted` is the room that was asked for. */
export function enter(welcome: WelcomeFrame, wanted: string): State {
  const { title, name, limits, room: first } = welcome;
  const room = first === "" ? "" : isSameRoom(wanted, first) ? first : wanted;
  return {
    title,
    me: name,
    limits,
    rooms: first === ""
      ? new Map()
      : new Map([[roomKey(first), enterRoom(welcome, undefined, isSameRoom(first, room))]]),
    room,
    target: targetOf(room),
    visited: [],
    wanted: room === first ? [] : [roomKey(room)],
    privates: 0,
  };
}

/** The state after being let in again. The other rooms are as they were until the server tells of them. */
export function comeBack(before: State, welcome: WelcomeFrame): State {
  const { title, name, limits, room } = welcome;
  const known = { ...before, title, me: name, limits };
  return room === "" ? leaveRooms({ ...known, rooms: new Map() }) : intoRoom(known, welcome);
}

/** Whether this name is mine. */
export function isMe(state: State, name: string): boolean {
  return nameKey(name) === nameKey(state.me);
}

/** One of my rooms, by its name. */
export function roomNamed(state: State, name: string): Room | undefined {
  return state.rooms.get(roomKey(name));
}

/** The room in view, once I am in it. */
export function roomInView(state: State): Room | undefined {
  return roomNamed(state, state.room);
}

/** In the light of what a line is read. Times in ms since 1970, `zone` in minutes ahead of UTC. */
export function lightOf({ target, room, correspondent }: State, now: number, zone: number): Light {
  return { target, room, now, zone, ...(correspondent !== undefined && { correspondent }) };
}

/** What I have not seen and what concerns me: messages that name me, and private words. */
export function unseen({ rooms, privates }: State): number {
  return [...rooms.values()].reduce((sum, room) => sum + room.mentions, privates);
}

/** The next room to look at, of those that are not in view: one in which I am named, else one in which something is new. */
export function newest(state: State): Room | undefined {
  const others = [...state.rooms.values()].filter(({ name }) => !isSameRoom(name, state.room));
  return others.find(({ mentions }) => mentions > 0) ?? others.find(({ unread }) => unread > 0);
}

/** The state after a frame; what is ignored is not counted. */
export function reduce(state: State, frame: ServerFrame, ignores: Ignores = NOBODY): State {
  switch (frame.type) {
    case "entered":
      return intoRoom(state, frame);
    case "parted":
      return withoutRoom(state, frame.room);
    case "joined":
      return changeRoom(state, frame.room, (room) => withName(room, undefined, frame.name));
    case "left":
      return changeRoom(state, frame.room, (room) => withName(room, frame.name, undefined));
    case "renamed":
      return rename(state, frame.from, frame.to);
    case "members":
      return changeRoom(state, frame.room, (room) => withMembers(room, frame));
    case "message": {
      const isOthers = !isMe(state, frame.from) && !ignores(frame.from);
      return changeRoom(state, frame.room, (room) =>
        withMessage(room, frame, {
          isInView: isSameRoom(room.name, state.room),
          isOthers,
          isForMe: isOthers && mentions(cleanText(frame.text), state.me),
        }));
    }
    case "private": {
      const isMine = isMe(state, frame.from);
      const isHidden = !isMine && ignores(frame.from);
      if (isHidden) return state;
      const correspondent = isMine ? frame.to : frame.from;
      return { ...state, correspondent, privates: state.privates + (isMine ? 0 : 1) };
    }
    case "topic":
      return changeRoom(state, frame.room, ({ topic: _, ...room }) => ({
        ...room,
        ...(frame.topic !== undefined && { topic: frame.topic }),
      }));
    case "away":
      return { ...state, away: frame.why };
    case "back": {
      const { away: _, ...back } = state;
      return back;
    }
    case "found": {
      const query = state.search?.query ?? "";
      return { ...state, search: { query, ...(frame.more !== undefined && { more: frame.more }) } };
    }
    case "error":
      return refused(state, frame);
    case "welcome":
    case "history":
    case "rooms":
    case "whois":
    case "hit":
    case "unread":
    case "caught-up":
    case "delivered":
    case "ack":
    case "notice":
    case "ping":
    case "pong":
    case "bye":
      return state;
  }
}

/** The state after something was sent: who asks for a room looks at it at once, so that nothing said then goes elsewhere. */
export function sent(state: State, frame: ClientFrame): State {
  switch (frame.type) {
    case "join": {
      const room = parseRoom(frame.room) ?? frame.room;
      return goTo({ ...state, wanted: [...state.wanted, roomKey(room)] }, room);
    }
    case "part": {
      const { rooms } = changeRoom(state, frame.room, (room) => ({ ...room, isLeaving: true }));
      const wanted = state.wanted.filter((key) => key !== roomKey(frame.room));
      return { ...withoutRoom({ ...state, rooms, wanted }, frame.room), rooms };
    }
    case "private":
      return { ...state, correspondent: frame.to };
    case "search":
      return { ...state, search: { query: frame.query } };
    default:
      return state;
  }
}

/** The state once this room is in view: what was said there is not new any more. */
export function goTo(state: State, name: string): State {
  const room = roomNamed(state, name);
  const before = roomKey(state.room);
  const visited = [...state.visited.filter((key) => key !== before && key !== roomKey(name)), before];
  const view = { ...state, room: room?.name ?? name, target: targetOf(room?.name ?? name) };
  return seen(isSameRoom(name, state.room) || before === "" ? view : { ...view, visited });
}

/** The state once plain text goes to this person alone; to the room in view again without one. */
export function talkTo(state: State, name: string | undefined): State {
  const target: Target = name === undefined ? targetOf(state.room) : { kind: "person", name };
  return { ...state, target };
}

/** The state once the person has shown that they are there: what is on their screen is seen. */
export function seen(state: State): State {
  const room = roomInView(state);
  if (room === undefined || (room.unread === 0 && room.mentions === 0)) {
    return state.privates === 0 ? state : { ...state, privates: 0 };
  }
  const rooms = new Map(state.rooms).set(roomKey(room.name), { ...room, unread: 0, mentions: 0 });
  return { ...state, rooms, privates: 0 };
}

function targetOf(room: string): Target {
  return room === "" ? { kind: "nowhere" } : { kind: "room", room };
}

function changeRoom(state: State, name: string, change: (room: Room) => Room): State {
  const room = roomNamed(state, name);
  if (room === undefined) return state;
  return { ...state, rooms: new Map(state.rooms).set(roomKey(name), change(room)) };
}

/** Into one room more, or again into one after a break. */
function intoRoom(state: State, view: RoomView): State {
  const { room: name } = view;
  const isInView = isSameRoom(name, state.room);
  const rooms = new Map(state.rooms).set(roomKey(name), enterRoom(view, roomNamed(state, name), isInView));
  const into = { ...state, rooms, wanted: state.wanted.filter((key) => key !== roomKey(name)) };
  if (state.room === "") return goTo(into, name);
  if (!isInView) return into;
  return { ...into, room: name, target: state.target.kind === "person" ? state.target : targetOf(name) };
}

/** Out of a room, or not into one that was asked for. */
function withoutRoom(state: State, name: string): State {
  const rooms = new Map(state.rooms);
  rooms.delete(roomKey(name));
  return leaveRooms({ ...state, rooms });
}

/** Looks at the room that was in view before when the one in view is neither mine nor going to be. */
function leaveRooms(state: State): State {
  if (roomInView(state) !== undefined || state.wanted.includes(roomKey(state.room))) return state;
  const staying = [...state.rooms.keys()].filter((key) => state.rooms.get(key)?.isLeaving !== true);
  const visited = state.visited.filter((key) => staying.includes(key));
  const key = visited.at(-1) ?? staying[0];
  const room = key === undefined ? undefined : state.rooms.get(key);
  const target = state.target.kind === "person" ? state.target : targetOf(room?.name ?? "");
  return { ...state, room: room?.name ?? "", target, visited: visited.filter((other) => other !== key) };
}

function rename(state: State, from: string, to: string): State {
  const is = (name: string): boolean => nameKey(name) === nameKey(from);
  const rooms = [...state.rooms].map(([key, room]) =>
    [
      key,
      room.members.has(nameKey(from)) || room.gathering.has(nameKey(from)) ? withName(room, from, to) : room,
    ] as const
  );
  const { target, correspondent } = state;
  return {
    ...state,
    rooms: new Map(rooms),
    me: isMe(state, from) ? to : state.me,
    target: target.kind === "person" && is(target.name) ? { kind: "person", name: to } : target,
    ...(correspondent !== undefined && { correspondent: is(correspondent) ? to : correspondent }),
  };
}

/** A room that one is not let into, or is not in, is not to be looked at. */
function refused(state: State, frame: Extract<ServerFrame, { type: "error" }>): State {
  switch (frame.code) {
    case "no-room":
      return withoutRoom(state, frame.room);
    case "bad-room":
      return leaveRooms({ ...state, wanted: state.wanted.filter((key) => key !== roomKey(frame.room)) });
    case "too-many-rooms":
    case "in-too-many": // In answer to a join, and the first that has no answer yet.
      return leaveRooms({ ...state, wanted: state.wanted.slice(1) });
    default:
      return state;
  }
}
