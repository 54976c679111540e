/**
 * Which messages somebody may call their own.
 *
 * @module
 */

import { changesAnother } from "../../../protocol/second_thoughts.ts";
import type { MessageFrame } from "../../../protocol.ts";
import { nameKey } from "../../../protocol/names.ts";
import type { Person } from "../members.ts";
import type { LogPages, Room } from "../rooms.ts";

/** How far back somebody's last message is looked for. */
const LOOKED_AT = 200;
/** How many messages are read at once: mostly it is among the last. */
const AT_ONCE = 16;

/**
 * Tells whether a message is somebody's own: of one of their seats, or of the person that everybody knows them as. Of who
 * has no number, that is what was said under their name since it is theirs: before, it may have been somebody else's.
 */
export function isOwnMessage(
  pages: LogPages,
  person: Person,
  room: Room,
  { seq, from, at, person: by }: MessageFrame,
): boolean {
  const author = pages.personOf(room.name, seq);
  if (author === undefined) return false;
  if (author !== 0) {
    return author === person.home || person.seats.some(({ id }) => id === author) ||
      (by !== undefined && by === person.publicId);
  }
  return person.home === 0 && nameKey(from) === person.key && at >= person.namedAt;
}

/** Tells whether a text stands in a message that somebody said: nobody took it away, and it changes no other. */
export function isSaid(message: MessageFrame): boolean {
  return !message.redacted && !changesAnother(message);
}

/** Finds a message by its number, if somebody said it and its text is there. Reads what is stored. */
export function saidMessage(pages: LogPages, room: Room, seq: number): MessageFrame | undefined {
  const [message] = seq < 1 ? [] : pages.read(room.name, { after: seq - 1, limit: 1 });
  return message?.seq === seq && isSaid(message) ? message : undefined;
}

/** Finds the last message that somebody said of which something is true. Reads what is stored. */
export function lastSaid(
  pages: LogPages,
  room: Room,
  is: (message: MessageFrame) => boolean,
): MessageFrame | undefined {
  const last = pages.last(room.name);
  for (let before = last + 1; before > Math.max(1, last + 1 - LOOKED_AT); before -= AT_ONCE) {
    const found = pages.read(room.name, { before, limit: AT_ONCE })
      .findLast((message) => message.seq >= before - AT_ONCE && isSaid(message) && is(message));
    if (found !== undefined) return found;
  }
  return undefined;
}
