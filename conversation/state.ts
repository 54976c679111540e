/**
 * What the client knows of its person and their rooms, computed from the frames received and sent. Pure.
 *
 * Owns: the state of one person: name, rooms, members, topics, unread messages, correspondent.
 * Must not know: how the state is shown, what is queued or resent, or when frames come.
 * Called by: the terminal, the pipe and the page through `conversation.ts`; parts of `conversation/` that read the state.
 * On close: nothing; everything here is pure.
 *
 * @module
 */

import type {
  MessageFrame,
  ModeratedFrame,
  PrivateFrame,
  RenamedFrame,
  RoomSnapshot,
  ServerFrame,
  WelcomeFrame,
} from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import type { ServerRole } from "../protocol/ranks.ts";
import { cleanText } from "../protocol/text.ts";
import { mentions } from "../protocol/mentions.ts";
import { changesAnother } from "../protocol/second_thoughts.ts";
import { withLastSpeaker, withMention, withoutRedacted } from "./state/speakers_and_mentions.ts";
import { changeRoom, isMe, leaveRooms, roomNamed, type State, targetOf, withoutRoom } from "./state/model.ts";
import { switchRoom } from "./state/own.ts";
import { withPerson, withPersons, withRename, withStranger } from "./state/persons.ts";
import type { Authored } from "./ignore_list.ts";
import {
  enterRoom,
  isSameRoom,
  type Room,
  roomKey,
  withMembers,
  withMessage,
  withName,
} from "./state/room.ts";

export { isMe, roomInView, roomNamed, standingOf } from "./state/model.ts";
export type { State } from "./state/model.ts";
export { markSeen, nextUnread, reduceSent, setTarget, switchRoom, typingContext } from "./state/own.ts";
export { addresseeOf } from "./state/persons.ts";
export { isSameRoom, needsMemberList, roomKey, roomLabel } from "./state/room.ts";
export type { Room } from "./state/room.ts";

/** Tells whether what somebody says is hidden from me. */
export type IsIgnored = (author: Authored) => boolean;

const NOBODY: IsIgnored = () => false;

/** Makes the state after the first welcome; `wanted` is the room that was asked for. */
export function initialState(welcome: WelcomeFrame, wanted: string): State {
  const { title, name, limits, room: first } = welcome;
  const room = first === "" ? "" : isSameRoom(wanted, first) ? first : wanted;
  const state: State = {
    title,
    me: name,
    role: roleOf(welcome),
    limits,
    persons: new Map(),
    rooms: first === ""
      ? new Map()
      : new Map([[roomKey(first), enterRoom(welcome, undefined, isSameRoom(first, room))]]),
    room,
    target: targetOf(room),
    visited: [],
    joining: room === first ? [] : [roomKey(room)],
    unreadDirect: 0,
    speakers: [],
    mentions: [],
    listedRooms: [],
    partialList: [],
  };
  return withPersons(state, welcome);
}

/** Makes the state after another welcome. Other rooms are as they were until the server tells of them. */
export function resumeState(before: State, welcome: WelcomeFrame): State {
  const { title, name, limits, room } = welcome;
  const known = { ...before, title, me: name, limits, role: roleOf(welcome), partialList: [] };
  return room === "" ? leaveRooms({ ...known, rooms: new Map() }) : intoRoom(known, welcome);
}

/** Gives what a welcome says that I am on the server. */
function roleOf({ account, role }: Pick<WelcomeFrame, "account" | "role">): ServerRole {
  return role ?? (account === true ? "member" : "guest");
}

/** Counts what I have not seen and what concerns me: messages that name me in the rooms that count, and direct messages. */
export function countUnseen(
  { rooms, unreadDirect }: State,
  counts: (room: string) => boolean = () => true,
): number {
  return [...rooms.values()].reduce(
    (sum, { name, mentions }) => sum + (counts(name) ? mentions : 0),
    unreadDirect,
  );
}

/** Makes the state after a frame; what is ignored is not counted. */
export function reduce(state: State, frame: ServerFrame, ignores: IsIgnored = NOBODY): State {
  switch (frame.type) {
    case "entered":
      return intoRoom(state, frame);
    case "parted":
      return withoutRoom(state, frame.room);
    case "joined":
      return changeRoom(
        withPerson(state, frame),
        frame.room,
        (room) => withName(room, undefined, frame.name),
      );
    case "crowd":
      return changeRoom(
        state,
        frame.room,
        (room) => ({ ...room, count: Math.max(frame.count, room.members.size) }),
      );
    case "left":
      return changeRoom(state, frame.room, (room) => withName(room, frame.name, undefined));
    case "renamed":
      return rename(state, frame);
    case "members":
      return changeRoom(withPersons(state, frame), frame.room, (room) => withMembers(room, frame));
    case "message":
      return receiveMessage(state, frame, ignores);
    case "private":
      return receivePrivate(state, frame, ignores);
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
    case "rooms": {
      const rooms = [...state.partialList, ...frame.rooms.map(({ room }) => room)];
      return frame.more === true
        ? { ...state, partialList: rooms }
        : { ...state, listedRooms: rooms, partialList: [] };
    }
    case "whois":
      return withPerson(state, frame);
    case "delivered":
      return withPerson(state, { name: frame.to, person: frame.person });
    case "mode":
      return changeRoom(state, frame.room, (room) => ({ ...room, mode: frame.mode }));
    case "moderated":
      return moderated(state, frame);
    case "read":
      return changeRoom(state, frame.room, (room) => readElsewhere(room, frame.seq));
    case "claimed":
      return state.role === "guest" ? { ...state, role: "member" } : state;
    case "account":
      return frame.done === "unclaim" ? { ...state, role: "guest" } : state;
    case "welcome":
    case "done":
    case "modlist":
    case "challenge":
    case "devices":
    case "invitation":
    case "upload":
    case "file":
    case "text":
    case "history":
    case "hit":
    case "unread":
    case "caught-up":
    case "ack":
    case "notice":
    case "servers":
    case "ping":
    case "pong":
    case "bye":
      return state;
  }
}

