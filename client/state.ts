/**
 * What the client knows of the room, made of nothing but the frames that came. Pure.
 *
 * @module
 */

import type { AnnouncedLimits, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";

/** Names by their {@linkcode nameKey}. */
type Names = ReadonlyMap<string, string>;

/** Who I am, where, and who else is there. */
export interface State {
  readonly title: string;
  readonly me: string;
  readonly room: string;
  readonly members: Names;
  /** How many people the server says there are: more than `members` has until the rest of a long list came. */
  readonly count: number;
  readonly limits: AnnouncedLimits;
  /** The parts of a list of members that have come so far. */
  readonly gathering: Names;
}

/** The state after being let in. */
export function enter(welcome: WelcomeFrame): State {
  const { title, name, room, members, count, limits } = welcome;
  return { title, me: name, room, members: named(members), count, limits, gathering: new Map() };
}

/** Whether the welcome named only some of those who are here, so that the others are to be asked for. */
export function mustAskWho(state: State): boolean {
  return state.count > state.members.size;
}

/** Whether this name is mine. */
export function isMe(state: State, name: string): boolean {
  return nameKey(name) === nameKey(state.me);
}

/** The state after a frame. */
export function reduce(state: State, frame: ServerFrame): State {
  switch (frame.type) {
    case "welcome":
      return enter(frame);
    case "joined":
      return frame.room === state.room ? change(state, undefined, frame.name) : state;
    case "left":
      return frame.room === state.room ? change(state, frame.name, undefined) : state;
    case "renamed": {
      const me = isMe(state, frame.from) ? frame.to : state.me;
      return { ...change(state, frame.from, frame.to), me };
    }
    case "members": {
      if (frame.room !== state.room) return state;
      const gathering = new Map([...state.gathering, ...named(frame.members)]);
      if (frame.more === true) return { ...state, gathering };
      return {
        ...state,
        members: gathering,
        count: Math.max(frame.count, gathering.size),
        gathering: new Map(),
      };
    }
    case "message":
    case "history":
    case "entered":
    case "parted":
    case "private":
    case "rooms":
    case "topic":
    case "whois":
    case "away":
    case "back":
    case "hit":
    case "found":
    case "unread":
    case "caught-up":
    case "delivered":
    case "ack":
    case "error":
    case "notice":
    case "ping":
    case "pong":
    case "bye":
      return state;
  }
}

/** One name goes, one comes. A list that is still coming in parts was made before, so it changes as well. */
function change(state: State, goes: string | undefined, comes: string | undefined): State {
  const apply = (names: Names): Names => {
    const changed = new Map(names);
    if (goes !== undefined) changed.delete(nameKey(goes));
    if (comes !== undefined) changed.set(nameKey(comes), comes);
    return changed;
  };
  const members = apply(state.members);
  const unnamed = Math.max(0, state.count - state.members.size);
  const gathering = state.gathering.size === 0 ? state.gathering : apply(state.gathering);
  return { ...state, members, count: members.size + unnamed, gathering };
}

function named(names: readonly string[]): Names {
  return new Map(names.map((name) => [nameKey(name), name]));
}
