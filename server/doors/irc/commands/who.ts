/**
 * WHO and WHOX (RFC 2812, section 3.6.1; https://ircv3.net/specs/extensions/whox).
 *
 * @module
 */

import { nameKey } from "../../../../protocol/names.ts";
import type { Person } from "../../../core/members.ts";
import type { Room } from "../../../core/rooms.ts";
import type { IrcClient } from "../client.ts";
import type { IrcOutput } from "../output.ts";
import { formatLine, type IrcLine } from "../line.ts";
import { isMask, matcher } from "../mask.ts";
import { isAtLeast } from "../../../../protocol/rights.ts";
import { hostOf } from "../people.ts";
import { findRoom, prefixIn } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { fromChannel, toChannel, toNick } from "../spelling.ts";

/** Who is listed, and in which room. */
interface Listed {
  readonly person: Person;
  readonly room: Room | undefined;
}

/** The fields of WHOX in the order of its reply. */
const FIELDS = ["t", "c", "u", "i", "h", "s", "n", "f", "d", "l", "a", "o", "r"] as const;

/** Handles WHO. */
export function who(client: IrcClient, { params: [asked = "", options = ""] }: IrcLine): void {
  const { server } = client;
  if (asked === "") return client.numeric("461", "WHO", server.hub.words.irc.needMore);
  client.beginLongAnswer();
  const reply = (listed: Listed): IrcOutput => replyTo(client, listed, options);
  const end: IrcOutput = {
    tags: [],
    text: formatLine(server.name, "315", [client.nick, asked, server.hub.words.irc.endOfWho]),
  };
  if (isMask(asked)) return client.sendBulk(search(client, asked, reply, end));
  const listed = find(client, asked);
  client.sendList(linesOf(listed, reply, end), listed.length);
}

function find(client: IrcClient, asked: string): readonly Listed[] {
  const { people } = client.server;
  if (fromChannel(asked) === undefined) {
    const person = people.find(nameOf(asked) ?? "");
    return person === undefined ? [] : [{ person, room: undefined }];
  }
  const room = findRoom(client, asked);
  return room === undefined ? [] : [...room.members].flatMap(({ member: { name } }) => {
    const person = people.find(name);
    return person === undefined ? [] : [{ person, room }];
  });
}

function* linesOf(
  listed: readonly Listed[],
  reply: (listed: Listed) => IrcOutput,
  end: IrcOutput,
): Generator<IrcOutput, void> {
  for (const one of listed) yield reply(one);
  yield end;
}

/** Goes through everybody who is in, a person a step. */
function* search(
  client: IrcClient,
  mask: string,
  reply: (listed: Listed) => IrcOutput,
  end: IrcOutput,
): Generator<IrcOutput | undefined, void> {
  const matches = matcher(nameKey(mask));
  for (const person of [...client.server.hub.context.nicknames.all]) {
    const isFound = matches(nameKey(toNick(person.name))) && isVisible(client, person);
    yield isFound ? reply({ person, room: undefined }) : undefined;
  }
  yield end;
}

/** Tells whether a mask finds somebody. */
function isVisible(client: IrcClient, person: Person): boolean {
  const own = client.session.person;
  return person === own || !client.server.isInvisible(person) ||
    person.memberships.some(({ room }) => own.isIn(room.name));
}

/** Makes the reply about one person: in the fields of WHOX where those are asked for. */
function replyTo(client: IrcClient, listed: Listed, options: string): IrcOutput {
  const { server, nick } = client;
  const [, fields, type = "0"] = /^[^%]*%([a-z]*)(?:,(\d{1,3}))?$/i.exec(options) ?? [];
  const params = fields === undefined
    ? replyOf(client, listed)
    : extendedReplyOf(client, listed, fields, type);
  return { tags: [], text: formatLine(server.name, fields === undefined ? "352" : "354", [nick, ...params]) };
}

/** `H` for here, `G` for gone away, `*` for who is in charge of the server, and what they are in the room. */
function flagsOf(client: IrcClient, { person, room }: Listed): string {
  const isInCharge = isAtLeast(client.server.hub.context.moderation.rank(person), "moderator");
  const prefix = room === undefined ? "" : prefixIn(client, room.name, person.name);
  return `${person.away === undefined ? "H" : "G"}${isInCharge ? "*" : ""}${prefix}`;
}

function replyOf(client: IrcClient, listed: Listed): readonly string[] {
  const { person, room } = listed;
  const { server } = client;
  const { user, realName } = server.people.identityOf(person);
  return [
    room === undefined ? "*" : toChannel(room.name),
    user,
    hostOf(person),
    server.name,
    toNick(person.name),
    flagsOf(client, listed),
    `0 ${realName}`,
  ];
}

function extendedReplyOf(client: IrcClient, listed: Listed, wanted: string, type: string): readonly string[] {
  const { person, room } = listed;
  const { server } = client;
  const { user, realName } = server.people.identityOf(person);
  const idle = Math.max(0, Math.floor((server.hub.context.clock.elapsed() - person.activeAt) / 1000));
  const values: Readonly<Record<(typeof FIELDS)[number], string>> = {
    t: type,
    c: room === undefined ? "*" : toChannel(room.name),
    u: user,
    i: "255.255.255.255", // Nobody's address is told: https://ircv3.net/specs/extensions/whox says so.
    h: hostOf(person),
    s: server.name,
    n: toNick(person.name),
    f: flagsOf(client, listed),
    d: "0",
    l: String(idle),
    a: server.people.accountOf(person.name) ?? "0",
    o: "n/a",
    r: realName,
  };
  return FIELDS.filter((field) => wanted.includes(field)).map((field) => values[field]);
}
