/**
 * What follows once somebody has proved who they are, or failed to.
 *
 * @module
 */

import { nameKey, parseName } from "../../../../protocol/names.ts";
import { cleanLine, firstChars } from "../../../../protocol/text.ts";
import {
  type Account,
  type Credential,
  isUseDue,
  newSessionToken,
  NO_CLAIM,
} from "../../../store/accounts.ts";
import type { Identity, Session } from "../../members.ts";
import { change } from "../changes.ts";
import type { CommandContext } from "../context.ts";

/** The longest label of a device, in characters. */
const LABEL_CHARS = 40;

/** How many browsers may stay logged in to one account; of more, the one that was not used for longest is forgotten. */
const SESSIONS = 20;

/** An owner who has claimed no name, or comes under another one. */
export const OWNER: Identity = {
  account: { id: NO_CLAIM, role: "owner", isProven: true },
  credential: undefined,
};

/** Lets somebody be the holder of an account as it is by now: a proof takes time, and it may have been changed meanwhile. */
export function loggedIn(
  context: CommandContext,
  session: Session,
  { account: before, credential, isOwner, session: token }: {
    readonly account: Account;
    readonly credential: Credential;
    readonly isOwner: boolean;
    readonly session?: string | undefined;
  },
  then: (identity: Identity) => void,
): void {
  const { accounts, changes, clock, logger } = context;
  const now = accounts.withId(before.id);
  if (now === undefined || !accounts.isValid(credential.id)) return failed(context, session, before.name);
  const { id, name, role, home } = now;
  // Where it cannot be noted it is the next time.
  if (isUseDue(credential, clock.now())) {
    changes.make({ do: "seen", account: id, credential: credential.id }, () => {});
  }
  logger({ event: "login", name, address: session.peer.address, by: credential.kind });
  const account = isOwner ? { id, role: "owner", isProven: true } as const : { id, role };
  const known = { account, name, credential: credential.id, ...(home > 0 && { home }) };
  then({ ...known, ...(token !== undefined && { session: token }) });
}

/** Makes the token of a browser that stays logged in. @param then Called with nothing when it cannot be stored. */
export function rememberBrowser(
  context: CommandContext,
  session: Session,
  account: number,
  label: string,
  then: (stays: { readonly token: string; readonly credential: Credential } | undefined) => void,
): void {
  const { accounts, secrets, tryRead } = context;
  const sessions = tryRead(() => accounts.credentialsOf(account))?.filter(({ kind }) => kind === "session") ??
    [];
  const [oldest] = sessions.toSorted((one, other) => one.used - other.used);
  const isOneTooMany = sessions.length >= SESSIONS && oldest !== undefined;
  const token = newSessionToken();
  const proof = { kind: "session", value: secrets.hash(token), label: labelOf(label) } as const;
  const wanted = { do: "prove", account, proof, ...(isOneTooMany && { for: oldest.id }) } as const;
  change(context, session, wanted, (outcome) => {
    const credential = outcome.kind === "made" ? outcome.credential : undefined;
    then(credential && { token, credential });
  });
}

/** Counts a wrong proof, and tells how many more may be tried. */
export function failed({ loginLimits, clock, logger }: CommandContext, session: Session, name: string): void {
  const { address, origin } = session.peer;
  const left = loginLimits.failed(nameKey(parseName(name) ?? ""), origin.key, clock.elapsed());
  logger({ event: "login-failed", address });
  session.problem({ code: "auth-failed", left });
}

/** Finds the account of a name, if it can be one. */
export function accountNamed({ accounts }: CommandContext, wanted: string): Account | undefined {
  const name = parseName(wanted);
  return name === undefined ? undefined : accounts.named(name);
}

/** Makes what a device is called fit to be shown in a list. */
export function labelOf(given: string): string {
  return firstChars(cleanLine(given), LABEL_CHARS);
}

/** Rounds a wait up, so that nobody is told to come too early. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000)) * 1000;
}
