/**
 * What becomes of those who are in when their account, or a proof of it, is changed.
 *
 * @module
 */

import { type AccountRole, NO_CLAIM, type Seat } from "../../store/accounts.ts";
import { claim, type MemberContext } from "./context.ts";
import { end, expire, giveUp } from "./leave.ts";
import type { Person } from "./person.ts";
import type { Session } from "./session.ts";

/**
 * Makes the person of a session the holder of an account, as they have proved by this credential, unless somebody else is in
 * as that by now. @param then Called when it is so.
 */
export function becomeHolder(
  context: MemberContext,
  session: Session,
  account: AccountRole,
  credential: number,
  then: () => void,
): void {
  claim(context, session, session.person, { kind: "as", as: account, credential }, (ruling) => {
    if (ruling !== "granted" || session.isOver) return;
    setAccount(context, session, account, credential);
    then();
  });
}

/**
 * Has a person be the holder of an account as it is by now: it may have been given up, or have another rank, while what they
 * wanted was on its way. Who has proved to be the owner is that whatever became of the account.
 */
export function assignAccount(
  { accountHolders, accounts }: MemberContext,
  person: Person,
  as: AccountRole,
): void {
  const isOwner = as.isProven === true || as.id === NO_CLAIM;
  const account = isOwner ? as : accounts.withId(as.id);
  if (account !== undefined) {
    accountHolders.assign(person, isOwner ? as : { id: account.id, role: account.role });
  }
}

/** Notes that the person of a session is the holder of an account, as they have proved by this credential. */
export function setAccount(
  context: MemberContext,
  session: Session,
  account: AccountRole,
  credential: number,
): void {
  noteAccount(context, session.person, account, credential, session.seat);
  session.credential = credential;
}

/** Notes that a person is the holder of an account, as they have proved by this credential. @param seat Where they have proved it. */
export function noteAccount(
  context: MemberContext,
  person: Person,
  account: AccountRole,
  credential: number,
  seat: Seat | undefined,
): void {
  const { tokens, watchers } = context;
  const isNew = person.account?.id !== account.id;
  assignAccount(context, person, account);
  watchers.accountChanged(person);
  if (isNew) {
    tokens.noteAccess(person, account.id, credential);
  } else if (seat !== undefined) {
    seat.access = { ...seat.access, account: account.id, credential };
    tokens.noteRooms(person);
  }
}

/** Gives the person of a session a number who has none. @param then Called with it. */
export function reserveHome(context: MemberContext, session: Session, then: (home: number) => void): void {
  const { person } = session;
  if (person.home !== 0) return then(person.home);
  claim(context, session, person, { kind: "home" }, (ruling, home) => {
    if (ruling === "granted" && !session.isOver) then(context.tokens.reserveHome(person, home));
  });
}

/** Applies what was changed: who has another rank, whose proof was taken back, whose account there is no more. */
export function refreshAccounts(context: MemberContext): void {
  const { accountHolders, accounts, fanOut } = context;
  for (const person of [...accountHolders.all]) {
    const { account: before } = person;
    const account = before && accounts.withId(before.id);
    if (before === undefined) continue;
    if (account === undefined) makeGuest(context, person);
    else {
      if (account.role !== before.role && before.isProven !== true) {
        accountHolders.assign(person, { id: account.id, role: account.role });
      }
      endUnproved(context, person);
    }
  }
  fanOut.endTurn();
}

/** Makes somebody a guest whose account there is no more: they stay, under a name that is anybody's now. */
function makeGuest(context: MemberContext, person: Person): void {
  const { accountHolders, tokens, watchers } = context;
  const { account } = person;
  accountHolders.release(person);
  if (account?.isProven === true) person.setAccount({ id: NO_CLAIM, role: "owner", isProven: true });
  for (const session of sessionsOf(context, person)) session.credential = undefined;
  watchers.accountChanged(person);
  tokens.noteAccess(person, undefined, undefined);
}

/** Ends the connections of a person whose proof was taken back, and what they could resume with. */
function endUnproved(context: MemberContext, person: Person): void {
  const { accounts, absent, absentSeats } = context;
  const isVoid = (credential: number | undefined): boolean =>
    credential !== undefined && !accounts.isValid(credential);
  for (const session of sessionsOf(context, person)) {
    if (isVoid(session.credential)) end(context, session, { reason: "left", bye: "removed" });
  }
  for (const seat of person.seats) {
    if (!isVoid(seat.access.credential)) continue;
    absentSeats.delete(seat);
    giveUp(context, person, seat);
  }
  if (absent.has(person) && !person.canComeBack) expire(context, person); // Whose connections are at other servers is not absent.
}

function sessionsOf({ sessions }: MemberContext, person: Person): readonly Session[] {
  return [...sessions].filter((session) => session.phase === "in" && session.person === person);
}