/** Notes that a room was read up to a number at another client: what came after it is all that can be new. */
function readElsewhere(room: Room, seq: number): Room {
  const left = Math.max(0, room.seq - seq);
  return { ...room, unread: Math.min(room.unread, left), mentions: Math.min(room.mentions, left) };
}

/** Adds a room, or replaces one that was entered again after a break. */
function intoRoom(state: State, view: RoomSnapshot): State {
  const { room: name } = view;
  const isInView = isSameRoom(name, state.room);
  const rooms = new Map(state.rooms).set(roomKey(name), enterRoom(view, roomNamed(state, name), isInView));
  const into = {
    ...withPersons(state, view),
    rooms,
    joining: state.joining.filter((key) => key !== roomKey(name)),
  };
  if (state.room === "") return switchRoom(into, name);
  if (!isInView) return into;
  return { ...into, room: name, target: into.target.kind === "person" ? into.target : targetOf(name) };
}

function receiveMessage(state: State, frame: MessageFrame, ignores: IsIgnored): State {
  if (roomNamed(state, frame.room) === undefined) return state; // On its way while I left.
  const isMine = isMe(state, frame.from);
  const isHidden = !isMine && ignores(frame);
  const isSaid = frame.redacted !== true && !changesAnother(frame);
  const isForMe = !isMine && !isHidden && isSaid &&
    mentions(cleanText(frame.text), state.me);
  const isSaidNow = frame.past !== true;
  const now = isSaidNow ? withPerson(state, { name: frame.from, person: frame.person }) : state;
  const heard = isHidden || !isSaidNow ? now : withLastSpeaker(now, frame.from);
  const told = frame.redacts === undefined ? heard : withoutRedacted(heard, frame.room, frame.redacts);
  const known = isForMe ? withMention(told, frame) : told;
  return changeRoom(known, frame.room, (room) =>
    withMessage(room, frame, {
      isInView: isSameRoom(room.name, state.room),
      isOthers: !isMine && !isHidden && !changesAnother(frame),
      isForMe,
    }));
}

function receivePrivate(state: State, frame: PrivateFrame, ignores: IsIgnored): State {
  const { from, person, to, toPerson } = frame;
  const isMine = isMe(state, from);
  const known = withPerson(withPerson(state, { name: from, person }), { name: to, person: toPerson });
  if (!isMine && ignores(frame)) return known;
  const [name, id] = isMine ? [to, toPerson] : [from, person];
  const heard = withLastSpeaker({
    ...known,
    correspondent: { name, ...(id !== undefined && { person: id }) },
    unreadDirect: known.unreadDirect + (isMine ? 0 : 1),
  }, name);
  return isMine ? heard : withMention(heard, frame);
}

function rename(state: State, { from, to, person }: RenamedFrame): State {
  const rooms = [...state.rooms].map(([key, room]) =>
    [
      key,
      room.members.has(nameKey(from)) || room.partialMembers.has(nameKey(from))
        ? withName(room, from, to)
        : room,
    ] as const
  );
  return {
    ...withRename(state, from, { name: to, person }),
    rooms: new Map(rooms),
    me: isMe(state, from) ? to : state.me,
    speakers: state.speakers.map((key) => key === nameKey(from) ? nameKey(to) : key),
  };
}

/** Notes what I was made in a room. */
function moderated(state: State, { room: name, do: deed, name: who }: ModeratedFrame): State {
  if (!isMe(state, who)) return state;
  if (name === undefined) {
    return { ...state, role: deed === "op" ? "moderator" : deed === "deop" ? "member" : state.role };
  }
  const rank = deed === "op" ? "operator" : deed === "voice" ? "voiced" : undefined;
  if (rank === undefined && deed !== "deop" && deed !== "devoice") return state;
  return changeRoom(
    state,
    name,
    ({ rank: _, ...room }) => ({ ...room, ...(rank !== undefined && { rank }) }),
  );
}

/** Takes a room out of view that one is not let into, or is not in; and forgets who has a name that is another's by now. */
function refused(state: State, frame: Extract<ServerFrame, { type: "error" }>): State {
  switch (frame.code) {
    case "other-person":
      return withStranger(state, frame.name, frame.now);
    case "no-room":
      return withoutRoom(
        { ...state, joining: state.joining.filter((key) => key !== roomKey(frame.room)) },
        frame.room,
      );
    case "locked":
    case "invite-only":
    case "accounts-join":
    case "room-key":
    case "room-full":
      return leaveRooms({ ...state, joining: state.joining.filter((key) => key !== roomKey(frame.room)) });
    case "banned":
    case "kicked": {
      const { room } = frame;
      if (room === undefined) return state;
      return leaveRooms({ ...state, joining: state.joining.filter((key) => key !== roomKey(room)) });
    }
    case "bad-room":
      return leaveRooms({ ...state, joining: state.joining.filter((key) => key !== roomKey(frame.room)) });
    case "too-many-rooms":
    case "new-rooms":
    case "in-too-many": // In answer to a join, and the first that has no answer yet.
      return leaveRooms({ ...state, joining: state.joining.slice(1) });
    default:
      return state;
  }
}
