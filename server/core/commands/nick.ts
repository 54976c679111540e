/**
 * Changing the name.
 *
 * @module
 */

import type { Session } from "../members.ts";
import { exclusionOf, type Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";

/** Gives a member another name. */
export function nick(context: CommandContext, session: Session, frame: Frame<"nick">): void {
  const { members } = context;
  const { person } = session;
  const { nicknames } = members;
  const checked = nicknames.check(frame.name, person, person.name);
  if (!checked.isFree) return session.problem(checked.problem);
  const { name, key } = checked;
  const banned = exclusionOf(context, person, { name });
  if (banned !== undefined) return session.problem(banned);
  if (name !== person.name) {
    members.rename(session, { name, key }, () => session.problem(nicknames.taken(name, person)));
  }
}
