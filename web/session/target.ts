/**
 * Where plain text goes, and what a line is read in the light of on the page.
 *
 * @module
 */

import { addresseeOf, type State } from "../../conversation.ts";
import type { Target, TypingContext } from "../../protocol/command_row.ts";
import { localClock } from "../../protocol/dates.ts";
import type { PlacesView, PlaceView } from "./ports.ts";

/** Makes what a line is read in the light of. */
export function typingContext(
  { current, lastRoom }: Pick<PlacesView, "current" | "lastRoom">,
  state: State | undefined,
): TypingContext {
  const now = Date.now();
  const correspondent = state?.correspondent;
  return {
    target: targetOf(current),
    room: (current?.kind === "room" ? current : lastRoom)?.name ?? "",
    now,
    ...localClock(now),
    ...(correspondent !== undefined && { correspondent }),
    ...(state !== undefined && { addressee: (name) => addresseeOf(state, name) }),
  };
}

/** Returns where plain text goes. */
function targetOf(place: PlaceView | undefined): Target {
  if (place === undefined) return { kind: "nowhere" };
  const { kind, name, person } = place;
  if (kind === "room") return { kind, room: name };
  return { kind, name, ...(person !== undefined && { person }) };
}
