/**
 * How members change their names.
 *
 * @module
 */

import type { RenamedFrame } from "../../../protocol.ts";
import { encodeFor, type Format } from "../delivery.ts";
import type { Recipient } from "../rooms.ts";
import { claim, type MemberContext } from "./context.ts";
import type { Person } from "./person.ts";
import type { Session } from "./session.ts";

/** Gives a member another name. @param onTaken Called when somebody else was first. */
export function rename(
  context: MemberContext,
  session: Session,
  { name, key }: { readonly name: string; readonly key: string },
  onTaken: () => void,
): void {
  const { person } = session;
  claim(context, session, person, { kind: "rename", name, key }, (ruling) => {
    if (ruling === "taken") return onTaken();
    if (ruling === "granted") giveName(context, person, name);
  });
}

/** Has a person be called something else from now on. */
export function giveName(
  { fanOut, nicknames, tokens, clock, logger, watchers }: MemberContext,
  person: Person,
  to: string,
): void {
  const { name: from, key: before } = person;
  const at = clock.now();
  fanOut.publishNow(person.memberships.map(({ room }) => room)); // What waits until now is about the old name.
  nicknames.assign(person, to);
  if (person.key !== before) person.noteRenamed(at);
  for (const { room } of person.memberships) room.forgetNames();
  tokens.noteRooms(person);
  const frame: RenamedFrame = { type: "renamed", from, to, person: person.publicId, at };
  const encoded = new Map<Format, Uint8Array>();
  for (const { format, personal, outbox } of companyOf(person)) {
    if (personal !== undefined) {
      outbox.offer(encodeFor(personal.format, frame));
      continue;
    }
    const bytes = encoded.get(format) ?? encodeFor(format, frame);
    encoded.set(format, bytes);
    outbox.offer(bytes);
  }
  watchers.renamed(person, from);
  // Also those who share no room with them now, and are not told, go on ignoring them.
  for (const other of nicknames.all) other.followRename(before, to);
  logger({ event: "renamed", from, to });
}

/** Collects every connection that follows a room of this person, and their own; each once. */
function companyOf(person: Person): Iterable<Recipient> {
  const company = new Set<Recipient>(person.sessions);
  for (const { room } of person.memberships) {
    for (const recipient of room.recipients) company.add(recipient);
  }
  return company;
}
