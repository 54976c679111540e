/**
 * Who proves by a password to be the holder of an account: with their hello, before it, or once they are in.
 *
 * @module
 */

import { nameKey, parseName } from "../../../../protocol/names.ts";
import { type Account, type Credential, NO_CLAIM } from "../../../store/accounts.ts";
import type { Identity, Session } from "../../members.ts";
import { exclusionOf, type Frame } from "../checks.ts";
import type { CommandContext } from "../context.ts";
import { onceHeard } from "../hearing.ts";
import { accountNamed, failed, loggedIn, rememberBrowser, wholeSeconds } from "./proven.ts";

/** Finds out who somebody is by the password of their hello, and has their browser stay logged in if they wish. */
export function byPassword(
  context: CommandContext,
  session: Session,
  { name, password, remember, client }: Frame<"hello"> & { readonly password: string },
  then: (identity: Identity | undefined) => void,
): void {
  const account = accountNamed(context, name);
  checkPassword(context, session, { name, account, password }, (credential) => {
    if (account === undefined) return failed(context, session, name);
    const isOwner = false;
    if (remember !== true) return loggedIn(context, session, { account, credential, isOwner }, then);
    rememberBrowser(context, session, account.id, client ?? "", (stays) => {
      const proof = stays?.credential ?? credential;
      loggedIn(context, session, { account, credential: proof, isOwner, session: stays?.token }, then);
    });
  });
}

/** Has somebody who is not in yet prove by a password to be the holder of an account; a `hello` after that is theirs. */
export function authenticate(
  context: CommandContext,
  session: Session,
  { name, password }: { readonly name: string; readonly password: string },
  then: () => void,
): void {
  if (session.phase !== "naming") return session.problem({ code: "already-in" });
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
  onceHeard(context, session, () => {
    if (session.isOver) return;
    byPassword(context, session, { type: "hello", room: "", name, password }, (identity) => {
      session.proven = identity;
      then();
    });
  });
}

/**
 * Has a guest who is in prove to be the holder of an account, which nobody else is at the moment; they keep the name that
 * they have. @param isEnough Tells whether an account is what is wanted; of one that is not, the password is as good as wrong.
 */
export function logIn(
  context: CommandContext,
  session: Session,
  { name, password }: { readonly name: string; readonly password: string },
  isEnough: (account: Account) => boolean,
  then: () => void,
): void {
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
  onceHeard(context, session, () => {
    if (!session.isOver) logInNow(context, session, { name, password }, isEnough, then);
  });
}

function logInNow(
  context: CommandContext,
  session: Session,
  { name, password }: { readonly name: string; readonly password: string },
  isEnough: (account: Account) => boolean,
  then: () => void,
): void {
  const { members } = context;
  const account = accountNamed(context, name);
  checkPassword(context, session, { name, account, password }, (credential) => {
    const { person } = session;
    const holder = account === undefined ? undefined : members.accountHolders.find(account.id);
    const isFree = (holder === undefined || holder === person) &&
      (person.account?.id ?? NO_CLAIM) === NO_CLAIM;
    const now = account && context.accounts.withId(account.id);
    if (now === undefined || !isEnough(now) || !isFree) return failed(context, session, name);
    const as = { id: now.id, role: now.role };
    const banned = exclusionOf(context, person, { account: as });
    if (banned !== undefined) return session.problem(banned);
    loggedIn(context, session, { account: now, credential, isOwner: false }, () => {
      members.becomeHolder(session, as, credential.id, then);
    });
  });
}

/**
 * Checks the password of an account, or of a name that nobody has claimed, which takes as long and is told the same way.
 *
 * @param then Called when it is right; else the session is told.
 */
export function checkPassword(
  context: CommandContext,
  session: Session,
  { name, account, password }: {
    readonly name: string;
    readonly account: Account | undefined;
    readonly password: string;
  },
  then: (credential: Credential) => void,
): void {
  const { accounts, passwords, loginLimits, clock, tryRead } = context;
  const [key, address] = [nameKey(parseName(name) ?? ""), session.peer.origin.key];
  const wait = (): number => loginLimits.wait(key, address, clock.elapsed());
  const tellWait = (): void => session.problem({ code: "auth-wait", wait: wholeSeconds(wait()) });
  if (wait() > 0) return tellWait();
  const stored = account && tryRead(() => accounts.credentialsOf(account.id))
    ?.find(({ kind }) => kind === "password");
  session.rulings.await();
  const isWanted = (): boolean => !session.isOver && wait() === 0;
  passwords.verify(password, stored?.value, isWanted, (verdict) =>
    session.rulings.apply(() => {
      if (session.isOver) return;
      const isStill = stored !== undefined && accounts.isValid(stored.id);
      switch (verdict) {
        case "busy":
          return session.problem({ code: "auth-busy", wait: BUSY_WAIT });
        case "dropped":
          return tellWait();
        case "wrong":
          return failed(context, session, name);
        case "right":
          if (!isStill) return failed(context, session, name);
          loginLimits.succeeded(key, address);
          return then(stored);
      }
    }));
}

/** When somebody is to try again for whom there was no time, in ms. */
const BUSY_WAIT = 5000;
