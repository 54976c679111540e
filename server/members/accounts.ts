/**
 * What becomes of those who are in when their account, or a proof of it, is changed.
 *
 * @module
 */

import { type AccountRole, NO_CLAIM } from "../accounts.ts";
import type { MemberContext } from "./context.ts";
import { end, expire } from "./leave.ts";
import type { Person } from "./person.ts";
import type { Session } from "./session.ts";

/** Notes that the person of a session has proved to be the holder of an account, by this credential. */
export function setAccount(
  context: MemberContext,
  session: Session,
  account: AccountRole,
  credential: number,
): void {
  const { accountHolders, tokens, watchers } = context;
  const { person, seat } = session;
  const isNew = person.account?.id !== account.id;
  accountHolders.assign(person, account);
  session.credential = credential;
  watchers.accountChanged(person);
  if (isNew) {
    tokens.noteAccess(person, account.id, credential);
  } else if (seat !== undefined) {
    seat.access = { ...seat.access, account: account.id, credential };
    tokens.noteRooms(person);
  }
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
  const { accounts, tokens, absentSeats } = context;
  const isVoid = (credential: number | undefined): boolean =>
    credential !== undefined && !accounts.isValid(credential);
  for (const session of sessionsOf(context, person)) {
    if (isVoid(session.credential)) end(context, session, { reason: "left", bye: "removed" });
  }
  for (const seat of person.seats) {
    if (!isVoid(seat.access.credential)) continue;
    absentSeats.delete(seat);
    tokens.giveUp(person, seat);
  }
  if (person.isHere && person.sessions.length === 0 && !person.canComeBack) expire(context, person);
}

function sessionsOf({ sessions }: MemberContext, person: Person): readonly Session[] {
  return [...sessions].filter((session) => session.phase === "in" && session.person === person);
}
