/**
 * CHATHISTORY (https://ircv3.net/specs/extensions/chathistory): the log's messages, by the log's numbers.
 *
 * @module
 */

import type { MessageFrame } from "../../../../protocol.ts";
import type { IrcClient } from "../client.ts";
import { formatTime, type IrcOutput, messageLines, parseMessageId } from "../events.ts";
import { MOST } from "../limits.ts";
import { formatLine, type IrcLine } from "../line.ts";
import { findRoom } from "../room_replies.ts";
import { fromChannel, toChannel } from "../spelling.ts";

/** Numbers of messages, from the first to the last; none where the last is below the first. */
interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Handles CHATHISTORY. */
export function chathistory(
  client: IrcClient,
  { params: [given = "", target = "", ...rest] }: IrcLine,
): void {
  const { hub } = client.server;
  const { irc } = hub.words;
  const command = given.toUpperCase();
  const fail = (code: string, ...context: readonly string[]): void =>
    client.fail("CHATHISTORY", code, command || "*", ...context);
  if (command === "TARGETS") return sendTargets(client, target, rest);
  if (target === "" || rest.length < (command === "BETWEEN" ? 3 : 2)) {
    return fail("NEED_MORE_PARAMS", irc.needMore);
  }
  const limit = Number(rest.at(-1));
  if (!Number.isSafeInteger(limit) || limit < 0) {
    return fail("INVALID_PARAMS", rest.at(-1) ?? "", irc.badLimit);
  }
  // Words for one person alone are kept nowhere, so nothing is found: that is no fault.
  if (fromChannel(target) === undefined && client.server.people.find(target) !== undefined) {
    return sendBatch(client, target, []);
  }
  const room = findRoom(client, target);
  if (room === undefined || !client.session.person.isIn(room.name)) {
    return fail("INVALID_TARGET", target, irc.noChannel);
  }
  hub.context.pages.commitPending();
  const range = rangeOf(client, room.name, command, rest, Math.min(limit, MOST.history));
  if (range === undefined) return fail("INVALID_PARAMS", ...rest.slice(0, -1), irc.badSelector);
  const { pages } = hub.context;
  const count = Math.max(0, range.to - range.from + 1);
  const messages = count === 0 ? [] : pages.read(room.name, { after: range.from - 1, limit: count });
  sendBatch(client, toChannel(room.name), messages.filter(({ seq }) => seq <= range.to));
}

/** Gives the numbers that are asked for; `undefined` for a selector that cannot be read, or a command that is not known. */
function rangeOf(
  client: IrcClient,
  room: string,
  command: string,
  selectors: readonly string[],
  limit: number,
): SeqRange | undefined {
  const { pages } = client.server.hub.context;
  const [first, last] = [pages.first(room), pages.last(room)];
  const [one = "", other = ""] = selectors;
  const point = (selector: string): Point | undefined => pointOf(client, room, selector);
  switch (command) {
    case "LATEST": {
      const after = one === "*" ? { below: first - 1, from: first } : point(one);
      return after && { from: Math.max(after.from, last - limit + 1), to: last };
    }
    case "BEFORE": {
      const before = point(one);
      return before && { from: Math.max(first, before.below - limit + 1), to: before.below };
    }
    case "AFTER": {
      const after = point(one);
      return after && { from: Math.max(first, after.from), to: Math.min(last, after.from + limit - 1) };
    }
    case "AROUND": {
      const middle = point(one);
      const from = middle && Math.max(first, middle.below + 1 - Math.floor(limit / 2));
      return from === undefined ? undefined : { from, to: Math.min(last, from + limit - 1) };
    }
    case "BETWEEN": {
      const [begin, end] = [point(one), point(other)];
      if (begin === undefined || end === undefined) return undefined;
      return begin.below <= end.below
        ? { from: begin.from, to: Math.min(end.below, begin.from + limit - 1) }
        : { from: Math.max(end.from, begin.below - limit + 1), to: begin.below };
    }
    default:
      return undefined;
  }
}

