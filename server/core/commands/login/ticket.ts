/**
 * Who comes by a ticket that is more than an invitation: as the holder of an account, or with a rank.
 *
 * @module
 */

import { nameKey, parseName } from "../../../../protocol/names.ts";
import type { HelloRequest } from "../../../../protocol.ts";
import {
  type Account,
  hashOfTicket,
  isGoodFor,
  isPublicKey,
  NO_CLAIM,
  type Ticket,
  type TicketKind,
} from "../../../store/accounts.ts";
import type { Identity, Session } from "../../members.ts";
import { challenge } from "../challenge.ts";
import { change } from "../changes.ts";
import type { CommandContext } from "../context.ts";
import { labelOf, loggedIn, OWNER, rememberBrowser } from "./proven.ts";

/** Finds a ticket that is more than an invitation: it proves to be the holder of an account, or the owner. */
export function personalTicket(
  { tickets, clock, tryRead }: CommandContext,
  token: string,
): Ticket | undefined {
  const ticket = tryRead(() => tickets?.find(token, clock.now()));
  return ticket?.kind === "entry" ? undefined : ticket;
}

/** A hello with a ticket that is more than an invitation. */
interface ByTicket extends Pick<HelloRequest, "name" | "key" | "device" | "client"> {
  readonly token: string;
  readonly ticket: Ticket;
}

/** Uses a ticket for an account, or for the owner's browser on this machine: as often as it says, whatever comes after. */
export function byTicket(
  context: CommandContext,
  session: Session,
  { token, ticket, ...shown }: ByTicket,
  then: (identity: Identity | undefined) => void,
): void {
  const { accounts, logger } = context;
  const { isSecure, origin } = session.peer;
  if (!isSecure) return session.problem({ code: "auth-plain" });
  const account = ticket.account === undefined ? undefined : accounts.withId(ticket.account);
  const isHere = origin.kind === "loopback" && !origin.isForwarded;
  const rank = ticket.kind === "here" && !isHere ? undefined : rankOf(ticket.kind);
  const isGood = (rank !== undefined && isGoodFor(ticket, shown.name)) || account !== undefined;
  if (!isGood) return session.problem({ code: "ticket-bad" });
  change(context, session, { do: "use", hash: hashOfTicket(token) }, ({ kind }) => {
    if (kind !== "made") return session.problem({ code: "ticket-bad" });
    logger({
      event: "ticket-used",
      name: account?.name ?? parseName(shown.name) ?? "",
      ticket: ticket.id,
    });
    if (rank !== undefined) return then(rank);
    if (account === undefined) return session.problem({ code: "ticket-bad" });
    proveByTicket(context, session, account, shown, (identity) => then({ ...identity, isNamed: true }));
  });
}

/** Gives whoever came by a ticket for an account a proof of their own: a client's key, or a browser's token. */
function proveByTicket(
  context: CommandContext,
  session: Session,
  account: Account,
  { name, key, device = "", client = "" }: Pick<HelloRequest, "name" | "key" | "device" | "client">,
  then: (identity: Identity) => void,
): void {
  const remember = (): void =>
    rememberBrowser(context, session, account.id, client, (stays) => {
      if (stays === undefined) return session.problem({ code: "not-stored" });
      loggedIn(context, session, { account, ...stays, isOwner: false, session: stays.token }, then);
    });
  if (key === undefined || !isPublicKey(key) || context.accounts.credential("key", key) !== undefined) {
    return remember();
  }
  // A client has a key of its own: that is the proof from now on, and no token.
  challenge(context, session, { nameKey: nameKey(parseName(name) ?? ""), key }, ({ hasKey }) => {
    if (!hasKey) return remember();
    const proof = { kind: "key", value: key, label: labelOf(device) } as const;
    change(context, session, { do: "prove", account: account.id, proof }, (outcome) => {
      const credential = outcome.kind === "made" ? outcome.credential : undefined;
      if (credential === undefined) return remember();
      loggedIn(context, session, { account, credential, isOwner: false }, then);
    });
  });
}

/** Gives what a ticket makes of whoever comes by it; nothing where it is about an account. */
function rankOf(kind: TicketKind): Identity | undefined {
  switch (kind) {
    case "owner":
    case "here":
      return OWNER;
    case "moderator":
      return MODERATOR;
    case "entry":
    case "device":
    case "recovery":
      return undefined;
  }
}

/** A moderator who has claimed no name yet. */
const MODERATOR: Identity = { account: { id: NO_CLAIM, role: "moderator" }, credential: undefined };
