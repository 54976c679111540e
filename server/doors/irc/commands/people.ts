/**
 * WHO, WHOIS, WHOWAS, USERHOST, ISON, AWAY and SETNAME (RFC 2812, sections 3.6 and 4; WHOX and SETNAME of IRCv3).
 *
 * @module
 */

import { cleanLine, firstChars } from "../../../../protocol/text.ts";
import { countTowardsFlood } from "../../../core/commands.ts";
import type { Person } from "../../../core/members.ts";
import type { IrcClient } from "../client.ts";
import { formatTime, type IrcOutput, tagsFrom } from "../output.ts";
import { REAL_NAME_CHARS } from "../limits.ts";
import { formatLine, type IrcLine } from "../line.ts";
import { isAtLeast } from "../../../../protocol/rights.ts";
import { hostOf } from "../people.ts";
import { prefixIn } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { toChannel, toNick } from "../spelling.ts";

/** Handles WHOIS, with or without the name of a server before the nickname. */
export function whois(client: IrcClient, { params }: IrcLine): void {
  const { server } = client;
  const { irc } = server.hub.words;
  const asked = params[1] ?? params[0] ?? "";
  if (asked === "") return client.numeric("431", irc.noNick);
  client.beginLongAnswer();
  const person = server.people.find(nameOf(asked) ?? "");
  if (person === undefined) client.numeric("401", asked, irc.noSuchNick);
  else describe(client, person);
  client.numeric("318", person === undefined ? asked : toNick(person.name), irc.endOfWhois);
}

function describe(client: IrcClient, person: Person): void {
  const { server, session } = client;
  const { irc } = server.hub.words;
  const nick = toNick(person.name);
  const { user, realName } = server.people.identityOf(person);
  client.numeric("311", nick, user, hostOf(person), "*", realName);
  const rooms = person.memberships.filter(({ room }) => server.hub.mayLearnOf(session, room))
    .map(({ room }) => room.name)
    .filter((room) => !server.isInvisible(person) || session.person.isIn(room) || person === session.person);
  if (rooms.length > 0) {
    const shown = rooms.map((room) => `${prefixIn(client, room, person.name)}${toChannel(room)}`);
    client.numeric("319", nick, shown.join(" "));
  }
  client.numeric("312", nick, server.name, server.title);
  const { moderation } = server.hub.context;
  if (isAtLeast(moderation.rank(person), "moderator")) client.numeric("313", nick, irc.isInCharge);
  const account = server.people.accountOf(person.name);
  if (account !== undefined) client.numeric("330", nick, account, irc.isLoggedIn);
  const [first] = person.sessions;
  if (first !== undefined && isAtLeast(moderation.rank(session.person), "moderator")) {
    client.numeric("338", nick, first.host, irc.comesFrom);
  }
  if (person.away !== undefined) client.numeric("301", nick, person.away || "away");
  const idle = Math.max(0, Math.floor((server.hub.context.clock.elapsed() - person.activeAt) / 1000));
  client.numeric("317", nick, String(idle), String(Math.floor(person.since / 1000)), irc.idle);
  if (person.sessions.some((one) => server.isSecure(one))) client.numeric("671", nick, irc.secure);
}

/** Handles WHOWAS. */
export function whowas(client: IrcClient, { params: [asked = "", count = ""] }: IrcLine): void {
  const { server } = client;
  const { irc } = server.hub.words;
  if (asked === "") return client.numeric("431", irc.noNick);
  client.beginLongAnswer();
  const most = Number(count) > 0 ? Number(count) : Infinity;
  const former = server.people.former(nameOf(asked) ?? "").slice(0, most);
  if (former.length === 0) client.numeric("406", asked, irc.wasNoNick);
  for (const { name, user, realName, host, at } of former) {
    client.numeric("314", toNick(name), user, host, "*", realName);
    client.numeric("312", toNick(name), server.name, formatTime(at));
  }
  client.numeric("369", asked, irc.endOfWhowas);
}

/** Handles USERHOST: at most five nicknames. */
export function userhost(client: IrcClient, { params }: IrcLine): void {
  const { server } = client;
  if (params.length === 0) return client.numeric("461", "USERHOST", server.hub.words.irc.needMore);
  const replies = params.slice(0, 5).flatMap((asked) => {
    const person = server.people.find(nameOf(asked) ?? "");
    if (person === undefined) return [];
    const { user } = server.people.identityOf(person);
    return [`${toNick(person.name)}=${person.away === undefined ? "+" : "-"}${user}@${hostOf(person)}`];
  });
  client.numeric("302", replies.join(" "));
}

/** Handles ISON. */
export function ison(client: IrcClient, { params }: IrcLine): void {
  const { people } = client.server;
  if (params.length === 0) return client.numeric("461", "ISON", client.server.hub.words.irc.needMore);
  const asked = params.flatMap((param) => param.split(" "));
  client.numeric("303", asked.filter((one) => people.find(nameOf(one) ?? "") !== undefined).join(" "));
}

/** Handles AWAY. */
export function away(client: IrcClient, { params: [why = ""] }: IrcLine): void {
  const frame = why === "" ? { type: "back" } as const : { type: "away", why } as const;
  client.server.hub.receive(client.session, { ok: true, frame });
}

/** Handles SETNAME. */
export function setname(client: IrcClient, { params: [given = ""] }: IrcLine): void {
  const { server } = client;
  const realName = firstChars(cleanLine(given), REAL_NAME_CHARS);
  if (realName === "") return client.fail("SETNAME", "INVALID_REALNAME", server.hub.words.irc.needMore);
  const { person } = client.session;
  countTowardsFlood(server.hub.context, client.session, false);
  const muted = server.hub.context.moderation.muteProblem(person);
  if (muted !== undefined) { // Others read it, so it is one more way to say something.
    return client.fail("SETNAME", "CANNOT_CHANGE_REALNAME", server.hub.words.problem(muted));
  }
  server.people.identify(person, { ...server.people.identityOf(person), realName });
  const line: IrcOutput = {
    tags: tagsFrom(server.people, person.name, server.hub.now(), person.publicId),
    text: formatLine(client.source, "SETNAME", [realName]),
  };
  client.send(line);
  for (const other of server.clientsToldOf(person, "setname")) {
    if (other !== client) other.notify(line);
  }
}
