/**
 * Changing the name.
 *
 * @module
 */

import type { Session } from "../members.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";

/** Gives a member another name. */
export function nick({ members }: CommandContext, session: Session, frame: Frame<"nick">): void {
  const { person } = session;
  const { nicknames } = members;
  const checked = nicknames.check(frame.name, person, person.name);
  if (!checked.isFree) return session.problem(checked.problem);
  const { name, key } = checked;
  if (name !== person.name) {
    members.rename(session, { name, key }, () => session.problem(nicknames.taken(name, person)));
  }
}
