/**
 * Changing accounts and tickets for a session.
 *
 * @module
 */

import type { ChangeOutcome, TableChange } from "../../store/accounts.ts";
import type { Session } from "../members.ts";
import type { CommandContext } from "./context.ts";

/**
 * Makes a change, and goes on with what has come of it; nothing that comes from the session is processed before. To be the
 * last thing that a function does.
 *
 * @param then Called unless the session is over by then.
 * @param late Called where it is.
 */
export function change(
  { changes }: Pick<CommandContext, "changes">,
  session: Session,
  wanted: TableChange,
  then: (outcome: ChangeOutcome) => void,
  late: (outcome: ChangeOutcome) => void = () => {},
): void {
  session.rulings.await();
  const { person: { publicId }, seatId: seat } = session;
  const isTheirs = wanted.do === "claim" || wanted.do === "password" || wanted.do === "ticket";
  const told = (outcome: ChangeOutcome): void =>
    session.rulings.apply(() => session.isOver ? late(outcome) : then(outcome));
  changes.make(wanted, told, isTheirs ? { publicId, seat } : undefined);
}

/** Makes changes one after the other. @param then Called with what has come of the last one. */
export function changeAll(
  context: Pick<CommandContext, "changes">,
  session: Session,
  [first, ...rest]: readonly TableChange[],
  then: (outcome: ChangeOutcome) => void,
): void {
  if (first === undefined) return;
  change(context, session, first, (outcome) => {
    if (rest.length === 0) then(outcome);
    else changeAll(context, session, rest, then);
  });
}
