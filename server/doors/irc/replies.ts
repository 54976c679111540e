/**
 * What a server tells one client, in IRC's words.
 *
 * Numerics are those of RFC 2812, section 5, and https://modern.ircdocs.horse.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { Reply } from "../../../protocol.ts";
import type { IrcClient } from "./client.ts";
import { lineFor, sendMark } from "./read_marks.ts";
import { tagsFrom } from "./output.ts";
import { joinLines, kickLine } from "./events.ts";
import { formatBare, formatLine } from "./line.ts";
import { showProblem } from "./problems.ts";
import { sendNames, sendTopic } from "./room_replies.ts";
import { toChannel, toNick } from "./spelling.ts";
import { welcome } from "./welcome.ts";

/** Shows a client a reply. */
export function showReply(client: IrcClient, frame: Reply): void {
  const { server } = client;
  switch (frame.type) {
    case "welcome":
      welcome(client);
      return frame.room === "" ? undefined : showRoom(client, frame.room);
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
      // That lines are read slowly is not told: IRC's servers all do, and nothing is lost.
      return frame.code === "slowed" ? undefined : notice(client, frame.text);
    case "delivered":
      if (frame.waited === true) notice(client, server.hub.words.arrivedAt(frame.to));
      return;
    case "moderated":
      return showModerated(client, frame);
    case "done":
      if (frame.do === "invite") client.numeric("341", toNick(frame.name ?? ""), toChannel(frame.room ?? ""));
      return;
    case "claimed":
      return client.fromServer(
        "REGISTER",
        "SUCCESS",
        toNick(frame.name),
        server.hub.words.irc.loggedIn(frame.name),
      );
    case "read":
      if (client.caps.has("draft/read-marker")) {
        client.notify({ tags: [], text: lineFor(client, toChannel(frame.room)) });
      }
      return;
    case "bye":
      return client.notify({ tags: [], text: formatBare("ERROR", frame.text) });
    case "ping":
      return client.notify({ tags: [], text: formatBare("PING", server.name) });
    default:
      return; // What is asked for by frames that this door does not send.
  }
}

/** Tells a client what somebody in charge has done that is not told to a room. */
function showModerated(client: IrcClient, frame: Extract<Reply, { readonly type: "moderated" }>): void {
  const { people, hub } = client.server;
  if (frame.do !== "invite" || frame.room === undefined) {
    return notice(client, hub.words.deeds.moderated(frame).replace(/^-+ /, ""));
  }
  const text = formatLine(people.sourceOf(frame.by), "INVITE", [client.nick, toChannel(frame.room)]);
  client.notify({ tags: tagsFrom(people, frame.by, frame.at), text });
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
  const { name, publicId: person } = session.person;
  const [line] = joinLines({ room, name, person, at: server.hub.now() }, server.people, told);
  if (line !== undefined) client.send(line); // What it is there it sees in the names.
  sendTopic(client, room, false);
  if (caps.has("draft/read-marker")) sendMark(client, toChannel(room));
  sendNames(client, [toChannel(room)]);
}

function showParted(client: IrcClient, room: string): void {
  client.shownRooms.delete(nameKey(room));
  client.own.forget(room);
  const { word, label } = client.departures.takeParting(room);
  const removal = client.departures.takeRemoval(room);
  const at = client.server.hub.now();
  if (removal !== undefined) {
    return client.notify(
      kickLine({ ...removal, room, name: client.session.person.name, at }, client.server.people),
    );
  }
  const params = [toChannel(room), ...(word === undefined || word === "" ? [] : [word])];
  const { name, publicId } = client.session.person;
  const tags = tagsFrom(client.server.people, name, at, publicId);
  client.notify({
    tags: label === undefined ? tags : [...tags, ["label", label]],
    text: formatLine(client.source, "PART", params),
  });
}
