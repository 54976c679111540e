/**
 * Search, and catching up on what a person has not read.
 *
 * @module
 */

import { DEFAULT_HITS, QUERY_CHARS } from "../../../protocol/limits.ts";
import { type ClockOffset, offsetIn } from "../../../protocol/dates.ts";
import { parseQuery, type Query } from "../../../protocol/query.ts";
import { firstChars } from "../../../protocol/text.ts";
import type { HitFrame, MessageId, Problem, QueryFault, Reply } from "../../../protocol.ts";
import type { Hit, SearchResult, UnreadResult } from "../../store/search.ts";
import type { CommandContext } from "./context.ts";
import type { Session } from "../members.ts";
import type { Frame } from "./checks.ts";

/** The part of a room's last message that `unread` shows, in characters. */
const LAST_CHARS = 100;

/** Searches the rooms of a person. */
export function search(context: CommandContext, session: Session, frame: Frame<"search">): void {
  const { clock, pages, finder } = context;
  const { id, cursor, limit = DEFAULT_HITS } = frame;
  const now = clock.now();
  const read = parseQuery(frame.query, { now, offset: clockOf(context, frame) });
  if (!read.ok) return session.problem(badQuery(read.why, read.given), id);
  const rooms = roomsFor(session, read.query);
  if (!Array.isArray(rooms)) return session.problem(badQuery("room", `#${rooms}`), id);
  if (limit === 0) return session.reply({ type: "found", count: 0, ...(id !== undefined && { id }) });
  pages.commitPending(); // What was said a moment ago can be found.
  const wanted = {
    requester: session,
    query: read.query,
    rooms,
    limit,
    ...(cursor !== undefined && { cursor }),
  };
  finder.search(wanted, (found) => answer(session, found, id));
}

/** Reads how the searcher's clock is set, on any day where they say in which zone it is; else as the server's. */
function clockOf(context: CommandContext, { zone, timeZone }: Frame<"search">): ClockOffset {
  const known = timeZone === undefined ? undefined : offsetIn(timeZone);
  return known ?? (zone === undefined ? (at) => context.zone(at) : () => zone);
}

function badQuery(why: QueryFault, given: string): Problem {
  return {
    code: "bad-query",
    why,
    given: why === "long" ? String(QUERY_CHARS) : firstChars(given, QUERY_CHARS),
  };
}

/** Gives the rooms to search, as the log writes them; or the one that this person is not in. */
function roomsFor(session: Session, query: Query): string[] | string {
  const rooms: string[] = [];
  for (const wanted of query.rooms) {
    const membership = session.person.membershipIn(wanted);
    if (membership === undefined) return wanted;
    rooms.push(membership.room.name);
  }
  return query.rooms.length > 0 ? rooms : session.person.memberships.map(({ room }) => room.name);
}

function answer(session: Session, found: SearchResult, id: MessageId | undefined): void {
  if (session.isOver) return;
  switch (found.kind) {
    case "slow":
      return session.problem({ code: "search-slow" }, id);
    case "off":
      return session.problem({ code: "no-search" }, id);
    case "bad-cursor":
      return session.problem({ code: "bad-field", field: "cursor" }, id);
    case "found":
      return session.sendPaged(framesOf(session, found, id));
  }
}

function* framesOf(
  session: Session,
  { hits, count, more, isPartial }: Extract<SearchResult, { readonly kind: "found" }>,
  id: MessageId | undefined,
): Generator<Reply, void> {
  yield* hitsFor(session, hits, id);
  yield {
    type: "found",
    count,
    ...(more !== undefined && { more }),
    ...(isPartial && { partial: true as const }),
    ...(id !== undefined && { id }),
  };
}

/** Makes hits frames: none of a room that was left while the search ran. */
function* hitsFor(session: Session, hits: readonly Hit[], id?: MessageId): Generator<Reply, void> {
  for (const { message, marks, isNear } of hits) {
    if (session.person.membershipIn(message.room) === undefined || !session.shows(message)) continue;
    const { type: _, past: __, id: ___, ...said } = message;
    const frame: HitFrame = {
      type: "hit",
      ...said,
      marks,
      ...(isNear && { near: true }),
      ...(id !== undefined && { id }),
    };
    yield frame;
  }
}

/** Lists what a person has not read, room by room, and what mentions them. */
export function catchUp({ pages, finder }: CommandContext, session: Session): void {
  pages.commitPending();
  const rooms = session.person.memberships.map(({ room, read }) => ({ room: room.name, after: read }));
  finder.unread({ requester: session, name: session.person.name, rooms }, (unread) => {
    if (session.isOver) return;
    if (unread.kind === "slow") return session.problem({ code: "search-slow" });
    session.sendPaged(unreadFrames(session, unread));
  });
}

function* unreadFrames(
  session: Session,
  { mentions, rooms }: Extract<UnreadResult, { readonly kind: "unread" }>,
): Generator<Reply, void> {
  yield* hitsFor(session, mentions);
  let [listed, named] = [0, 0];
  for (const { room, count, mentions, last: { seq, at, from, person, text } } of rooms) {
    if (session.person.membershipIn(room) === undefined) continue; // Left while it was counted.
    listed++;
    named += mentions;
    yield {
      type: "unread",
      room,
      count,
      mentions,
      seq,
      at,
      from,
      person,
      text: firstChars(text, LAST_CHARS),
    };
  }
  yield { type: "caught-up", rooms: listed, mentions: named };
}
