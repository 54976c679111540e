/**
 * The modes of channels, and what they are here. Pure.
 *
 * Sources: RFC 2812, section 3.2.3, and https://modern.ircdocs.horse/#channel-modes. `M` and `R` are for people with an
 * account, as other servers have them.
 *
 * @module
 */

import type { RoomMode } from "../../../protocol.ts";

/** What stands in `CHANMODES` of RPL_ISUPPORT: lists, with a parameter always, with one when set, without. */
export const CHANNEL_MODES = "beI,k,l,MRimnst";

/** Modes of the lists, and what each is here. */
export const LIST_MODES = { b: "ban", e: "except", I: "welcome" } as const;

/** The letter of a list. */
export type ListMode = keyof typeof LIST_MODES;

/** A change of one mode. */
export interface ModeChange {
  readonly isOn: boolean;
  readonly letter: string;
  readonly param?: string;
  /** Set for what only clients with multi-prefix were shown before. */
  readonly isSecond?: true;
}

/** Modes that take a parameter when they are switched on, and of these the ones that also take it when they are switched off. */
const WITH_PARAM = "beIkloqv";
const ALWAYS_WITH_PARAM = "beIkov";

/** Tells whether a letter is that of a list. */
export function isListMode(letter: string): letter is ListMode {
  return Object.hasOwn(LIST_MODES, letter);
}

/** Parses changes of modes: letters after `+` and `-`, and their parameters in the same order. Without a sign, `+` is meant. */
export function parseChanges(letters: string, params: readonly string[]): readonly ModeChange[] {
  const changes: ModeChange[] = [];
  const rest = [...params];
  let isOn = true;
  for (const letter of letters) {
    if (letter === "+" || letter === "-") {
      isOn = letter === "+";
      continue;
    }
    const takes = (isOn ? WITH_PARAM : ALWAYS_WITH_PARAM).includes(letter);
    const param = takes ? rest.shift() : undefined;
    changes.push({ isOn, letter, ...(param !== undefined && { param }) });
  }
  return changes;
}

/** Writes changes: each sign once where it can be, and the parameters after the letters. */
export function formatChanges(changes: readonly ModeChange[]): readonly string[] {
  let [letters, sign] = ["", ""];
  for (const { isOn, letter } of changes) {
    const wanted = isOn ? "+" : "-";
    letters += sign === wanted ? letter : `${wanted}${letter}`;
    sign = wanted;
  }
  return [letters, ...changes.flatMap(({ param }) => param ?? [])];
}

/** Gives the modes of a room in the order of their letters. The word that opens it is never told again. */
export function modesOf(mode: RoomMode): readonly ModeChange[] {
  const { inviteonly, lock, key, limit, accounts, readonly: only, quiet, outside, secret, topics } = mode;
  const on = (letter: string, isOn: boolean | undefined, param?: string): readonly ModeChange[] =>
    isOn === true ? [{ isOn, letter, ...(param !== undefined && { param }) }] : [];
  return [
    ...on("M", accounts === "speak"),
    ...on("R", accounts === "join"),
    ...on("i", inviteonly ?? lock),
    ...on("k", key, "*"),
    ...on("l", limit !== undefined, String(limit)),
    ...on("m", only ?? quiet),
    ...on("n", outside !== true),
    ...on("s", secret),
    ...on("t", topics),
  ];
}

/** Tells what has changed between two states of a room, as far as IRC has a mode for it. */
export function changesBetween(before: RoomMode, after: RoomMode): readonly ModeChange[] {
  const [was, is] = [modesOf(before), modesOf(after)];
  const added = is.filter(({ letter, param }) =>
    !was.some((one) => one.letter === letter && one.param === param)
  );
  const removed = was.filter(({ letter }) => !is.some((one) => one.letter === letter));
  return [
    ...added,
    // A word is not told when it is taken away, either; a limit has no parameter then.
    ...removed.map(({ letter }): ModeChange =>
      letter === "k" ? { isOn: false, letter, param: "*" } : { isOn: false, letter }
    ),
  ];
}
