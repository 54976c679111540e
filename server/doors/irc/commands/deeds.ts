/**
 * KICK, INVITE, KILL, OPER and REDACT (RFC 2812, sections 3.1.4, 3.2.7, 3.2.8 and 3.7.1;
 * https://ircv3.net/specs/extensions/message-redaction).
 *
 * @module
 */

import { isAtLeast } from "../../../../protocol/rights.ts";
import type { Problem } from "../../../../protocol.ts";
import type { Person } from "../../../core/members.ts";
import type { Room } from "../../../core/rooms.ts";
import type { IrcClient } from "../client.ts";
import { parseMessageId } from "../message_lines.ts";
import { MOST } from "../limits.ts";
import type { IrcLine } from "../line.ts";
import { findRoom } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { toChannel, toNick } from "../spelling.ts";
import { sendDeed } from "./send_deed.ts";

/** Finds the room of a deed, in which the client must be, unless they are in charge of the server; else tells them what is wrong. */
function ownRoom(client: IrcClient, channel: string): Room | undefined {
  const { server: { hub }, session } = client;
  const { irc } = hub.words;
  const room = findRoom(client, channel);
  if (room === undefined) return void client.numeric("403", channel, irc.noChannel);
  const isInCharge = isAtLeast(hub.context.moderation.rank(session.person), "moderator");
  if (session.person.isIn(room.name) || isInCharge) return room;
  return void client.numeric("442", channel, irc.notInChannel);
}

function findPerson(client: IrcClient, nick: string): Person | undefined {
  const person = client.server.people.find(nameOf(nick) ?? "");
  if (person === undefined) client.numeric("401", nick, client.server.hub.words.irc.noSuchNick);
  return person;
}

/** Tells a refusal by the numeric for who may not, where it is that. */
function refusedIn(client: IrcClient, channel: string): (problem: Problem, text: string) => boolean {
  return ({ code }, text) => {
    if (code !== "not-allowed") return false;
    client.numeric("482", channel, text);
    return true;
  };
}

/** Handles KICK, with one room or as many as there are nicknames. */
export function kick(client: IrcClient, { params: [channels = "", nicks = "", why] }: IrcLine): void {
  const { irc } = client.server.hub.words;
  if (channels === "" || nicks === "") return client.numeric("461", "KICK", irc.needMore);
  const rooms = channels.split(",");
  const names = nicks.split(",").slice(0, MOST.kicked);
  if (rooms.length > 1 && rooms.length !== names.length) return client.numeric("461", "KICK", irc.needMore);
  for (const [index, nick] of names.entries()) {
    if (index > 0) client.countAsLine();
    const channel = rooms[index] ?? channels;
    const room = ownRoom(client, channel);
    if (room !== undefined) kickFrom(client, room, nick, why);
  }
}

function kickFrom(client: IrcClient, room: Room, nick: string, why: string | undefined): void {
  const { hub } = client.server;
  const channel = toChannel(room.name);
  if (!isAtLeast(hub.context.moderation.rank(client.session.person, room.name), "operator")) {
    return client.numeric("482", channel, hub.words.irc.needOperator);
  }
  const person = findPerson(client, nick);
  if (person === undefined) return;
  if (!person.isIn(room.name)) {
    return client.numeric("441", toNick(person.name), channel, hub.words.irc.notThere);
  }
  client.onRefusal(refusedIn(client, channel));
  const reason = why === undefined || why === "" ? {} : { why };
  sendDeed(client, { do: "kick", room: room.name, name: person.name, person: person.publicId, ...reason });
}

