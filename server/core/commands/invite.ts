/**
 * Links that people pass on to others.
 *
 * @module
 */

import { isLoopback } from "../../../net/hosts.ts";
import type { InvitationFrame } from "../../../protocol.ts";
import { isAtLeast } from "../../../protocol/rights.ts";
import { parseRoom } from "../../../protocol/names.ts";
import { hashOfTicket, invitationLinks, type LinkContent, newTicketToken } from "../../store/accounts.ts";
import type { Session } from "../members.ts";
import { badRoom } from "../../validation.ts";
import { change } from "./changes.ts";
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
  const tell = (made: Made | undefined): void =>
    session.reply({
      type: "invitation",
      room,
      ...linksTo(context, { room, ticket: made?.token }),
      ...(isClosed && made === undefined && { closed: true }),
      ...(made !== undefined && { ticket: made.ticket }),
    });
  if (most === 0) return tell(undefined);
  makeTicket(context, session, room, uses, tell);
}

/** A ticket that was made. */
interface Made {
  readonly token: string;
  readonly ticket: NonNullable<InvitationFrame["ticket"]>;
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

/** @param then Called with nothing where there are too many tickets. */
function makeTicket(
  context: CommandContext,
  session: Session,
  room: string,
  uses: number,
  then: (made: Made | undefined) => void,
): void {
  const { clock, logger } = context;
  const { name } = session.person;
  const wish = { kind: "entry", room, uses, expires: clock.now() + GOOD_FOR, madeBy: name } as const;
  const token = newTicketToken();
  change(context, session, { do: "ticket", hash: hashOfTicket(token), wish }, (outcome) => {
    if (outcome.kind === "not-stored") return session.problem({ code: "not-stored" });
    if (outcome.kind === "refused" || outcome.ticket === undefined) return then(undefined);
    const { id: n, uses: count, expires: until } = outcome.ticket;
    logger({ event: "ticket-made", name, ticket: n });
    then({ token, ticket: { n, uses: count, until } });
  });
}
