/**
 * What the holder of an account does with it: devices, the password, and giving the name up.
 *
 * @module
 */

import type { Account, Credential } from "../accounts.ts";
import type { Session } from "../members.ts";
import type { Frame } from "./checks.ts";
import { accountOf, hashPassword, MOST_DEVICES, proofsOf } from "./claim.ts";
import type { CommandContext } from "./context.ts";
import { linksTo } from "./invite.ts";
import { checkPassword } from "./login.ts";

/** Does something with the account of a session's person. */
export function account(context: CommandContext, session: Session, frame: Frame<"account">): void {
  const { members, tryRead } = context;
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
  const own = accountOf(context, session);
  if (own === undefined) return session.problem({ code: "no-account" });
  const done = (deed: Written): void => {
    session.reply({ type: "account", done: deed, name: own.name });
    members.refreshAccounts();
  };
  const write = (deed: Written, change: () => void): void => {
    if (tryRead(() => (change(), true)) !== true) return session.problem({ code: "not-stored" });
    done(deed);
  };
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
      return write("unclaim", () => context.accounts.remove(own.id));
  }
}

/** What is changed in the table of accounts. */
type Written = "forget" | "password" | "unclaim";

type Write = (deed: Written, change: () => void) => void;

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
  const made = tryRead(() => {
    for (const { id: ticket, kind, account } of tickets?.list(now) ?? []) {
      if (kind === "device" && account === id) tickets?.revoke(ticket, now);
    }
    return tickets?.create({ kind: "device", account: id, uses: 1, expires: until, madeBy: name }, now);
  });
  if (made === undefined) return session.problem({ code: "not-stored" });
  logger({ event: "device-ticket", name, ticket: made.ticket.id });
  session.reply({
    type: "account",
    done: "add",
    name,
    ...linksTo(context, { ticket: made.token, isPersonal: true }),
    until,
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
  write("forget", () => accounts.forget(n));
}

function setPassword(
  context: CommandContext,
  session: Session,
  own: Account,
  { password = "", old }: Frame<"account">,
  write: Write,
): void {
  const { accounts, clock, members } = context;
  const hash = (): void =>
    hashPassword(context, session, password, (value) =>
      write("password", () => {
        const kind = accounts.credentialsOf(own.id).find(({ id }) => id === session.credential)?.kind;
        const set = accounts.setPassword(own.id, value, clock.now());
        // Whoever set it is in by it now: the proof by which they came is void, unless it was a key.
        if (kind !== "key") members.setAccount(session, session.person.account ?? own, set.id);
      }));
  const hasPassword = accounts.credentialsOf(own.id).some(({ kind }) => kind === "password");
  if (!hasPassword) return hash();
  if (old === undefined) return session.problem({ code: "old-password" });
  checkPassword(context, session, { name: own.name, account: own, password: old }, hash);
}
