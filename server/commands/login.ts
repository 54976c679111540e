/**
 * Who somebody is who says hello: by a key, a password, a browser's session, or the owner's secret.
 *
 * @module
 */

import { nameKey, parseName } from "../../protocol/names.ts";
import { cleanLine, firstChars } from "../../protocol/text.ts";
import type { HelloRequest } from "../../protocol.ts";
import {
  type Account,
  type Credential,
  hashOfTicket,
  isGoodFor,
  isPublicKey,
  isUseDue,
  newSessionToken,
  NO_CLAIM,
  type Ticket,
  type TicketKind,
} from "../accounts.ts";
import type { Identity, Session } from "../members.ts";
import { exclusionOf, type Frame } from "./checks.ts";
import { challenge } from "./challenge.ts";
import { change } from "./changes.ts";
import type { CommandContext } from "./context.ts";

/** The longest label of a device, in characters. */
const LABEL_CHARS = 40;

/** How many browsers may stay logged in to one account; of more, the one that was not used for longest is forgotten. */
const SESSIONS = 20;

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

/** Finds a ticket that is more than an invitation: it proves to be the holder of an account, or the owner. */
function personalTicket({ tickets, clock, tryRead }: CommandContext, token: string): Ticket | undefined {
  const ticket = tryRead(() => tickets?.find(token, clock.now()));
  return ticket?.kind === "entry" ? undefined : ticket;
}

/** A hello with a ticket that is more than an invitation. */
interface ByTicket extends Pick<HelloRequest, "name" | "key" | "device" | "client"> {
  readonly token: string;
  readonly ticket: Ticket;
}

/** Uses a ticket for an account, or for the owner's browser on this machine: as often as it says, whatever comes after. */
function byTicket(
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

/** An owner who has claimed no name, or comes under another one. */
const OWNER: Identity = {
  account: { id: NO_CLAIM, role: "owner", isProven: true },
  credential: undefined,
};

/** A moderator who has claimed no name yet. */
const MODERATOR: Identity = { account: { id: NO_CLAIM, role: "moderator" }, credential: undefined };

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

function byPassword(
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
  byPassword(context, session, { type: "hello", room: "", name, password }, (identity) => {
    session.proven = identity;
    then();
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
  const { members } = context;
  const account = accountNamed(context, name);
  if (!session.peer.isSecure) return session.problem({ code: "auth-plain" });
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

/** Counts a wrong proof, and tells how many more may be tried. */
export function failed({ loginLimits, clock, logger }: CommandContext, session: Session, name: string): void {
  const { address, origin } = session.peer;
  const left = loginLimits.failed(nameKey(parseName(name) ?? ""), origin.key, clock.elapsed());
  logger({ event: "login-failed", address });
  session.problem({ code: "auth-failed", left });
}

/** Lets somebody be the holder of an account as it is by now: a proof takes time, and it may have been changed meanwhile. */
function loggedIn(
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
function rememberBrowser(
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

/** Finds the account of a name, if it can be one. */
function accountNamed({ accounts }: CommandContext, wanted: string): Account | undefined {
  const name = parseName(wanted);
  return name === undefined ? undefined : accounts.named(name);
}

/** Finds the account that somebody had who was called something else when they left: the log knows it by their token. */
function accountBefore(
  { accounts, members }: CommandContext,
  token: string | undefined,
): Account | undefined {
  const id = token === undefined ? undefined : members.accountOf(token);
  return id === undefined ? undefined : accounts.withId(id);
}

/** Makes what a device is called fit to be shown in a list. */
export function labelOf(given: string): string {
  return firstChars(cleanLine(given), LABEL_CHARS);
}

/** Rounds a wait up, so that nobody is told to come too early. */
function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000)) * 1000;
}
