/**
 * What several commands look at before they do anything.
 *
 * @module
 */

import { NAME_CHARS, ROOM_CHARS } from "../../protocol/limits.ts";
import { nameKey, parseName } from "../../protocol/names.ts";
import { cleanLine, cleanText, countChars, firstChars } from "../../protocol/text.ts";
import type { ClientFrame, MessageId, Problem } from "../../protocol.ts";
import type { Hub } from "../hub.ts";
import type { Membership } from "../room.ts";
import type { Session } from "../session.ts";

/** A frame of one type. */
export type Frame<Type extends ClientFrame["type"]> = Extract<ClientFrame, { readonly type: Type }>;

/** The place of this person in the room that they speak of; else they are told that they have none. */
export function placeIn(session: Session, room: string, id?: MessageId): Membership | undefined {
  const place = session.membership(room);
  if (place === undefined) session.problem(noRoom(room), id);
  return place;
}

/** What is said of a room that is not there, or that somebody is not in. */
export function noRoom(wanted: string): Problem {
  return { code: "no-room", room: shownRoom(wanted).replace(/^#/, "") };
}

/** As much of what somebody wrote for a room as it takes to know it again. */
export function shownRoom(wanted: string): string {
  return firstChars(cleanLine(wanted), ROOM_CHARS);
}

/** The one with this name who is in, or away; else the asker is told that nobody is. */
export function personNamed(hub: Hub, session: Session, wanted: string, id?: MessageId): Session | undefined {
  const name = parseName(wanted);
  const person = name === undefined ? undefined : hub.people.named(nameKey(name));
  if (person === undefined) {
    session.problem({ code: "not-here", name: name ?? firstChars(cleanLine(wanted), NAME_CHARS) }, id);
  }
  return person;
}

/** What is left of a text that is to be said once it is clean; else its author is told what is wrong with it. */
export function cleanSaid(hub: Hub, session: Session, said: string, id?: MessageId): string | undefined {
  const text = cleanText(said).trimEnd();
  if (text.trim() === "") {
    session.problem({ code: "empty" }, id);
    return undefined;
  }
  return isShort(session, text, hub.limits.messageChars, id) ? text : undefined;
}

/** Whether a text has no more characters than it may; else its author is told so. */
export function isShort(session: Session, text: string, limit: number, id?: MessageId): boolean {
  const length = text.length <= limit ? text.length : countChars(text);
  if (length > limit) session.problem({ code: "too-long", limit, length }, id);
  return length <= limit;
}
