/**
 * Coming in, and being called something else.
 *
 * @module
 */

import { PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import { nameKey, parseName, parseRoom } from "../../protocol/names.ts";
import type { Hub } from "../hub.ts";
import { Room } from "../rooms.ts";
import { isSafe, suggestName } from "../names.ts";
import { badName, badRoom, nameTaken } from "../validation.ts";
import type { RoomCursor, RoomCursors, Session } from "../members.ts";
import type { Frame } from "./lookups.ts";

/** Lets somebody in, or back in. */
export function hello(hub: Hub, session: Session, frame: Frame<"hello">): void {
  if (frame.version !== undefined && !PROTOCOL_VERSIONS.includes(frame.version)) {
    return session.problem({ code: "bad-version", versions: PROTOCOL_VERSIONS });
  }
  const wanted = parseRoom(frame.room);
  if (wanted === undefined && frame.room !== "") {
    return session.problem(badRoom(frame.room));
  }
  const { token, after = {} } = frame.resume ?? {};
  const wishes = wishesOf(after, hub.limits.roomsPerMember);
  const before = token === undefined || !session.peer.isProgram ? undefined : hub.stays.bearer(token);
  if (token !== undefined && before !== undefined) {
    // A hello that was long on its way, from a connection that its client has given up since.
    const isOutdated = before.phase === "in" && before.peer.since > session.peer.since;
    if (isOutdated) return hub.end(session, "replaced", "lost");
    hub.stays.takeOver(session, before, token, wishes);
    return session.deliverHeld();
  }
  const name = freeName(hub, session, frame.name, token && hub.stays.nameOf(token));
  if (name === undefined) return;
  hub.commitPending(); // So that the welcome's `seq` is that of the last message before this person's first.
  const room = wanted === undefined ? undefined : hub.rooms.open(wanted, session);
  if (room !== undefined && !(room instanceof Room)) return session.problem(room);
  hub.stays.enter(session, name, room, wishes, token);
}

/** The rooms that somebody had messages of. One more than they may be in is enough to have them told that it is too many. */
function wishesOf(after: Readonly<Record<string, number>>, most: number): RoomCursors {
  const wishes = new Map<string, RoomCursor>();
  for (const [written, seq] of Object.entries(after)) {
    const room = parseRoom(written);
    if (room !== undefined) wishes.set(nameKey(room), { room, after: seq });
    if (wishes.size > most) break;
  }
  return wishes;
}

/** Gives somebody another name. */
export function nick(hub: Hub, session: Session, frame: Frame<"nick">): void {
  const name = freeName(hub, session, frame.name, session.name);
  if (name !== undefined && name !== session.name) hub.stays.rename(session, name);
}

/**
 * Gives the name if it is one and free; else says why not, and which one is free.
 *
 * @param before The name that this person has already: it stays theirs, also where it could not be given out today.
 */
function freeName(hub: Hub, session: Session, wanted: string, before?: string): string | undefined {
  const name = parseName(wanted);
  const isTheirs = name !== undefined && before !== undefined && nameKey(name) === nameKey(before);
  const isGood = name !== undefined && (isTheirs || isSafe(name));
  const holder = name && hub.nameInTheWay(name, session);
  if (isGood && holder === undefined) return name;
  const isInUse = (name: string): boolean => hub.nameInTheWay(name, session) !== undefined;
  const suggestion = suggestName(wanted, hub.words.guest, isInUse);
  session.problem(isGood ? nameTaken(name, suggestion, holder) : badName(wanted, suggestion));
  return undefined;
}
