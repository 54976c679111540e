/**
 * Waiting for what the other servers of a cluster have told already.
 *
 * @module
 */

import type { Session } from "../members.ts";
import type { CommandContext } from "./context.ts";

/**
 * Does something for a session once this server has heard all that was told until now: what somebody comes with (a password, a
 * ticket, a token) may have been made at another server a moment ago. At once where the server is alone or cut off.
 */
export function onceHeard({ cluster }: CommandContext, session: Session, run: () => void): void {
  if (cluster === undefined || cluster.isCutOff) return run();
  session.rulings.await();
  cluster.catchUp(() => session.rulings.apply(run));
}
