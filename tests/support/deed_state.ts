/**
 * What is in force for one person, and what one room is set to; `deed_story.ts` compares two of these.
 *
 * @module
 */

import { writeSettings } from "../../server/core/moderation/room_settings.ts";
import type { Place } from "./deed_story.ts";
import type { TestClient, TestCore } from "./test_core.ts";

/** Gives what somebody is in each of some places; the empty name is the server. */
export function stateOf(
  core: TestCore,
  { session }: TestClient,
  rooms: readonly string[],
): ReadonlyMap<string, Place> {
  const { moderation } = core.hub.context;
  const { person } = session;
  return new Map(rooms.map((place) => {
    const room = place === "" ? undefined : place;
    return [place, {
      rank: moderation.rank(person, room),
      isIn: room === undefined ? !session.isOver : person.isIn(room),
      isMuted: moderation.muteProblem(person, room) !== undefined,
      isBanned: moderation.banProblem(person, room) !== undefined,
    }];
  }));
}

/** Gives what a room is set to. */
export function shownOf(core: TestCore, room: string): string {
  return writeSettings(core.hub.context.moderation.settings(room));
}
