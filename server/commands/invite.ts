/**
 * Links that people pass on to others.
 *
 * @module
 */

import { isLoopback } from "../../net/hosts.ts";
import type { InvitationFrame } from "../../protocol.ts";
import { isAtLeast } from "../../protocol/rights.ts";
import { parseRoom } from "../../protocol/names.ts";
import { invitationLinks, type LinkContent } from "../accounts.ts";
import type { Session } from "../members.ts";
import { badRoom } from "../validation.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";

/** How long a ticket is good, in ms. */
const GOOD_FOR = 24 * 3_600_000;

/** How many people one ticket lets in at most. */
const MOST_USES = 1000;

/** Gives a link to a room, with a ticket where one is needed and whoever asks may give it. */
export function invite(context: CommandContext, session: Session, frame: Frame<"invite">): void {
  const room = parseRoom(frame.room);
  if (room === undefined) return session.problem(badRoom(frame.room));
  const isClosed = isClosedTo(context, session, room);
  const most = isClosed ? mostUses(context, session, room) : 0;
  const uses = Math.min(frame.uses ?? 1, most);
  const wanted = most > 0 ? makeTicket(context, session, room, uses) : "too many";
  if (wanted === "not stored") return session.problem({ code: "not-stored" });
  const made = wanted === "too many" ? undefined : wanted;
  session.reply({
    type: "invitation",
    room,
    ...linksTo(context, { room, ticket: made?.token }),
    ...(isClosed && made === undefined && { closed: true }),
    ...(made !== undefined && { ticket: made.ticket }),
  });
}

/** Makes links that lead to this server, as far as it knows where it is. */
export function linksTo(
  { self }: Pick<CommandContext, "self">,
  content: LinkContent,
): Pick<InvitationFrame, "link" | "page" | "here"> {
  const { hosts = [], networks = [], hasPage = false, isEncryptedOnly = false } = self.reach ?? {};
  const host = hosts.find((host) => !isLoopback(host));
  const { port, fingerprint } = self;
  const place = { host: host ?? "127.0.0.1", port, fingerprint, networks, isEncryptedOnly };
  const { link, page } = invitationLinks(place, content);
  return { link, ...(hasPage && { page }), ...(host === undefined && { here: true }) };
}

/** Tells whether a stranger would not come in, as far as the sender may know. */
function isClosedTo({ entry, moderation }: CommandContext, { person }: Session, wanted: string): boolean {
  if (!entry.isOpen || moderation.isApproving) return true;
  const room = person.membershipIn(wanted)?.room.name;
  if (room === undefined) return false;
  const { lock, inviteonly, accounts, key } = moderation.mode(room);
  return lock === true || inviteonly === true || accounts === "join" || key === true;
}

/**
 * Gives how many others somebody may let in by one ticket: moderators many, and operators one at a time into a room that is
 * theirs, where it is the room alone that is closed. Anybody may make a room: its operators decide nothing for the server.
 */
function mostUses(
  { entry, moderation, tickets }: CommandContext,
  { person }: Session,
  wanted: string,
): number {
  if (tickets === undefined) return 0;
  if (isAtLeast(moderation.rank(person), "moderator")) return MOST_USES;
  const room = person.membershipIn(wanted)?.room.name;
  if (room === undefined || !entry.isOpen || moderation.isApproving) return 0;
  return isAtLeast(moderation.rank(person, room), "operator") ? 1 : 0;
}

function makeTicket(
  { tickets, clock, tryRead, logger }: CommandContext,
  { person: { name } }: Session,
  room: string,
  uses: number,
):
  | { readonly token: string; readonly ticket: NonNullable<InvitationFrame["ticket"]> }
  | "not stored"
  | "too many" {
  const now = clock.now();
  const wish = {
    kind: "entry",
    room,
    uses,
    expires: now + GOOD_FOR,
    madeBy: name,
  } as const;
  const made = tryRead(() => tickets?.create(wish, now) ?? "too many");
  if (made === undefined || made === "too many") return made ?? "not stored";
  const { token, ticket: { id: n, uses: count, expires: until } } = made;
  logger({ event: "ticket-made", name, ticket: n });
  return { token, ticket: { n, uses: count, until } };
}
