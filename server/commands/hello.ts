/**
 * Entering: as somebody new, or as a person who resumes.
 *
 * @module
 */

import { PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import { nameKey, parseRoom } from "../../protocol/names.ts";
import type { RoomCursor, RoomCursors, Session } from "../members.ts";
import { badRoom, noRoom } from "../validation.ts";
import type { CommandContext } from "./context.ts";
import type { Frame } from "./checks.ts";

/** Lets a session in as somebody new, or as a person who is here already. */
export function hello(context: CommandContext, session: Session, frame: Frame<"hello">): void {
  if (frame.version !== undefined && !PROTOCOL_VERSIONS.includes(frame.version)) {
    return session.problem({ code: "bad-version", versions: PROTOCOL_VERSIONS });
  }
  const room = parseRoom(frame.room);
  if (room === undefined && frame.room !== "") return session.problem(badRoom(frame.room));
  const { members, limits } = context;
  const { token, after = {} } = frame.resume ?? {};
  const cursors = cursorsOf(after, limits.roomsPerMember);
  const person = token === undefined || !session.peer.isProgram ? undefined : members.bearer(token);
  const created = frame.create === false ? (false as const) : undefined;
  const entry = { name: frame.name, room, cursors, token, created };
  const enter = (): void => enterAnew(context, session, entry);
  if (token === undefined || person === undefined) return enter();
  // A hello that was long on its way, from a connection that its client has given up since.
  const isOutdated = person.sessions.some(({ openedAt }) => openedAt > session.openedAt);
  if (isOutdated) return members.end(session, "replaced", "lost");
  members.resume(session, { person, token, cursors }, enter);
}

/** How somebody new wants to come in. */
interface Entry {
  readonly name: string;
  readonly room: string | undefined;
  readonly cursors: RoomCursors;
  readonly token: string | undefined;
  /** `false` to enter the room only if it is there. */
  readonly created: false | undefined;
}

function enterAnew(
  context: CommandContext,
  session: Session,
  { name: wanted, room, cursors, token, created }: Entry,
): void {
  const { members, rooms, fanOut } = context;
  const { nicknames } = members;
  if (created === false && room !== undefined && !rooms.isKnown(room)) return session.problem(noRoom(room));
  const checked = nicknames.check(
    wanted,
    session.person,
    token === undefined ? undefined : members.nameOf(token),
  );
  if (!checked.isFree) return session.problem(checked.problem);
  fanOut.commitPending();
  const problem = room === undefined ? undefined : rooms.check(room, session);
  if (problem !== undefined) return session.problem(problem);
  const { name, key } = checked;
  const onTaken = (): void => session.problem(nicknames.taken(name));
  members.enter(session, { name, key, room, cursors, token, created }, onTaken);
}

/** Reads the rooms that somebody had messages of. One more than they may be in is enough for the error that it is too many. */
function cursorsOf(after: Readonly<Record<string, number>>, most: number): RoomCursors {
  const cursors = new Map<string, RoomCursor>();
  for (const [written, seq] of Object.entries(after)) {
    const room = parseRoom(written);
    if (room !== undefined) cursors.set(nameKey(room), { room, after: seq });
    if (cursors.size > most) break;
  }
  return cursors;
}
