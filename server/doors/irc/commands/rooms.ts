/**
 * JOIN, PART, TOPIC, NAMES and LIST (RFC 2812, section 3.2).
 *
 * @module
 */

import { nameKey, parseRoom } from "../../../../protocol/names.ts";
import type { Room } from "../../../core/rooms.ts";
import type { IrcClient } from "../client.ts";
import type { IrcOutput } from "../output.ts";
import { formatLine, type IrcLine, LINE_BYTES } from "../line.ts";
import { matcher } from "../mask.ts";
import { fitsOneLine } from "../message_lines.ts";
import { createdAt, findRoom, sendNames, sendTopic } from "../room_replies.ts";
import { fromChannel, toChannel } from "../spelling.ts";

/** Handles JOIN; `JOIN 0` leaves all rooms. */
export function join(client: IrcClient, { params: [channels = "", words = ""] }: IrcLine): void {
  const { hub } = client.server;
  if (channels === "") return client.numeric("461", "JOIN", hub.words.irc.needMore);
  if (channels === "0") {
    for (const { room } of client.session.person.memberships) partRoom(client, room, "");
    return;
  }
  client.beginLongAnswer();
  const keys = words.split(",");
  const asked = channels.split(",");
  for (const [index, channel] of [...new Set(asked)].entries()) {
    if (index > 0) client.countAsLine();
    const key = keys[asked.indexOf(channel)] ?? "";
    const room = parseRoom(fromChannel(channel) ?? " ");
    client.noteAsked(channel);
    if (room !== undefined && client.session.person.membershipIn(room) !== undefined) continue;
    if (room === undefined) {
      client.numeric("403", channel, hub.words.irc.noChannel);
      continue;
    }
    hub.receive(client.session, { ok: true, frame: { type: "join", room, ...(key !== "" && { key }) } });
  }
}

/** Handles PART. */
export function part(client: IrcClient, { params: [channels = "", word = ""] }: IrcLine): void {
  const { irc } = client.server.hub.words;
  if (channels === "") return client.numeric("461", "PART", irc.needMore);
  for (const [index, channel] of channels.split(",").entries()) {
    if (index > 0) client.countAsLine();
    const room = findRoom(client, channel);
    if (room === undefined) client.numeric("403", channel, irc.noChannel);
    else if (!client.session.person.isIn(room.name)) client.numeric("442", channel, irc.notInChannel);
    else partRoom(client, room, word);
  }
}

function partRoom(client: IrcClient, { name: room }: Room, word: string): void {
  client.departures.notePart(room, { word, label: client.response.takeLabel() });
  client.server.hub.receive(client.session, {
    ok: true,
    frame: { type: "part", room, ...(word !== "" && { word }) },
  });
}

/** Handles TOPIC. */
export function topic(client: IrcClient, { params: [channel = "", text] }: IrcLine): void {
  const { hub } = client.server;
  const { irc } = hub.words;
  if (channel === "") return client.numeric("461", "TOPIC", irc.needMore);
  const room = findRoom(client, channel);
  if (room === undefined) return client.numeric("403", channel, irc.noChannel);
  if (text === undefined) return sendTopic(client, room.name, true);
  if (!client.session.person.isIn(room.name)) return client.numeric("442", channel, irc.notInChannel);
  if (!fitsOneLine(client.source, "TOPIC", channel, text)) {
    return client.session.problem({ code: "line-too-long", limit: LINE_BYTES });
  }
  const { response } = client;
  const isSent = client.own.sendInTurn({ label: response.label, extras: undefined }, () => {
    hub.receive(client.session, { ok: true, frame: { type: "topic", room: room.name, text } });
  });
  client.session.rulings.run(() => {
    if (isSent()) response.takeLabel(); // It comes back with the message; a refusal has it at once.
  });
}

/** How many rooms NAMES without any tells of. */
const MOST_ROOMS = 100;

/** Handles NAMES. */
export function names(client: IrcClient, { params: [channels = ""] }: IrcLine): void {
  client.beginLongAnswer();
  if (channels !== "") return sendNames(client, [...new Set(channels.split(","))].slice(0, MOST_ROOMS));
  const { server: { hub }, session } = client;
  const all = [...hub.context.rooms.all].filter((room) => room.size > 0 && hub.mayLearnOf(session, room))
    .slice(0, MOST_ROOMS);
  for (const { name } of all) sendNames(client, [toChannel(name)]);
  client.numeric("366", "*", client.server.hub.words.irc.endOfNames);
}

/** Handles LIST, also with the conditions of ELIST: masks (M, N), numbers of people (U), minutes since it was made (C) or its topic set (T). */
export function list(client: IrcClient, { params: [conditions = ""] }: IrcLine): void {
  const { hub } = client.server;
  client.beginLongAnswer();
  const tests = conditions.split(",").filter((one) => one !== "").slice(0, MOST_CONDITIONS)
    .map((one) => conditionOf(one, client));
  const isMeant = (room: Room): boolean => isListed(room, client) && tests.every((test) => test(room));
  client.sendBulk(listOf(client, [...hub.context.rooms.all], isMeant));
}

/** How many conditions LIST looks at, as each is tried on every room. */
const MOST_CONDITIONS = 8;

function isListed(room: Room, client: IrcClient): boolean {
  const { name, size } = room;
  if (!client.server.hub.mayLearnOf(client.session, room)) return false;
  return size > 0 || client.server.hub.context.pages.last(name) > 0;
}

function conditionOf(written: string, client: IrcClient): (room: Room) => boolean {
  const now = client.server.hub.now();
  const [, kind, sign, number] = /^([CT]?)([<>])(\d+)$/i.exec(written) ?? [];
  if (kind !== undefined && sign !== undefined) {
    const value = Number(number);
    const compare = (found: number): boolean => sign === ">" ? found > value : found < value;
    if (kind === "") return ({ size }) => compare(size);
    if (kind.toUpperCase() === "C") return (room) => compare((now - createdAt(client, room)) / 60_000);
    return ({ topic }) => topic !== undefined && compare((now - topic.at) / 60_000);
  }
  const isNot = written.startsWith("!");
  const matches = matcher(nameKey(isNot ? written.slice(1) : written));
  return ({ name }) => matches(nameKey(toChannel(name))) !== isNot;
}

/** Goes through all rooms, a room a step. */
function* listOf(
  client: IrcClient,
  rooms: readonly Room[],
  isMeant: (room: Room) => boolean,
): Generator<IrcOutput | undefined, void> {
  const { nick, server } = client;
  const { irc } = server.hub.words;
  const numeric = (code: string, ...params: readonly string[]): IrcOutput => ({
    tags: [],
    text: formatLine(server.name, code, [nick, ...params]),
  });
  yield numeric("321", "Channel", irc.listHead);
  for (const room of rooms) {
    const { name, size, topic } = room;
    yield isMeant(room) ? numeric("322", toChannel(name), String(size), topic?.text ?? "") : undefined;
  }
  yield numeric("323", irc.endOfList);
}