/** Handles INVITE of one or several people into a room; alone it lists the rooms that one is invited to. */
export function invite(client: IrcClient, { params: [nicks = "", channel = ""] }: IrcLine): void {
  const { hub } = client.server;
  const { irc } = hub.words;
  if (nicks === "") return sendInvitations(client);
  if (channel === "") return client.numeric("461", "INVITE", irc.needMore);
  const room = ownRoom(client, channel);
  if (room === undefined) return;
  for (const [index, nick] of nicks.split(",").slice(0, MOST.invited).entries()) {
    if (index > 0) client.countAsLine();
    const person = findPerson(client, nick);
    if (person === undefined) continue;
    if (person.isIn(room.name)) {
      client.numeric("443", toNick(person.name), toChannel(room.name), irc.isThere);
      continue;
    }
    client.onRefusal(refusedIn(client, toChannel(room.name)));
    sendDeed(client, { do: "invite", room: room.name, name: person.name, person: person.publicId });
  }
}

/** Tells a client which rooms it is invited to: RPL_INVITELIST and RPL_ENDOFINVITELIST (https://modern.ircdocs.horse/#rplinvitelist-336). */
function sendInvitations(client: IrcClient): void {
  const { hub } = client.server;
  for (const room of hub.context.moderation.invitationsOf(client.session.person)) {
    client.numeric("336", toChannel(room));
  }
  client.numeric("337", hub.words.irc.endOfInvitations);
}

/** Handles KILL: who is in charge of the server removes somebody from it, for a minute. */
export function kill(client: IrcClient, { params: [nick = "", why = ""] }: IrcLine): void {
  const { hub } = client.server;
  const { irc } = hub.words;
  if (nick === "") return client.numeric("461", "KILL", irc.needMore);
  if (!isAtLeast(hub.context.moderation.rank(client.session.person), "moderator")) {
    return client.numeric("481", irc.needModerator);
  }
  const person = findPerson(client, nick);
  if (person === undefined) return;
  client.onRefusal((problem, text) => {
    if (problem.code !== "not-allowed") return false;
    client.numeric("481", text);
    return true;
  });
  const reason = why === "" ? {} : { why };
  sendDeed(client, { do: "kick", name: person.name, person: person.publicId, ...reason });
}

/** Handles OPER: who is in charge of the server is known by their account, so this logs in to one that is. */
export function oper(client: IrcClient, { params: [name = "", password = ""] }: IrcLine): void {
  const { server: { hub }, session } = client;
  const { irc } = hub.words;
  if (name === "" || password === "") return client.numeric("461", "OPER", irc.needMore);
  if (isAtLeast(hub.context.moderation.rank(session.person), "moderator")) {
    return client.numeric("381", irc.youAreOper);
  }
  if (session.person.account !== undefined) return client.numeric("491", irc.noOper);
  client.ownRefusal = "464";
  const login = { name: nameOf(name) ?? name, password };
  hub.logIn(session, login, ({ role }) => isAtLeast(role, "moderator"), () => {
    client.ownRefusal = undefined;
    client.numeric("381", irc.youAreOper);
    client.fromPerson("MODE", client.nick, "+o");
  });
}

/** Handles REDACT of a message of a room. */
export function redact(client: IrcClient, { params: [channel = "", id = "", why = ""] }: IrcLine): void {
  const { hub } = client.server;
  const { irc } = hub.words;
  const fail = (code: string, ...context: readonly string[]): void => client.fail("REDACT", code, ...context);
  if (channel === "" || id === "") return fail("NEED_MORE_PARAMS", irc.needMore);
  const room = findRoom(client, channel);
  if (room === undefined || !client.session.person.isIn(room.name)) {
    return fail("INVALID_TARGET", channel, irc.noChannel);
  }
  const parsed = parseMessageId(id);
  if (parsed?.room !== room.name) return fail("UNKNOWN_MSGID", channel, id, irc.noMessage);
  client.onRefusal(({ code }, text) => {
    const named = REDACT_CODES[code];
    if (named !== undefined) fail(named, channel, id, text);
    return named !== undefined;
  });
  sendDeed(client, { do: "delete", room: room.name, seq: parsed.seq, ...(why !== "" && { why }) });
}

/** What the specification calls what is refused. */
const REDACT_CODES: Partial<Record<Problem["code"], string>> = {
  "no-message": "UNKNOWN_MSGID",
  "too-late": "REDACT_WINDOW_EXPIRED",
  "not-allowed": "REDACT_FORBIDDEN",
};
