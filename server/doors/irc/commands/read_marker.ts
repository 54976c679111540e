/**
 * MARKREAD (https://ircv3.net/specs/extensions/read-marker): up to where somebody has read, by time on IRC, by number here.
 *
 * @module
 */

import type { IrcClient } from "../client.ts";
import { MOST } from "../limits.ts";
import type { IrcLine } from "../line.ts";
import { firstWhere } from "../log_search.ts";
import { keyOf, lineFor, markOf, sendMark } from "../read_marks.ts";
import { findRoom } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { fromChannel } from "../spelling.ts";

/** Handles MARKREAD. */
export function markread(client: IrcClient, { params: [target = "", stamp] }: IrcLine): void {
  const { server, session } = client;
  const { irc } = server.hub.words;
  if (target === "") return client.fail("MARKREAD", "NEED_MORE_PARAMS", irc.needMore);
  if (nameOf(target) === undefined && fromChannel(target) === undefined) {
    return client.fail("MARKREAD", "INVALID_PARAMS", target, irc.noChannel);
  }
  if (stamp === undefined) return sendMark(client, target);
  const [, value = ""] = /^timestamp=(.+)$/.exec(stamp) ?? [];
  const at = Date.parse(value);
  if (Number.isNaN(at)) return client.fail("MARKREAD", "INVALID_PARAMS", target, irc.badSelector);
  if (at <= (markOf(client, target) ?? -Infinity)) return sendMark(client, target);
  if (!server.marks.set(session.person, keyOf(client, target), at, MOST.marks)) {
    return client.fail("MARKREAD", "INTERNAL_ERROR", target, irc.tooManyMarks);
  }
  const isTold = readRoom(client, target, at);
  sendMark(client, target);
  if (isTold) return;
  for (const other of server.clientsOf(session.person)) {
    if (other !== client && other.caps.has("draft/read-marker")) {
      other.notify({ tags: [], text: lineFor(client, target) });
    }
  }
}

/** Marks a room as read up to a time. Tells whether that moved the mark of all doors, by which the other clients are told. */
function readRoom(client: IrcClient, target: string, at: number): boolean {
  const { server, session } = client;
  const room = findRoom(client, target);
  const membership = room && session.person.membershipIn(room.name);
  if (room === undefined || membership === undefined) return false;
  const { pages } = server.hub.context;
  pages.commitPending();
  const seq = firstWhere(pages, room.name, (message) => message.at > at) - 1;
  const before = membership.read;
  if (seq >= pages.first(room.name)) {
    server.hub.receive(session, { ok: true, frame: { type: "read", room: room.name, seq } });
  }
  return membership.read !== before;
}