/** A place between messages: the last one before it, and the first one after. */
interface Point {
  readonly below: number;
  readonly from: number;
}

function pointOf(client: IrcClient, room: string, selector: string): Point | undefined {
  const [, kind, value = ""] = /^(msgid|timestamp)=(.+)$/.exec(selector) ?? [];
  if (kind === "msgid") {
    const id = parseMessageId(value);
    return id?.room === room ? { below: id.seq - 1, from: id.seq + 1 } : undefined;
  }
  const at = kind === undefined ? NaN : Date.parse(value);
  if (Number.isNaN(at)) return undefined;
  const from = firstWhere(client, room, (message) => message.at > at);
  const below = firstWhere(client, room, (message) => message.at >= at) - 1;
  return { below, from };
}

/** Finds the number of the first message of which something is true, as it is of all later ones; one after the last if of none. */
function firstWhere(client: IrcClient, room: string, isTrue: (message: MessageFrame) => boolean): number {
  const { pages } = client.server.hub.context;
  let [low, high] = [pages.first(room), pages.last(room) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [message] = pages.read(room, { after: middle - 1, limit: 1 });
    if (message === undefined || isTrue(message)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sends messages as one batch. */
function sendBatch(client: IrcClient, target: string, messages: readonly MessageFrame[]): void {
  const { server, caps, session } = client;
  const batch = client.newBatch();
  const shown = messages.filter((message) => session.person.shows(message) && isPlayedBack(client, message));
  const lines = shown.flatMap((message) => messageLines(message, server.people, caps));
  const isBatch = caps.has("batch");
  if (isBatch) client.send(batchLine(server.name, [`+${batch}`, "chathistory", target]));
  client.sendList(lines.map((line) => isBatch ? inBatch(line, batch) : line), lines.length);
  if (isBatch) client.send(batchLine(server.name, [`-${batch}`]));
}

/** Topics are events: only clients that asked for those are shown them again. */
function isPlayedBack(client: IrcClient, message: MessageFrame): boolean {
  return message.topic !== true || client.caps.has("draft/event-playback");
}

function batchLine(server: string, params: readonly string[]): IrcOutput {
  return { tags: [], text: formatLine(server, "BATCH", params) };
}

/** Puts a line into a batch; a line of a batch of its own is in it by that. */
function inBatch(line: IrcOutput, batch: string): IrcOutput {
  return line.tags.some(([name]) => name === "batch")
    ? line
    : { ...line, tags: [...line.tags, ["batch", batch]] };
}

/** Lists the rooms in which something was said between two times. */
function sendTargets(client: IrcClient, one: string, [other = "", given = ""]: readonly string[]): void {
  const { server, session } = client;
  const { irc } = server.hub.words;
  const times = [one, other].map((selector) => Date.parse(selector.replace(/^timestamp=/, "")));
  const limit = Number(given);
  if (times.some(Number.isNaN) || !Number.isSafeInteger(limit) || limit < 0) {
    return client.fail("CHATHISTORY", "INVALID_PARAMS", "TARGETS", one, other, irc.badSelector);
  }
  const [begin = 0, end = 0] = times.toSorted((a, b) => a - b);
  const found = session.person.memberships.flatMap(({ room }) => {
    const last = server.hub.context.pages.last(room.name);
    const [message] = last === 0
      ? []
      : server.hub.context.pages.read(room.name, { before: last + 1, limit: 1 });
    return message !== undefined && message.at > begin && message.at < end
      ? [{ room: room.name, at: message.at }]
      : [];
  }).toSorted((a, b) => a.at - b.at).slice(0, Math.min(limit, MOST.history));
  const batch = client.newBatch();
  client.send(batchLine(server.name, [`+${batch}`, "draft/chathistory-targets"]));
  for (const { room, at } of found) {
    const text = formatLine(server.name, "CHATHISTORY", ["TARGETS", toChannel(room), formatTime(at)]);
    client.send({ tags: [["batch", batch]], text });
  }
  client.send(batchLine(server.name, [`-${batch}`]));
}
