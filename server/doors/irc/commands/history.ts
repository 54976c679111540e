/**
 * CHATHISTORY (https://ircv3.net/specs/extensions/chathistory): the log's messages, by the log's numbers.
 *
 * @module
 */

import type { MessageFrame } from "../../../../protocol.ts";
import type { IrcClient } from "../client.ts";
import { formatTime, type IrcOutput } from "../output.ts";
import { messageLines, parseMessageId } from "../message_lines.ts";
import { MOST } from "../limits.ts";
import { formatLine, type IrcLine } from "../line.ts";
import { firstWhere, type Pages } from "../log_search.ts";
import { findRoom } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { fromChannel, toChannel } from "../spelling.ts";

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
  if (fromChannel(target) === undefined && nameOf(target) !== undefined) return sendNothing(client, target);
  const room = findRoom(client, target);
  if (room === undefined || !client.session.person.isIn(room.name)) {
    return fail("INVALID_TARGET", target, irc.noChannel);
  }
  const asked = parseQuery(command, rest, room.name, Math.min(limit, MOST.history));
  if (asked === undefined) return fail("INVALID_PARAMS", ...rest.slice(0, -1), irc.badSelector);
  hub.context.pages.commitPending();
  client.beginLongAnswer();
  client.sendBulk(batchOf(client, toChannel(room.name), () => find(hub.context.pages, room.name, asked)));
}

/** Answers who asks for words with one person: they are kept nowhere, so nothing is found. That is no fault, and is said once. */
function sendNothing(client: IrcClient, target: string): void {
  client.beginLongAnswer();
  if (!client.knowsOfPrivacy) {
    client.note("CHATHISTORY", "PRIVATE_NOT_KEPT", target, client.server.hub.words.irc.privateNotKept);
  }
  client.knowsOfPrivacy = true;
  client.sendBulk(batchOf(client, target, () => []));
}

/** A place in a room's history: a message, or a time in ms since 1970. */
type Selector = { readonly seq: number } | { readonly at: number };

/** What is asked for. */
type Query =
  & { readonly limit: number }
  & (
    | { readonly command: "LATEST"; readonly after: Selector | undefined }
    | { readonly command: "BEFORE" | "AFTER" | "AROUND"; readonly point: Selector }
    | { readonly command: "BETWEEN"; readonly begin: Selector; readonly end: Selector }
  );

/** Parses a query; `undefined` for a selector that cannot be read, or a command that is not known. */
function parseQuery(
  command: string,
  [one = "", other = ""]: readonly string[],
  room: string,
  limit: number,
): Query | undefined {
  const point = parseSelector(one, room);
  switch (command) {
    case "LATEST":
      return one === "*" || point !== undefined ? { command, after: point, limit } : undefined;
    case "BEFORE":
    case "AFTER":
    case "AROUND":
      return point && { command, point, limit };
    case "BETWEEN": {
      const end = parseSelector(other, room);
      return point && end && { command, begin: point, end, limit };
    }
    default:
      return undefined;
  }
}

function parseSelector(selector: string, room: string): Selector | undefined {
  const [, kind, value = ""] = /^(msgid|timestamp)=(.+)$/.exec(selector) ?? [];
  if (kind === "msgid") {
    const id = parseMessageId(value);
    return id?.room === room ? { seq: id.seq } : undefined;
  }
  const at = kind === undefined ? NaN : Date.parse(value);
  return Number.isNaN(at) ? undefined : { at };
}

/** Finds the messages that are asked for. */
function find(pages: Pages, room: string, query: Query): readonly MessageFrame[] {
  const { from, to } = rangeOf(pages, room, query);
  const count = Math.min(to - from + 1, query.limit);
  if (count <= 0) return [];
  return pages.read(room, { after: from - 1, limit: count }).filter(({ seq }) => seq <= to);
}

/** Gives the numbers of the first and the last message that are asked for; none where the last is below the first. */
function rangeOf(
  pages: Pages,
  room: string,
  query: Query,
): { readonly from: number; readonly to: number } {
  const { limit } = query;
  const [first, last] = [pages.first(room), pages.last(room)];
  const before = (selector: Selector): number => lastBefore(pages, room, selector);
  const after = (selector: Selector): number => firstAfter(pages, room, selector);
  switch (query.command) {
    case "LATEST": {
      const from = query.after === undefined ? first : after(query.after);
      return { from: Math.max(first, from, last - limit + 1), to: last };
    }
    case "BEFORE": {
      const to = before(query.point);
      return { from: Math.max(first, to - limit + 1), to };
    }
    case "AFTER": {
      const from = Math.max(first, after(query.point));
      return { from, to: Math.min(last, from + limit - 1) };
    }
    case "AROUND": {
      const from = Math.max(first, before(query.point) + 1 - Math.floor(limit / 2));
      return { from, to: Math.min(last, from + limit - 1) };
    }
    case "BETWEEN": {
      const { begin, end } = query;
      if (before(begin) <= before(end)) {
        const from = Math.max(first, after(begin));
        return { from, to: Math.min(before(end), from + limit - 1) };
      }
      const to = before(begin);
      return { from: Math.max(first, after(end), to - limit + 1), to };
    }
  }
}

/** Gives the number of the last message before a place. */
function lastBefore(pages: Pages, room: string, selector: Selector): number {
  if ("seq" in selector) return selector.seq - 1;
  return firstWhere(pages, room, (message) => message.at >= selector.at) - 1;
}

/** Gives the number of the first message after a place. */
function firstAfter(pages: Pages, room: string, selector: Selector): number {
  if ("seq" in selector) return selector.seq + 1;
  return firstWhere(pages, room, (message) => message.at > selector.at);
}

/** Makes one batch of messages, which are read when its first line is taken. */
function* batchOf(
  client: IrcClient,
  target: string,
  read: () => readonly MessageFrame[],
): Generator<IrcOutput, void> {
  const { server, caps, session } = client;
  const batch = caps.has("batch") ? client.newBatch() : undefined;
  if (batch !== undefined) yield batchLine(server.name, [`+${batch}`, "chathistory", target]);
  const hasTagMessages = caps.has("draft/event-playback") && caps.has("draft/message-redaction");
  for (const message of read()) {
    if (!session.person.shows(message) || !isPlayedBack(client, message)) continue;
    for (const line of messageLines(message, server.people, caps, { hasTagMessages })) {
      yield batch === undefined ? line : inBatch(line, batch);
    }
  }
  if (batch !== undefined) yield batchLine(server.name, [`-${batch}`]);
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
