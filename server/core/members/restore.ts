/**
 * How people are restored after a restart of the server.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { StoredMember } from "../../store/log.ts";
import type { MemberContext } from "./context.ts";
import { Person } from "./person.ts";

/**
 * Restores everybody who was in when the server ended: they are here without a connection until they resume. Those who
 * were in with several clients are one person again; of an account that was reset meanwhile, nobody is.
 */
export function restore(context: MemberContext, stored: readonly StoredMember[]): void {
  const { nicknames, accountHolders, accounts } = context;
  for (const member of stored) {
    const { account: id, credential } = member.access ?? {};
    const account = id === undefined || credential === undefined || !accounts.isValid(credential)
      ? undefined
      : accounts.withId(id);
    const holder = account && accountHolders.find(account.id);
    if (holder !== undefined) {
      context.tokens.restore(holder, member);
      restoreRooms(context, holder, member);
      continue;
    }
    const isSomebodyElses = accounts.named(member.name) !== undefined && account === undefined;
    if (isSomebodyElses || nicknames.find(nameKey(member.name)) !== undefined) continue;
    const person = new Person(context.held);
    if (account !== undefined) accountHolders.assign(person, { id: account.id, role: account.role });
    context.tokens.restore(person, member);
    nicknames.assign(person, member.name);
    person.restore(context.clock.now(), context.clock.elapsed());
    restoreRooms(context, person, member);
    context.absent.add(person);
  }
}

function restoreRooms({ rooms, marks }: MemberContext, person: Person, member: StoredMember): void {
  for (const name of member.rooms) {
    if (person.membershipIn(name) !== undefined) continue;
    const membership = rooms.reopen(name).restore(person);
    person.join(membership);
    marks.restore(person, membership, false);
  }
}
