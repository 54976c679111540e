/**
 * What an IRC client is told when it is in.
 *
 * @module
 */

import { AWAY_CHARS, DEFAULT_ROOM, NAME_CHARS, ROOM_CHARS, TOPIC_CHARS } from "../../../protocol/limits.ts";
import { MOST } from "./limits.ts";
import { isAtLeast } from "../../../protocol/rights.ts";
import type { IrcClient } from "./client.ts";
import { CHANNEL_MODES } from "./modes.ts";

/** What a server can do, as RPL_ISUPPORT has it (https://modern.ircdocs.horse/#rplisupport-parameters). */
function supported(client: IrcClient): readonly string[] {
  const { limits } = client.server.hub;
  return [
    "CASEMAPPING=ascii",
    "CHANTYPES=#",
    `CHANLIMIT=#:${limits.roomsPerMember}`,
    `CHANMODES=${CHANNEL_MODES}`,
    "EXCEPTS",
    "INVEX",
    "EXTBAN=,m",
    `MODES=${MOST.modes}`,
    "PREFIX=(ov)@+",
    `NICKLEN=${NAME_CHARS}`,
    `CHANNELLEN=${ROOM_CHARS + 1}`,
    `TOPICLEN=${TOPIC_CHARS}`,
    `AWAYLEN=${AWAY_CHARS}`,
    `NETWORK=${client.server.title.replaceAll(" ", "\\x20") || "chat"}`,
    `CHATHISTORY=${MOST.history}`,
    "MSGREFTYPES=msgid,timestamp",
    `MONITOR=${MOST.monitored}`,
    "ELIST=CMNTU",
    "SAFELIST",
    "UTF8ONLY",
    "WHOX",
    `TARGMAX=JOIN:,PART:,NAMES:,PRIVMSG:4,NOTICE:4,TAGMSG:4,WHOIS:1,KICK:${MOST.kicked},INVITE:${MOST.invited}`,
  ];
}

/** How many parameters stand in one RPL_ISUPPORT. */
const SUPPORTED_PER_LINE = 12;

/** Welcomes a client: who it is, what the server is and can do, how many are here, and what to do next. */
export function welcome(client: IrcClient): void {
  const { server } = client;
  const { irc } = server.hub.words;
  const { person } = client.session;
  const { user = "chat", realName } = client.introduction;
  server.people.identify(person, { user, realName: realName || person.name });
  client.numeric("001", irc.welcome(server.title, client.nick));
  client.numeric("002", irc.yourHost(server.name));
  client.numeric("003", irc.created(new Date(server.startedAt).toISOString()));
  client.numeric("004", server.name, "chat", "io", "IMRbeiklmnostv", "Ibeklov");
  const all = supported(client);
  for (let at = 0; at < all.length; at += SUPPORTED_PER_LINE) {
    client.numeric("005", ...all.slice(at, at + SUPPORTED_PER_LINE), irc.areSupported);
  }
  sendUsers(client);
  sendMotd(client);
}

/** Tells how many people and rooms there are: the replies to LUSERS. */
export function sendUsers(client: IrcClient): void {
  const { server } = client;
  const { irc } = server.hub.words;
  const people = server.countPeople();
  const { hub } = server;
  const rooms = [...hub.context.rooms.all].filter((room) =>
    room.size > 0 && hub.mayLearnOf(client.session, room)
  );
  const most = server.mostPeople;
  client.numeric("251", irc.users(people));
  const { moderation, nicknames } = server.hub.context;
  const inCharge = [...nicknames.all].filter((person) => isAtLeast(moderation.rank(person), "moderator"));
  client.numeric("252", String(inCharge.length), irc.operators);
  client.numeric("253", String(server.unregistered), irc.unknown);
  client.numeric("254", String(rooms.length), irc.channels);
  client.numeric("255", irc.clients(people));
  client.numeric("265", String(people), String(most), irc.localUsers(people, most));
  client.numeric("266", String(people), String(most), irc.globalUsers(people, most));
}

/** Tells what to do next: the message of the day. */
export function sendMotd(client: IrcClient): void {
  const { server } = client;
  const { irc } = server.hub.words;
  client.numeric("375", irc.motdStart(server.name));
  for (const line of irc.motd(DEFAULT_ROOM)) client.numeric("372", `- ${line}`);
  client.numeric("376", irc.motdEnd);
}
