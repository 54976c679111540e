/**
 * What a typed line is read in the light of, made of what is known.
 *
 * @module
 */

import type { TypedAt } from "../protocol/commands.ts";
import type { LineContext } from "./actions.ts";
import { localClock } from "../protocol/dates.ts";
import { roomNamed, type State, typingContext } from "./state.ts";

/** Makes what the ids of one run of ours begin with, so that no other run has the same: 8 hexadecimal digits. */
export function newIdPrefix(): string {
  // A page over plain HTTP has no randomUUID.
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number.toString(16).padStart(8, "0");
}

/** Makes the context of a line that a person types: what only people write means something there. */
export function asTyped(context: LineContext): LineContext {
  return { ...context, typing: { ...context.typing, isPerson: true } };
}

/**
 * Makes the context of a line that is typed now; days are meant as this machine has them.
 *
 * @param now In ms since 1970.
 */
export function lineContext(
  state: State,
  id: string,
  now: number,
  frontend: TypedAt = "client",
): LineContext {
  const { limits, search } = state;
  return {
    frontend,
    typing: typingContext(state, now, localClock(now)),
    limits,
    id,
    roomNamed: (name) => {
      const room = roomNamed(state, name);
      return room === undefined || room.isLeaving === true ? undefined : room.name;
    },
    ...(search?.more !== undefined && { more: { query: search.query, cursor: search.more } }),
  };
}
