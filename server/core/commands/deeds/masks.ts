/**
 * Deeds on masks: on several people at once, and on who is like them, as IRC has it.
 *
 * @module
 */

import { formatNetwork, parseNetwork } from "../../../../net/network.ts";
import { nameKey, parseName } from "../../../../protocol/names.ts";
import type { Mask } from "../../../../protocol.ts";
import type { Mark } from "../../../store/log.ts";
import type { Person } from "../../members.ts";
import { hasOwnName, MOST_PATTERNS, ownMarks } from "../../moderation.ts";
import { isShowable, mayActAgainst, refuse, type Wanted } from "./act.ts";
import { hasServerRank, marksOf } from "./aim.ts";
import { GUEST_BANNED_FOR, MUTED_FOR, restrict } from "./restriction.ts";

/** The most things that one mask goes by. */
const MOST_MARKS = 400;

/** What is done to whom a mask fits. */
type MaskEffect = "ban" | "mute" | "except" | "welcome";

/** Has bans and mutes of a room not hit somebody, or has them come in where only who was invited does. */
export function except(wanted: Wanted, effect: "except" | "welcome"): void {
  const { frame: { mask, name = "" }, context: { members } } = wanted;
  const person = members.nicknames.find(nameKey(parseName(name) ?? ""));
  const persons = person === undefined ? [] : [person.publicId];
  restrictMask(wanted, effect, mask ?? { written: name, persons });
}

/**
 * Restricts those who are here and fit a mask, or excepts them from that, as the persons that they are, and whoever comes
 * under its name or pattern. Of many, those on whom the author may not act are left out; of one they are told.
 */
export function restrictMask(wanted: Wanted, effect: MaskEffect, mask: Mask): void {
  const { context: { members }, frame, room } = wanted;
  if (room === undefined) return refuse(wanted, { code: "bad-field", field: "room" });
  if (!isShowable(mask.written)) return refuse(wanted, { code: "bad-field", field: "name" });
  const isMild = effect === "except" || effect === "welcome";
  const meant = mask.persons.flatMap((id) => members.nicknames.findPerson(id) ?? []);
  const hit = isMild ? meant : meant.filter((person) => mayActAgainst(wanted, person));
  const [only] = meant;
  const isWide = frame.name !== undefined && /[*?]/.test(frame.name);
  if (only !== undefined && hit.length === 0 && !isWide) {
    return refuse(wanted, { code: "not-allowed", name: only.name });
  }
  const marks = marksOfMask(wanted, hit, isMild);
  if (marks === undefined) return;
  if (marks.length === 0) return refuse(wanted, { code: "not-here", name: mask.written, asked: true });
  const until = endOf(wanted, effect, hit);
  restrict(wanted, effect, {
    subject: mask.written,
    marks: marks.slice(0, MOST_MARKS),
    hit: isMild ? [] : hit,
    until,
    isWide: false,
  });
}

/** Gives when it ends, in ms since 1970: as for a single person; nothing for good. */
function endOf(
  { context: { clock }, frame }: Wanted,
  effect: MaskEffect,
  hit: readonly Person[],
): number | undefined {
  const isOwn = hit.length > 0 && hit.every(hasOwnName);
  const usual = effect === "mute" ? MUTED_FOR : effect !== "ban" || isOwn ? undefined : GUEST_BANNED_FOR;
  const time = frame.for ?? usual;
  return time === undefined ? undefined : clock.now() + time;
}

/** Gives what a mask goes by; `undefined` when its author may not have that, which is told. */
function marksOfMask(
  wanted: Wanted,
  hit: readonly Person[],
  isMild: boolean,
): readonly Mark[] | undefined {
  const { context: { moderation }, frame: { name, net } } = wanted;
  const network = net === undefined ? undefined : parseNetwork(net);
  if (net !== undefined) {
    if (network === undefined) return refuse(wanted, { code: "bad-field", field: "net" });
    if (!hasServerRank(wanted)) return refuse(wanted, { code: "not-allowed", needs: "moderator" });
  }
  const isPattern = name !== undefined && /[*?]/.test(name);
  if (isPattern && moderation.bans.patterns >= MOST_PATTERNS) {
    return refuse(wanted, { code: "too-many-bans", limit: MOST_PATTERNS });
  }
  return [
    ...(name === undefined ? [] : [{ kind: isPattern ? "pattern" : "name", value: name } as const]),
    ...(network === undefined ? [] : [{ kind: "net", value: formatNetwork(network) } as const]),
    ...(isPattern ? [] : hit).flatMap((person) => isMild ? ownMarks(person) : marksOf(wanted, person).marks),
  ];
}
