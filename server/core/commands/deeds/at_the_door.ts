/**
 * Who waits to be let in: whether people wait at all, who does, who of them comes in. In a cluster all servers know of all
 * who wait, and whoever is let in at one is let in by the server of their connection.
 *
 * @module
 */

import { firstChars } from "../../../../protocol/text.ts";
import type { Session } from "../../members.ts";
import type { CommandContext, FarAdmission } from "../context.ts";
import type { KnownWaiting } from "../waiting.ts";
import { act, done, refuse, type Wanted } from "./act.ts";
import { listWaiting } from "./lists.ts";
import { setApprove } from "./modes.ts";
import { tellModerators } from "./tell.ts";

/** The longest list of people in the audit, in characters. */
const SUBJECT_CHARS = 500;

/** Does something about who waits. */
export function atTheDoor(wanted: Wanted): void {
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
  const names = context.waiting.here.map(({ name }) => name);
  setApprove(wanted, value, () => {
    if (!value) tellOthers(wanted, names);
  });
}

/** Lets in somebody who waits, or all of them; with `false` they are turned away. */
function admit(wanted: Wanted): void {
  const { context, frame: { n, name, value } } = wanted;
  const meant = context.waiting.meant({ n, name });
  if (meant.size === 0) return refuse(wanted, { code: "nobody-waits" });
  const names = [...meant.values()].join(", ");
  const subject = firstChars(`${value === false ? "- " : ""}${names}`, SUBJECT_CHARS); // The audit tells both by the sign.
  // Who comes until it is stored is not meant: nobody in charge has seen them.
  act(wanted, { subject }, () => admitAnywhere(wanted, [...meant.keys()]));
}

/** Lets in those with these numbers, wherever they wait; whoever may do it is known by now. */
function admitAnywhere(wanted: Wanted, meant: readonly number[]): void {
  const { context, session, frame: { value } } = wanted;
  const isRefusal = value === false;
  const far = [...context.waiting.elsewhere(meant)];
  const here = admitHere(context, meant, isRefusal);
  const { farDeeds } = context.cluster ?? {};
  if (farDeeds === undefined || far.length === 0) return admitted(wanted, here);
  session.rulings.await();
  const names = [...here];
  let open = far.length;
  for (const [server, numbers] of far) {
    farDeeds.admit(server, { numbers, isRefusal, by: wanted.actor.name }, (some) => {
      names.push(...some ?? []);
      if (some !== undefined) context.waiting.forget(server, numbers);
      if (--open > 0) return;
      session.rulings.apply(() => admitted(wanted, names));
    });
  }
}

/** Lets in people who wait here, or turns them away; gives their names. */
function admitHere(
  context: CommandContext,
  numbers: readonly number[],
  isRefusal: boolean,
): readonly string[] {
  const { waiting } = context;
  if (!isRefusal) return waiting.admit(numbers);
  const away = waiting.turnAway(numbers);
  for (const { session } of away) sendAway(context, session);
  return away.map(({ name }) => name);
}

/** Says who was let in: nobody, where they have gone or somebody else was first. */
function admitted(wanted: Wanted, names: readonly string[]): void {
  const isRefusal = wanted.frame.value === false;
  const also = names.length;
  if (also === 0) return refuse(wanted, { code: "nobody-waits" });
  tellOthers(wanted, names);
  done(wanted, { also, ...(isRefusal && { value: false }) });
}

/** Lets in people who wait here as somebody in charge at another server says, or turns them away; gives their names. */
export function admitFor(
  context: CommandContext,
  { numbers, isRefusal, by }: FarAdmission,
): readonly string[] {
  const names = admitHere(context, numbers, isRefusal);
  tellGone(context, names, by);
  return names;
}

/** Notes who waits at another server by now, and tells the moderators here of whom they do not know yet. */
export function noteWaiting(context: CommandContext, server: number, those: readonly KnownWaiting[]): void {
  const { came, gone } = context.waiting.note(server, those);
  for (const { n, name, door: by, at } of came) {
    tellModerators(context, { type: "moderated", do: "waiting", name, by, at, why: String(n) });
  }
  for (const { name } of gone) tellGone(context, [name], name);
}

/** Tells the moderators here who waits no longer. */
function tellGone(context: CommandContext, names: readonly string[], by: string): void {
  const at = context.clock.now();
  for (const name of names) tellModerators(context, { type: "moderated", do: "admit", name, by, at });
}

/** Has nobody wait who has gone, or has waited for too long, and tells the moderators. To be called about once a second. */
export function sweepWaiting(context: CommandContext): void {
  const { waiting, clock } = context;
  for (const { session, name } of waiting.sweep(clock.elapsed())) {
    if (!session.isOver) sendAway(context, session);
    tellGone(context, [name], name);
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
