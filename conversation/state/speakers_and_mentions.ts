/**
 * What a person may want to come back to: who spoke last, and what named them. Pure.
 *
 * @module
 */

import type { MessageFrame, PrivateFrame } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";
import type { State } from "./model.ts";
import { isSameRoom } from "./room.ts";

/** How many mentions are remembered. */
export const MENTIONS = 100;

/** How many of the members who spoke last are remembered. */
export const SPEAKERS = 200;

/** Makes the state after somebody spoke, or was spoken to alone: they are the likeliest to be spoken to next. */
export function withLastSpeaker(state: State, name: string): State {
  const key = nameKey(name);
  if (state.speakers[0] === key) return state;
  const others = state.speakers.filter((other) => other !== key);
  return { ...state, speakers: [key, ...others].slice(0, SPEAKERS) };
}

/** Makes the state after something named me; the same message may come again, by `/history`. */
export function withMention(state: State, frame: MessageFrame | PrivateFrame): State {
  if (state.mentions.some((other) => isSame(other, frame))) return state;
  return { ...state, mentions: [...state.mentions, frame].slice(-MENTIONS) };
}

/** Makes the state without what named me in messages whose texts were taken away. */
export function withoutRedacted(state: State, room: string, redacted: readonly number[]): State {
  const mentions = state.mentions.filter((one) =>
    one.type !== "message" || !isSameRoom(one.room, room) || !redacted.includes(one.seq)
  );
  return mentions.length === state.mentions.length ? state : { ...state, mentions };
}

function isSame(one: MessageFrame | PrivateFrame, other: MessageFrame | PrivateFrame): boolean {
  return one.type === "message" && other.type === "message" && one.seq === other.seq &&
    one.at === other.at && isSameRoom(one.room, other.room);
}
