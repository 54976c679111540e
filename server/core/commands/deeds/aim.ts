/**
 * Whom a ban or a mute is about: what they are known by, and who else it would hit.
 *
 * @module
 */

import { addressKey } from "../../../../net/address.ts";
import { kindOfAddress } from "../../../../net/network.ts";
import type { Mark } from "../../../store/log.ts";
import type { Person } from "../../members.ts";
import { hasOwnName, ownMarks } from "../../moderation.ts";
import { done, type Wanted } from "./act.ts";

/** Whom a ban is about. */
export interface Aim {
  /** As it was written, for lists and the audit. */
  readonly subject: string;
  readonly marks: readonly Mark[];
  /** Everybody who is here and whom it hits. */
  readonly hit: readonly Person[];
  readonly until: number | undefined;
  /** An address that others are here from as well, so that it is not banned, and how many they are. */
  readonly shared?: { readonly net: string; readonly also: number };
  /** Whether it is a pattern or an address, which may hit more than was meant. */
  readonly isWide: boolean;
}

/** Tells whom the ban of somebody would hit, and to a moderator the address, and how many others are here from it. */
export function foretell(wanted: Wanted, person: Person): void {
  const net = netOf(person);
  if (net === undefined || !hasServerRank(wanted)) return done(wanted, { name: person.name, dry: true });
  done(wanted, { name: person.name, net, also: othersFrom(wanted, person, net).length, dry: true });
}

/** Gives where somebody comes from, as limits count it; for who is at another server of a cluster, when they were given their seat. */
export function netOf({ sessions: [session], seats }: Person): string | undefined {
  if (session !== undefined) return addressKey(session.host);
  return seats.find(({ isElsewhere, access }) => isElsewhere && access.net !== "")?.access.net;
}

/** Lists everybody else who is here from an address. */
function othersFrom({ context: { members } }: Wanted, person: Person, net: string): readonly Person[] {
  const isFrom = ({ sessions, seats }: Person): boolean =>
    sessions.some(({ host }) => addressKey(host) === net) ||
    seats.some(({ isElsewhere, access }) => isElsewhere && access.net === net);
  return [...members.nicknames.all].filter((other) => other !== person && isFrom(other));
}

/** Makes the aim of a deed on one person: what they are known by, and where they come from if nobody else does. */
export function aimAt(wanted: Wanted, person: Person, until: number | undefined): Aim {
  return { subject: person.name, hit: [person], until, isWide: false, ...marksOf(wanted, person) };
}

/** Gives what somebody is known by, and where they come from if nobody else does. */
export function marksOf(wanted: Wanted, person: Person): Pick<Aim, "marks" | "shared"> {
  const own = ownMarks(person);
  const net = netOf(person);
  const [host] = net?.split("/") ?? [];
  if (hasOwnName(person) || net === undefined || kindOfAddress(host ?? "", []) === "loopback") {
    return { marks: own };
  }
  const others = othersFrom(wanted, person, net);
  if (others.length === 0) return { marks: [...own, { kind: "net", value: net }] };
  return { marks: own, ...(hasServerRank(wanted) && { shared: { net, also: others.length } }) };
}

/** Tells whether the author of a deed is in charge of the whole server. */
export function hasServerRank({ context: { moderation }, actor }: Wanted): boolean {
  const { role } = moderation.standing(actor);
  return role === "owner" || role === "moderator";
}
