/**
 * What the holder of an account does with it: devices, the password, and giving the name up.
 *
 * @module
 */

import {
  type Account,
  type Credential,
  hashOfTicket,
  newTicketToken,
  type TableChange,
} from "../../store/accounts.ts";
import type { Session } from "../members.ts";
import { change, changeAll } from "./changes.ts";
import type { Frame } from "./checks.ts";
import { accountOf, hashPassword, MOST_DEVICES, proofsOf } from "./claim.ts";
import type { CommandContext } from "./context.ts";
import { linksTo } from "./invite.ts";
import { checkPassword } from "./login.ts";

/** Does something with the account of a session's person. */
export function account(context: CommandContext, session: Session, frame: Frame<"account">): void {
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
  const own = accountOf(context, session);
  if (own === undefined) return session.problem({ code: "no-account" });
  const write: Write = (deed, wanted, then = (done) => done()) =>
    change(context, session, wanted, (outcome) => {
      if (outcome.kind !== "made") return session.problem({ code: "not-stored" });
      then(() => {
        session.reply({ type: "account", done: deed, name: own.name });
        context.members.refreshAccounts();
      }, outcome.credential);
    });
  switch (frame.do) {
    case "devices":
      return list(context, session, own);
    case "add":
      return add(context, session, own);
    case "forget":
      return forget(context, session, own, frame.n ?? 0, write);
    case "password":
      return setPassword(context, session, own, frame, write);
    case "unclaim":
      return write("unclaim", { do: "unclaim", account: own.id });
  }
}

/** What is changed in the table of accounts. */
type Written = "forget" | "password" | "unclaim";

/** Makes a change. @param then Called where it is made, with what tells its author so. */
type Write = (
  deed: Written,
  change: TableChange,
  then?: (done: () => void, credential: Credential | undefined) => void,
) => void;

/** For how long the ticket of one more device is good, in ms. */
const ADDED_WITHIN = 600_000;

/** Makes a ticket for one more device; one that was made before and not used is void. */
function add(context: CommandContext, session: Session, { id, name }: Account): void {
  const { accounts, tickets, clock, tryRead, logger } = context;
  if (proofsOf(accounts, id).length >= MOST_DEVICES) {
    return session.problem({ code: "too-many-devices", limit: MOST_DEVICES });
  }
  const now = clock.now();
  const until = now + ADDED_WITHIN;
  const before =
    tryRead(() => tickets?.list(now))?.filter(({ kind, account }) => kind === "device" && account === id) ??
      [];
  const token = newTicketToken();
  const wish = { kind: "device", account: id, uses: 1, expires: until, madeBy: name } as const;
  const wanted = { do: "ticket", hash: hashOfTicket(token), wish } as const;
  const revokes = before.map(({ id: ticket }) => ({ do: "revoke", ticket } as const));
  changeAll(context, session, [...revokes, wanted], (outcome) => {
    const ticket = outcome.kind === "made" ? outcome.ticket : undefined;
    if (ticket === undefined) return session.problem({ code: "not-stored" });
    logger({ event: "device-ticket", name, ticket: ticket.id });
    const links = linksTo(context, { ticket: token, isPersonal: true });
    session.reply({ type: "account", done: "add", name, ...links, until });
  });
}

function list({ accounts }: CommandContext, session: Session, { id }: Account): void {
  const devices = accounts.credentialsOf(id).map(({ id: n, kind, label, created, used }) => ({
    n,
    kind,
    label,
    created,
    used,
    ...(n === session.credential && { here: true as const }),
  }));
  session.reply({ type: "devices", devices });
}

function forget(
  { accounts }: CommandContext,
  session: Session,
  { id }: Account,
  n: number,
  write: Write,
): void {
  const all = accounts.credentialsOf(id);
  const given = all.find((credential) => credential.id === n);
  if (given === undefined) return session.problem({ code: "no-device", n });
  const isProof = ({ kind, id }: Credential): boolean => kind !== "session" && id !== n;
  if (!all.some(isProof)) return session.problem({ code: "last-device" });
  write("forget", { do: "forget", credential: n });
}

function setPassword(
  context: CommandContext,
  session: Session,
  own: Account,
  { password = "", old }: Frame<"account">,
  write: Write,
): void {
  const { accounts, members } = context;
  const hash = (): void =>
    hashPassword(context, session, password, (value) => {
      const kind = accounts.credentialsOf(own.id).find(({ id }) => id === session.credential)?.kind;
      write("password", { do: "password", account: own.id, value }, (done, set) => {
        // Whoever set it is in by it now: the proof by which they came is void, unless it was a key.
        if (kind !== "key" && set !== undefined) {
          members.setAccount(session, session.person.account ?? own, set.id);
        }
        done();
      });
    });
  const hasPassword = accounts.credentialsOf(own.id).some(({ kind }) => kind === "password");
  if (!hasPassword) return hash();
  if (old === undefined) return session.problem({ code: "old-password" });
  checkPassword(context, session, { name: own.name, account: own, password: old }, hash);
}
