/**
 * Pages of a room's history, and read marks.
 *
 * @module
 */

import { DEFAULT_HISTORY, MAX_HISTORY } from "../../../protocol/limits.ts";
import type { CommandContext } from "./context.ts";
import type { LogPages } from "../rooms.ts";
import type { Session } from "../members.ts";
import { type Frame, membershipIn } from "./checks.ts";

/** Messages come with the pages of the session's backlog, and an end that tells whether there are more. */
export function history({ pages }: CommandContext, session: Session, frame: Frame<"history">): void {
  const room = membershipIn(session, frame.room)?.room.name;
  if (room === undefined) return;
  pages.commitPending();
  const [first, last] = [pages.first(room), pages.last(room)];
  const limit = Math.min(
    frame.limit ?? (frame.since === undefined ? DEFAULT_HISTORY : MAX_HISTORY),
    MAX_HISTORY,
  );
  const isForward = frame.after !== undefined;
  const oldest = Math.max(first, frame.since === undefined ? 1 : firstSince(pages, room, frame.since));
  const end = Math.min(last, (frame.before ?? last + 1) - 1);
  const from = isForward ? Math.max(oldest, (frame.after ?? 0) + 1) : Math.max(oldest, end + 1 - limit);
  const to = isForward ? Math.min(last, from + limit - 1) : end;
  const count = Math.max(0, to + 1 - from);
  const more = isForward ? to < last : from > oldest;
  const [head] = count > 0 ? session.format.aroundHistory : [""];
  const tail = session.format.encode({ type: "history", room, count, more });
  session.sendPaged({ room, from, to, head, tail });
}

/** Finds the number of the first message that is not older than `since`; one after the last if all are. */
function firstSince(pages: LogPages, room: string, since: number): number {
  let [low, high] = [pages.first(room), pages.last(room) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [message] = pages.read(room, { after: middle - 1, limit: 1 });
    if (message === undefined || message.at >= since) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Notes how far a person has read a room. */
export function read({ members }: CommandContext, session: Session, frame: Frame<"read">): void {
  if (membershipIn(session, frame.room) !== undefined) {
    members.markRead(session.person, frame.room, frame.seq, session);
  }
}
