/**
 * Up to where somebody has read, as an IRC client is told (https://ircv3.net/specs/extensions/read-marker).
 *
 * @module
 */

import type { IrcClient } from "./client.ts";
import { formatTime } from "./output.ts";
import { formatLine } from "./line.ts";
import { findRoom } from "./room_replies.ts";
import { nameOf } from "./server.ts";

/** Tells a client up to where it has read: `*` where that is not known. */
export function sendMark(client: IrcClient, target: string): void {
  client.send({ tags: [], text: lineFor(client, target) });
}

/** Makes the line that tells up to where a client has read. */
export function lineFor(client: IrcClient, target: string): string {
  const at = markOf(client, target);
  return formatLine(client.server.name, "MARKREAD", [
    target,
    at === undefined ? "*" : `timestamp=${formatTime(at)}`,
  ]);
}

/** Gives under what name the mark of a room or a person is kept. */
export function keyOf(client: IrcClient, target: string): string {
  return findRoom(client, target)?.name ?? nameOf(target) ?? target;
}

/** Gives the later of what an IRC client said, and of what the log knows from whichever door. */
export function markOf(client: IrcClient, target: string): number | undefined {
  const { server, session } = client;
  const told = server.marks.get(session.person, keyOf(client, target));
  const room = findRoom(client, target);
  const read = room === undefined ? 0 : session.person.membershipIn(room.name)?.read ?? 0;
  const { pages } = server.hub.context;
  const [message] = room === undefined || read < 1
    ? []
    : pages.read(room.name, { after: read - 1, limit: 1 });
  const known = [told, message?.at].filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
