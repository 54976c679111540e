/**
 * Who somebody is who says hello: by a key, a password, a browser's session, or the owner's secret.
 *
 * @module
 */

import { nameKey, parseName } from "../../../protocol/names.ts";
import type { Account } from "../../store/accounts.ts";
import type { Identity, Session } from "../members.ts";
import { challenge } from "./challenge.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";
import { byPassword } from "./login/password.ts";
import { accountNamed, failed, loggedIn, OWNER, wholeSeconds } from "./login/proven.ts";
import { byTicket, personalTicket } from "./login/ticket.ts";

export { authenticate, checkPassword, logIn } from "./login/password.ts";
export { failed, labelOf, wholeSeconds } from "./login/proven.ts";

/** Finds out who somebody is, and goes on with that, or with nothing for a guest; unless a proof is wrong, which is told. */
export function identify(
  context: CommandContext,
  session: Session,
  frame: Frame<"hello">,
  then: (identity: Identity | undefined) => void,
): void {
  const { auth, ticket } = frame;
  const { proven } = session;
  if (proven !== undefined && auth === undefined && ticket === undefined) {
    const still = asOfNow(context, proven);
    return still === undefined ? failed(context, session, frame.name) : then(still);
  }
  const personal = ticket === undefined ? undefined : personalTicket(context, ticket);
  if (ticket !== undefined && personal !== undefined) {
    return byTicket(context, session, { ...frame, token: ticket, ticket: personal }, then);
  }
  if (auth === undefined) return byKey(context, session, frame, then);
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
  if ("session" in auth) return bySession(context, session, auth.session, then);
  byPassword(context, session, { ...frame, password: auth.password }, then);
}

/** Gives what a proof of a moment ago is worth now: it, or a rank, may have been taken back since. */
function asOfNow({ accounts }: CommandContext, proven: Identity): Identity | undefined {
  const { credential, account: { id } } = proven;
  const account = accounts.withId(id);
  if (account === undefined || credential === undefined || !accounts.isValid(credential)) return undefined;
  return { ...proven, account: { id, role: account.role } };
}

function byKey(
  context: CommandContext,
  session: Session,
  { name, key, owner, resume }: Frame<"hello">,
  then: (identity: Identity | undefined) => void,
): void {
  const { accounts, self: { ownerSecret }, tryRead } = context;
  const { isSecure, origin } = session.peer;
  const found = key === undefined || !isSecure ? undefined : tryRead(() => accounts.credential("key", key));
  const account = accountNamed(context, name) ?? accountBefore(context, resume?.token);
  const credential = found !== undefined && found.account === account?.id ? found : undefined;
  const mayBeOwner = owner === true && ownerSecret !== undefined && origin.kind === "loopback" &&
    !origin.isForwarded;
  if (credential === undefined && !mayBeOwner) return then(undefined);
  const about = { nameKey: nameKey(parseName(name) ?? ""), key: credential?.value };
  challenge(context, session, about, ({ hasKey, isOwner }) => {
    if (credential !== undefined && !hasKey) return failed(context, session, name);
    if (account !== undefined && credential !== undefined) {
      return loggedIn(context, session, { account, credential, isOwner }, then);
    }
    then(isOwner ? OWNER : undefined);
  });
}

function bySession(
  context: CommandContext,
  session: Session,
  token: string,
  then: (identity: Identity | undefined) => void,
): void {
  const { accounts, secrets, loginLimits, clock, tryRead } = context;
  const wait = loginLimits.wait("", session.peer.origin.key, clock.elapsed());
  if (wait > 0) return session.problem({ code: "auth-wait", wait: wholeSeconds(wait) });
  const credential = tryRead(() => accounts.credential("session", secrets.hash(token)));
  const account = credential && accounts.withId(credential.account);
  if (credential === undefined || account === undefined) return failed(context, session, "");
  const named = (identity: Identity): void => then({ ...identity, isNamed: true });
  loggedIn(context, session, { account, credential, isOwner: false }, named);
}

/** Finds the account that somebody had who was called something else when they left: the log knows it by their token. */
function accountBefore(
  { accounts, members }: CommandContext,
  token: string | undefined,
): Account | undefined {
  const id = token === undefined ? undefined : members.accountOf(token);
  return id === undefined ? undefined : accounts.withId(id);
}
