/**
 * The state after what a person does: asks for a room, leaves one, looks at one, writes to one person alone. Pure.
 *
 * @module
 */

import type { ClientFrame } from "../../protocol.ts";
import type { Target, TypingContext } from "../../protocol/commands.ts";
import { clockOf } from "../../protocol/dates.ts";
import { parseRoom } from "../../protocol/names.ts";
import { changeRoom, roomInView, roomNamed, type State, targetOf, withoutRoom } from "./model.ts";
import { addresseeOf } from "./persons.ts";
import { isSameRoom, type Room, roomKey } from "./room.ts";

/** Makes what a line is read in the light of. Times in ms since 1970; `clock` is this person's. */
export function typingContext(
  state: State,
  now: number,
  clock: Pick<TypingContext, "zone" | "timeZone">,
): TypingContext {
  const { target, room, correspondent } = state;
  return {
    target,
    room,
    now,
    ...clockOf(clock),
    ...(correspondent !== undefined && { correspondent }),
    addressee: (name) => addresseeOf(state, name),
  };
}

/** Makes the state after a frame was sent: a room that is asked for is in view at once, so that nothing written then goes elsewhere. */
export function reduceSent(state: State, frame: ClientFrame): State {
  switch (frame.type) {
    case "join": {
      const room = parseRoom(frame.room) ?? frame.room;
      return switchRoom({ ...state, joining: [...state.joining, roomKey(room)] }, room);
    }
    case "part": {
      const { rooms } = changeRoom(state, frame.room, (room) => ({ ...room, isLeaving: true }));
      const joining = state.joining.filter((key) => key !== roomKey(frame.room));
      return { ...withoutRoom({ ...state, rooms, joining }, frame.room), rooms };
    }
    case "private":
      return {
        ...state,
        correspondent: { name: frame.to, ...(frame.person !== undefined && { person: frame.person }) },
      };
    case "search":
      return { ...state, search: { query: frame.query } };
    default:
      return state;
  }
}

/** Makes the state with this room in view: what was said there is not new any more. */
export function switchRoom(state: State, name: string): State {
  const room = roomNamed(state, name);
  const before = roomKey(state.room);
  const visited = [...state.visited.filter((key) => key !== before && key !== roomKey(name)), before];
  const view = { ...state, room: room?.name ?? name, target: targetOf(room?.name ?? name) };
  return markSeen(isSameRoom(name, state.room) || before === "" ? view : { ...view, visited });
}

/** Makes the state in which plain text goes to this person alone; to the room in view again without one. */
export function setTarget(state: State, name: string | undefined): State {
  const target: Target = name === undefined
    ? targetOf(state.room)
    : { kind: "person", ...addresseeOf(state, name) };
  return { ...state, target };
}

/** Makes the state after the person has shown that they are there: what is on their screen is seen. */
export function markSeen(state: State): State {
  const room = roomInView(state);
  if (room === undefined || (room.unread === 0 && room.mentions === 0)) {
    return state.unreadDirect === 0 ? state : { ...state, unreadDirect: 0 };
  }
  const rooms = new Map(state.rooms).set(roomKey(room.name), { ...room, unread: 0, mentions: 0 });
  return { ...state, rooms, unreadDirect: 0 };
}

/** Finds the next room to look at, of those that are not in view: one in which I am named, else one in which something is new. */
export function nextUnread(state: State): Room | undefined {
  const others = [...state.rooms.values()].filter(({ name }) => !isSameRoom(name, state.room));
  return others.find(({ mentions }) => mentions > 0) ?? others.find(({ unread }) => unread > 0);
}
