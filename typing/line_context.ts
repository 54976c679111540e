/**
 * What a typed line is read in the light of, made of what is known.
 *
 * @module
 */

import type { TypedAt } from "../protocol/commands.ts";
import type { LineContext } from "./actions.ts";
import { localClock } from "../protocol/dates.ts";
import { roomNamed, type State, typingContext } from "../conversation.ts";

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
