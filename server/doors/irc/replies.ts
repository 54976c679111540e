/**
 * What a server tells one client, in IRC's words.
 *
 * Numerics are those of RFC 2812, section 5, and https://modern.ircdocs.horse.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Problem, Reply } from "../../../protocol.ts";
import type { IrcClient } from "./client.ts";
import { formatTime, joinLines } from "./events.ts";
import { formatLine } from "./line.ts";
import { sendNames, sendTopic } from "./room_replies.ts";
import { toChannel, toNick } from "./spelling.ts";
import { welcome } from "./welcome.ts";

/** Shows a client a reply. */
export function showReply(client: IrcClient, frame: Reply): void {
  const { server } = client;
  switch (frame.type) {
    case "welcome":
      return welcome(client);
    case "entered":
      return showRoom(client, frame.room);
    case "parted":
      return showParted(client, frame.room);
    case "away":
      return client.numeric("306", server.hub.words.irc.nowAway);
    case "back":
      return client.numeric("305", server.hub.words.irc.nowBack);
    case "error":
      return showProblem(client, frame, frame.text);
    case "notice":
      if (frame.code === "away") return client.numeric("301", toNick(frame.name), frame.why || "away");
      return notice(client, frame.text);
    case "delivered":
      if (frame.waited === true) notice(client, server.hub.words.arrivedAt(frame.to));
      return;
    case "bye":
      return client.notify({ tags: [], text: `ERROR :${frame.text}\r\n` });
    case "ping":
      return client.notify({ tags: [], text: `PING :${server.name}\r\n` });
    default:
      return; // What is asked for by frames that this door does not send.
  }
}

/** Tells a client something that belongs to no command. */
export function notice(client: IrcClient, text: string): void {
  client.notify({ tags: [], text: formatLine(client.server.name, "NOTICE", [client.nick, text]) });
}

/** Shows a client a room that it is in now; once, however often it asks to be let in. */
function showRoom(client: IrcClient, room: string): void {
  const key = nameKey(room);
  if (client.shownRooms.has(key)) return;
  client.shownRooms.add(key);
  const { server, session, caps } = client;
  const told = new Set(caps);
  told.delete("away-notify"); // Nobody is told of their own being away.
  client.beginLongAnswer();
  for (const line of joinLines(room, session.person.name, server.hub.now(), server.people, told)) {
    client.send(line);
  }
  sendTopic(client, room, false);
  sendNames(client, [toChannel(room)]);
}

function showParted(client: IrcClient, room: string): void {
  client.shownRooms.delete(nameKey(room));
  client.own.forget(room);
  const { word, label } = client.takeParting(room);
  const params = [toChannel(room), ...(word === undefined || word === "" ? [] : [word])];
  const tags = [["time", formatTime(client.server.hub.now())] as const];
  client.notify({
    tags: label === undefined ? tags : [...tags, ["label", label]],
    text: formatLine(client.source, "PART", params),
  });
}

/** Tells a client what was wrong, by the numeric for it. */
export function showProblem(client: IrcClient, problem: Problem, text: string): void {
  switch (problem.code) {
    case "bad-name":
      return client.numeric("432", client.asked(problem.name), text);
    case "name-taken":
      return client.numeric("433", client.asked(problem.name), text);
    case "not-here":
      return client.numeric("401", toNick(problem.name), text);
    case "no-room":
      return client.numeric("403", toChannel(problem.room), text);
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
      return client.numeric("464", text);
    case "hello-first":
      return client.numeric("451", text);
    case "already-in":
      return client.numeric("462", text);
    default:
      return client.fail("*", problem.code.toUpperCase().replaceAll("-", "_"), text);
  }
}
