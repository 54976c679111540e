/**
 * Changing the name.
 *
 * @module
 */

import type { Session } from "../members.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";

const isProblem = (problem: unknown): boolean => problem !== undefined;

/** Gives a member another name. */
export function nick({ members, moderation }: CommandContext, session: Session, frame: Frame<"nick">): void {
  const { person } = session;
  const { nicknames } = members;
  const checked = nicknames.check(frame.name, person, person.name);
  if (!checked.isFree) return session.problem(checked.problem);
  const { name, key } = checked;
  const { id, account, sessions } = person;
  const renamed = { name, id, account, sessions };
  const rooms = person.memberships.map(({ room }) => room.name);
  const banned = [undefined, ...rooms].map((room) => moderation.banProblem(renamed, room)).find(isProblem);
  if (banned !== undefined) return session.problem(banned);
  if (name !== person.name) {
    members.rename(session, { name, key }, () => session.problem(nicknames.taken(name, person)));
  }
}
