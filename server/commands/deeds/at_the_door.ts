/**
 * Who waits to be let in: whether people wait at all, who does, who of them comes in. That is a matter of one server, which
 * a cluster has none of.
 *
 * @module
 */

import { firstChars } from "../../../protocol/text.ts";
import type { Session } from "../../members.ts";
import type { CommandContext } from "../context.ts";
import { act, done, refuse, type Wanted } from "./act.ts";
import { listWaiting } from "./lists.ts";
import { setApprove } from "./modes.ts";
import { tellModerators } from "./tell.ts";

/** The longest list of people in the audit, in characters. */
const SUBJECT_CHARS = 500;

/** Does something about who waits. */
export function atTheDoor(wanted: Wanted): void {
  if (wanted.context.cluster !== undefined) return refuse(wanted, { code: "one-server" });
  switch (wanted.frame.do) {
    case "approve":
      return approve(wanted);
    case "admit":
      return admit(wanted);
    default:
      return listWaiting(wanted);
  }
}

/** Has who comes wait until they are let in, or come in at once again, and with them those who wait. */
function approve(wanted: Wanted): void {
  const { context, frame: { value } } = wanted;
  if (typeof value !== "boolean") return refuse(wanted, { code: "bad-field", field: "value" });
  setApprove(wanted, value);
  if (!value) tellOthers(wanted, context.waiting.admit({ name: "*" }));
}

/** Lets in somebody who waits, or all of them; with `false` they are turned away. */
function admit(wanted: Wanted): void {
  const { context, frame: { n, name, value } } = wanted;
  const { waiting } = context;
  const isRefusal = value === false;
  const away = isRefusal ? waiting.turnAway({ n, name }) : [];
  for (const { session } of away) sendAway(context, session);
  const names = isRefusal ? away.map(({ name }) => name) : waiting.admit({ n, name });
  const also = names.length;
  if (also === 0) return refuse(wanted, { code: "nobody-waits" });
  const subject = firstChars(`${isRefusal ? "- " : ""}${names.join(", ")}`, SUBJECT_CHARS); // The audit tells both by the sign.
  tellOthers(wanted, names);
  act(wanted, { subject }, () => done(wanted, { also, ...(isRefusal && { value: false }) }));
}

/** Has nobody wait who has gone, or has waited for too long, and tells the moderators. To be called about once a second. */
export function sweepWaiting(context: CommandContext): void {
  const { waiting, clock } = context;
  for (const { session, name } of waiting.sweep(clock.elapsed())) {
    if (!session.isOver) sendAway(context, session);
    tellModerators(context, { type: "moderated", do: "admit", name, by: name, at: clock.now() });
  }
}

/** Ends the connection of somebody who waits, and is not let in. */
function sendAway({ members }: CommandContext, session: Session): void {
  session.problem({ code: "not-admitted" });
  members.end(session, "refused", "removed");
}

/** Tells the other moderators who waits no longer: whoever did it has the answer. */
function tellOthers({ context, actor }: Wanted, names: readonly string[]): void {
  const at = context.clock.now();
  for (const name of names) {
    tellModerators(context, { type: "moderated", do: "admit", name, by: actor.name, at }, actor);
  }
}
