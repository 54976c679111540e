/**
 * What IRC clients are told of rooms when they ask: topics, names, lists.
 *
 * @module
 */

import type { Room } from "../../core/rooms.ts";
import type { IrcClient } from "./client.ts";
import type { IrcOutput } from "./output.ts";
import { prefixFor } from "./events.ts";
import { byteLength, formatLine, LINE_BYTES } from "./line.ts";
import { fromChannel, toChannel, toNick } from "./spelling.ts";

/** Finds the room of a channel, if its client may learn of it. */
export function findRoom({ server: { hub }, session }: IrcClient, channel: string): Room | undefined {
  const name = fromChannel(channel);
  if (name === undefined) return undefined;
  const own = session.person.membershipIn(name)?.room; // Mostly it is one of their own.
  if (own !== undefined) return own;
  const room = hub.context.rooms.find(name);
  return room !== undefined && hub.mayLearnOf(session, room) ? room : undefined;
}

/** Gives since when a room is there, as far as that is known: for a room of the log, since its first message. In ms since 1970. */
export function createdAt({ server: { hub, startedAt } }: IrcClient, { name, madeAt }: Room): number {
  if (madeAt !== undefined) return madeAt;
  const { pages } = hub.context;
  const first = pages.first(name);
  const [message] = first < 1 ? [] : pages.read(name, { after: first - 1, limit: 1 });
  return message?.at ?? startedAt;
}

/** Tells a client what a room is about: RPL_TOPIC and RPL_TOPICWHOTIME. @param isAsked Set to say that there is no topic, too. */
export function sendTopic(client: IrcClient, name: string, isAsked: boolean): void {
  const { hub, people } = client.server;
  const topic = hub.context.rooms.find(name)?.topic;
  if (topic === undefined) {
    if (isAsked) client.numeric("331", toChannel(name), hub.words.irc.noTopic);
    return;
  }
  client.numeric("332", toChannel(name), topic.text);
  client.numeric("333", toChannel(name), people.sourceOf(topic.from), String(Math.floor(topic.at / 1000)));
}

/** Tells a client who is in some rooms: RPL_NAMREPLY for each, and one RPL_ENDOFNAMES. */
export function sendNames(client: IrcClient, channels: readonly string[]): void {
  const rooms = channels.map((channel) => findRoom(client, channel)).filter((room) => room !== undefined);
  const size = rooms.reduce((sum, room) => sum + room.size / 20, 1);
  client.sendList(namesOf(client, rooms, channels.join(",") || "*"), size);
}

function* namesOf(client: IrcClient, rooms: readonly Room[], asked: string): Generator<IrcOutput, void> {
  const { server, nick } = client;
  for (const room of rooms) {
    const sign = server.hub.context.moderation.mode(room.name).secret === true ? "@" : "=";
    const head = [nick, sign, toChannel(room.name)];
    const space = LINE_BYTES - byteLength(formatLine(server.name, "353", [...head, ": "]));
    let names = "";
    let size = 0; // Counted a name at a time: the line so far is not looked through for each.
    for (const name of [...room.members].map(({ member }) => shownName(client, room, member.name))) {
      const bytes = byteLength(name);
      if (names !== "" && size + 1 + bytes > space) {
        yield { tags: [], text: formatLine(server.name, "353", [...head, names]) };
        names = "";
      }
      size = names === "" ? bytes : size + 1 + bytes;
      names = names === "" ? name : `${names} ${name}`;
    }
    if (names !== "") yield { tags: [], text: formatLine(server.name, "353", [...head, names]) };
  }
  const { irc } = server.hub.words;
  yield { tags: [], text: formatLine(server.name, "366", [nick, asked, irc.endOfNames]) };
}

function shownName(client: IrcClient, room: Room, name: string): string {
  const shown = shownWithout(client, name);
  return `${prefixIn(client, room.name, name)}${shown}`;
}

/** Gives what stands before the nickname of somebody in a room: all of it for who knows multi-prefix, else the highest. */
export function prefixIn({ server: { people }, caps }: IrcClient, room: string, name: string): string {
  return prefixFor(people.rankIn(room, name), caps);
}

function shownWithout(client: IrcClient, name: string): string {
  return client.caps.has("userhost-in-names") ? client.server.people.sourceOf(name) : toNick(name);
}
