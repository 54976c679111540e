/**
 * What a typed line is read in the light of, made of what is known.
 *
 * @module
 */

import type { LineContext } from "./actions.ts";
import { lightOf, roomNamed, type State } from "./state.ts";

/** What the ids of one run of ours begin with, so that no other run has the same. */
export function newIdPrefix(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** The setting for a line that is typed at `now`, in ms since 1970; days are meant as this machine has them. */
export function lineContext(state: State, id: string, now: number): LineContext {
  const { limits, search } = state;
  const zone = -new Date(now).getTimezoneOffset();
  return {
    light: lightOf(state, now, zone === 0 ? 0 : zone), // No -0.
    limits,
    id,
    roomNamed: (name) => {
      const room = roomNamed(state, name);
      return room === undefined || room.isLeaving === true ? undefined : room.name;
    },
    ...(search?.more !== undefined && { more: { query: search.query, cursor: search.more } }),
  };
}
