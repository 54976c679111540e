/**
 * Making somebody an operator or giving them a voice in a room, inviting them, making them a moderator, and taking that back.
 *
 * @module
 */

import type { GrantLevel } from "../../../store/log.ts";
import type { Person } from "../../members.ts";
import { act, done, refuse, target, type Wanted } from "./act.ts";

/** Makes somebody something in a room, or on the whole server a moderator. */
export function grant(wanted: Wanted, level: GrantLevel): void {
  const { context: { moderation }, room } = wanted;
  const person = target(wanted);
  if (person === undefined) return;
  if (room === undefined) return setModerator(wanted, person, true);
  const isInvited = level === "invited";
  if (!isInvited && !person.isIn(room.name)) return refuse(wanted, notHere(person));
  const before = moderation.grant(person, room.name);
  if (before === level || (isInvited && before !== undefined)) return done(wanted, { name: person.name });
  set(wanted, person, level);
}

/** Takes from somebody in a room what they were made there, if it is that; or that they are a moderator. */
export function ungrant(wanted: Wanted, level: GrantLevel): void {
  const { context: { moderation }, room } = wanted;
  // What one was made in a room one may lay down.
  const person = target(wanted, ({ actor }, other) => room !== undefined && other === actor);
  if (person === undefined) return;
  if (room === undefined) return setModerator(wanted, person, false);
  if (moderation.grant(person, room.name) !== level) return done(wanted, { name: person.name });
  set(wanted, person, undefined);
}

function set(wanted: Wanted, person: Person, level: GrantLevel | undefined): void {
  const { context: { moderation }, room } = wanted;
  if (room === undefined) return;
  const { name } = person;
  const writes = [moderation.grantWrite(person, room.name, level)];
  act(wanted, { subject: name, writes, persons: [person] }, () => done(wanted, { name }));
}

/** Makes the holder of an account a moderator of the server, or an ordinary member again. */
function setModerator(wanted: Wanted, person: Person, isModerator: boolean): void {
  const { context } = wanted;
  const { account, name } = person;
  if (account === undefined || account.id === 0) return refuse(wanted, { code: "no-account", name });
  const role = { account: account.id, role: isModerator ? "moderator" : "member" } as const;
  const carriedOut = (): void => done(wanted, { name });
  const { changes, cluster } = context;
  const noted = cluster !== undefined
    ? carriedOut
    : (): void => changes.make({ do: "role", ...role }, carriedOut); // The table learns of it, too.
  act(wanted, { subject: name, writes: [{ role }], persons: [person] }, noted);
}

function notHere({ name }: Person) {
  return { code: "not-here", name, asked: true } as const;
}
