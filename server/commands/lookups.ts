/**
 * What several commands look at before they do anything.
 *
 * @module
 */

import { NAME_CHARS } from "../../protocol/limits.ts";
import { nameKey, parseName } from "../../protocol/names.ts";
import { cleanLine, firstChars } from "../../protocol/text.ts";
import type { ClientFrame, MessageId } from "../../protocol.ts";
import type { Hub } from "../hub.ts";
import type { Membership } from "../rooms.ts";
import { noRoom, type ValidatedText } from "../validation.ts";
import type { Session } from "../members.ts";

/** A frame of one type. */
export type Frame<Type extends ClientFrame["type"]> = Extract<ClientFrame, { readonly type: Type }>;

/** The place of this person in the room that they speak of; else they are told that they have none. */
export function membershipIn(session: Session, room: string, id?: MessageId): Membership | undefined {
  const place = session.membershipIn(room);
  if (place === undefined) session.problem(noRoom(room), id);
  return place;
}

/** The one with this name who is in, or away; else the requester is told that nobody is. */
export function findPerson(hub: Hub, session: Session, wanted: string, id?: MessageId): Session | undefined {
  const name = parseName(wanted);
  const person = name === undefined ? undefined : hub.nicknames.find(nameKey(name));
  if (person === undefined) {
    session.problem({ code: "not-here", name: name ?? firstChars(cleanLine(wanted), NAME_CHARS) }, id);
  }
  return person;
}

/** The text, if it may be said; else its author is told what is wrong with it. */
export function acceptedText(session: Session, ready: ValidatedText, id?: MessageId): string | undefined {
  if (ready.ok) return ready.text;
  session.problem(ready.problem, id);
  return undefined;
}
