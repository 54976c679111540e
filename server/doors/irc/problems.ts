/**
 * What was wrong with something that a client sent, by IRC's numeric for it.
 *
 * Numerics are those of RFC 2812, section 5.2, and https://modern.ircdocs.horse; what has none is a standard reply
 * (https://ircv3.net/specs/extensions/standard-replies).
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Problem } from "../../../protocol.ts";
import type { IrcClient } from "./client.ts";
import { toChannel, toNick } from "./spelling.ts";

/** Tells a client what was wrong. */
export function showProblem(client: IrcClient, problem: Problem, text: string): void {
  const { ownRefusal } = client;
  if (ownRefusal !== undefined) {
    client.ownRefusal = undefined;
    return client.numeric(ownRefusal, text);
  }
  if (client.tellRefusal(problem, text)) return;
  switch (problem.code) {
    case "bad-name":
      return client.numeric("432", client.asked(problem.name), text);
    case "name-taken":
    case "name-claimed":
      return client.numeric("433", client.asked(problem.name), text);
    case "not-here":
      return client.numeric("401", toNick(problem.name), text);
    case "no-room":
    case "bad-room":
      return client.numeric("403", toChannel(problem.room), text);
    case "in-too-many":
    case "too-many-rooms":
    case "new-rooms":
      return client.numeric("405", client.asked("*"), text);
    case "empty":
      return client.numeric("412", text);
    case "too-long":
    case "line-too-long":
      return client.numeric("417", text);
    case "not-utf8":
      return client.fail("*", "INVALID_UTF8", text);
    case "closed":
    case "auth-plain":
    case "auth-failed":
      return client.numeric("464", text);
    case "auth-wait":
    case "auth-busy": // In a room, too many wrong words for one; else for the door.
      return client.isIn ? client.numeric("475", client.asked("*"), text) : client.numeric("464", text);
    case "hello-first":
      return client.numeric("451", text);
    case "already-in":
      return client.numeric("462", text);
    case "banned":
    case "kicked":
      return showExclusion(client, problem, text);
    default:
      return showRightProblem(client, problem, text);
  }
}

/** Tells a client that it may not do something in a room. */
function showRightProblem(client: IrcClient, problem: Problem, text: string): void {
  switch (problem.code) {
    case "locked":
    case "invite-only":
      return client.numeric("473", toChannel(problem.room), text);
    case "room-key":
      return client.numeric("475", toChannel(problem.room), text);
    case "room-full":
      return client.numeric("471", toChannel(problem.room), text);
    case "accounts-join":
      return client.numeric("477", toChannel(problem.room), text);
    case "read-only":
    case "accounts-only":
      return client.numeric("404", toChannel(problem.room), text);
    case "slow-mode":
      return client.fail("PRIVMSG", "SLOW_MODE", toChannel(problem.room), text);
    case "muted":
      if (problem.wasFlood) return client.fail("*", "FLOOD", text);
      if (problem.room !== undefined) return client.numeric("404", toChannel(problem.room), text);
      return client.fail("*", "MUTED", text);
    case "not-allowed":
      if ("room" in problem && problem.room !== undefined) {
        return client.numeric("482", toChannel(problem.room), text);
      }
      return client.numeric("481", text);
    default:
      return client.fail("*", problem.code.toUpperCase().replaceAll("-", "_"), text);
  }
}

/** Tells a client that it is kept out of a room or of the server; or notes why it is removed, which it is told next. */
function showExclusion(
  client: IrcClient,
  { room, by, why }: Extract<Problem, { readonly code: "banned" | "kicked" }>,
  text: string,
): void {
  if (room === undefined) return client.numeric("465", text);
  if (client.shownRooms.has(nameKey(room))) return client.departures.noteRemoval(room, { by, why });
  client.numeric("474", toChannel(room), text);
}
