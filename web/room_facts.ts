/**
 * What the bar says of the room in view besides its name.
 *
 * @module
 */

import { roomNamed, type State } from "../conversation.ts";
import type { PageWords } from "../words/en.ts";
import type { Place, RoomFacts } from "./view.ts";

/** Gives what is known of a place; nothing of one that is no room, or before anything is known. */
export function roomFacts(
  place: Place | undefined,
  state: State | undefined,
  words: PageWords,
): RoomFacts {
  const room = place?.kind !== "room" || state === undefined ? undefined : roomNamed(state, place.name);
  const { topic, mode = {} } = room ?? {};
  const isOpen = Object.keys(mode).length === 0;
  return { topic: topic?.text, mode: isOpen ? "" : words.deeds.mode(mode) };
}
