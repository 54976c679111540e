/**
 * The reactions to one message, and how they are kept. Pure.
 *
 * @module
 */

import { REACTION_NAMES } from "../../../protocol/limits.ts";
import type { Reaction } from "../../../protocol.ts";

/** Somebody who has reacted: their number in the log, 0 for somebody without a token, and the name that they had. */
export type Reactor = readonly [personId: number, name: string];

/** What was put below a message: each emoji with those who did, in the order in which they came. */
export type StoredReactions = readonly (readonly [emoji: string, by: readonly Reactor[]])[];

/** Tells whether somebody has reacted with an emoji. */
export function hasReacted(all: StoredReactions, emoji: string, who: Reactor): boolean {
  return all.some(([each, by]) => each === emoji && by.some((one) => isSame(one, who)));
}

/** Adds a reaction, or takes one away; what is there already, or is not there, changes nothing. */
export function withReaction(
  all: StoredReactions,
  emoji: string,
  who: Reactor,
  isOn: boolean,
): StoredReactions {
  if (hasReacted(all, emoji, who) === isOn) return all;
  if (!isOn) {
    return all
      .map(([each, by]) => [each, each === emoji ? by.filter((one) => !isSame(one, who)) : by] as const)
      .filter(([, by]) => by.length > 0);
  }
  if (!all.some(([each]) => each === emoji)) return [...all, [emoji, [who]]];
  return all.map(([each, by]) => [each, each === emoji ? [...by, who] : by] as const);
}

/** Shows them as clients get them. */
export function shownReactions(all: StoredReactions): readonly Reaction[] {
  return all.map(([emoji, by]) => ({
    emoji,
    count: by.length,
    from: by.slice(0, REACTION_NAMES).map(([, name]) => name),
  }));
}

/** Writes them for a column. */
export function encodeReactions(all: StoredReactions): string | null {
  return all.length === 0 ? null : JSON.stringify(all);
}

/** Reads what {@linkcode encodeReactions} wrote. @throws When it is something else. */
export function decodeReactions(column: unknown): StoredReactions {
  if (typeof column !== "string") return [];
  const all: unknown = JSON.parse(column);
  if (!Array.isArray(all) || !all.every(isEntry)) throw new Error("The column reactions has none.");
  return all;
}

function isEntry(value: unknown): value is StoredReactions[number] {
  return Array.isArray(value) && typeof value[0] === "string" && Array.isArray(value[1]) &&
    value[1].every((one: unknown) =>
      Array.isArray(one) && typeof one[0] === "number" && typeof one[1] === "string"
    );
}

/** Tells whether two are the same person; without a number, as far as a name tells. Servers of a cluster must all find the same, so no table of characters is asked. */
function isSame([id, name]: Reactor, [other, otherName]: Reactor): boolean {
  return id === other && (id !== 0 || name === otherName);
}
