/**
 * What Tab can complete, made of what is known: names, rooms, settings. Pure.
 *
 * @module
 */

import { nameKey } from "../protocol/names.ts";
import type { TypedAt } from "../protocol/commands.ts";
import type { CompletionContext, OwnName } from "./completion.ts";
import { isMe, type Room, roomInView, roomLabel, standingOf, type State } from "../conversation.ts";

/** What there is to know besides the state. */
export interface VocabularySources {
  /** Names that are hidden from this reader. */
  readonly ignored: readonly string[];
  /** What `/set` knows, with the values that each setting can have; nothing unless given. */
  readonly settings?: ReadonlyMap<string, readonly string[]>;
  /** The commands that only this terminal has. */
  readonly own?: readonly OwnName[];
  /** What this person said last where they are, and can still change. */
  readonly lastSaid?: CompletionContext["lastSaid"];
  /** Whether files can be sent where they are. */
  readonly takesFiles?: boolean;
  /** Which commands there are; those of the terminal (`client`) unless given. */
  readonly frontend?: TypedAt;
}

/** Builds what can be completed. Names are looked up only when they are asked for: there may be thousands. */
export function buildVocabulary(state: State | undefined, sources: VocabularySources): CompletionContext {
  if (state === undefined) return { names: [], ...sources };
  return {
    ...sources,
    standing: standingOf(state),
    get names() {
      return namesOf(state);
    },
    get rooms() {
      const mine = [...state.rooms.values()].map(({ name }) => name);
      const all = [...mine, ...state.listedRooms.filter((room) => !state.rooms.has(nameKey(room)))];
      return all.map(roomLabel);
    },
    messageChars: state.limits.message,
  };
}

/** Lists members of the room in view first, then of other rooms; among them, the last speaker first, then by name. */
function namesOf(state: State): readonly string[] {
  const rank = new Map(state.speakers.map((key, i) => [key, i]));
  const rankOf = (key: string): number => rank.get(key) ?? state.speakers.length;
  const here = roomInView(state);
  const inOrder = (rooms: readonly Room[], named: Room | undefined): readonly string[] =>
    [...new Map(rooms.flatMap(({ members }) => [...members]))]
      .filter(([key, name]) => !isMe(state, name) && named?.members.has(key) !== true)
      .toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
      .map(([, name]) => name);
  const others = [...state.rooms.values()].filter((room) => room !== here);
  return [...inOrder(here === undefined ? [] : [here], undefined), ...inOrder(others, here)];
}
