/**
 * What Tab can complete, made of what is known: names, rooms, settings. Pure.
 *
 * @module
 */

import { nameKey } from "../protocol/names.ts";
import type { CompletionContext } from "../client/terminal/editor.ts";
import { showRoom } from "../client/view/style.ts";
import { SETTINGS, type Settings } from "../client/settings.ts";
import { isMe, type Room, roomInView, type State } from "./state.ts";

/** What there is to know besides the state. */
export interface VocabularySources {
  /** Keys of those who spoke, the last first. */
  readonly speakers: readonly string[];
  /** Rooms that were listed. */
  readonly listedRooms: readonly string[];
  readonly settings: Settings;
}

/** What can be completed. Names are looked up only when somebody wants them: there may be thousands. */
export function buildVocabulary(
  state: State | undefined,
  { speakers, listedRooms, settings }: VocabularySources,
): CompletionContext {
  const common = { settings: new Map(Object.entries(SETTINGS)), ignored: settings.ignored };
  if (state === undefined) return { names: [], ...common };
  return {
    ...common,
    get names() {
      return namesOf(state, speakers);
    },
    get rooms() {
      const mine = [...state.rooms.values()].map(({ name }) => name);
      const all = [...mine, ...listedRooms.filter((room) => !state.rooms.has(nameKey(room)))];
      return all.map(showRoom);
    },
    messageChars: state.limits.message,
  };
}

/** Those in the room in view first, then those in other rooms; among them, those first who spoke last. */
function namesOf(state: State, speakers: readonly string[]): readonly string[] {
  const rank = new Map(speakers.map((key, i) => [key, i]));
  const rankOf = (key: string): number => rank.get(key) ?? speakers.length;
  const here = roomInView(state);
  const inOrder = (rooms: readonly Room[], named: Room | undefined): readonly string[] =>
    [...new Map(rooms.flatMap(({ members }) => [...members]))]
      .filter(([key, name]) => !isMe(state, name) && named?.members.has(key) !== true)
      .toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
      .map(([, name]) => name);
  const others = [...state.rooms.values()].filter((room) => room !== here);
  return [...inOrder(here === undefined ? [] : [here], undefined), ...inOrder(others, here)];
}
