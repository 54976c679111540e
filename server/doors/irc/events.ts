/**
 * What happens in rooms, as lines of IRC. Pure.
 *
 * @module
 */

import type { RoomEvent, ServerFrame } from "../../../protocol.ts";
import type { Capabilities } from "./capabilities.ts";
import type { ToldChanges } from "./deed_lines.ts";
import { formatLine } from "./line.ts";
import { messageLines } from "./message_lines.ts";
import { formatChanges } from "./modes.ts";
import { formatTime, type IrcOutput, type RoomRank, type SourceDirectory, tagsFrom } from "./output.ts";
import { toChannel, toNick } from "./spelling.ts";

/** Makes the lines of an event for clients with these capabilities. */
export function eventLines(
  frame: ServerFrame,
  people: SourceDirectory,
  caps: Capabilities,
): readonly IrcOutput[] {
  switch (frame.type) {
    case "message":
      return messageLines(frame, people, caps);
    case "joined":
      return joinLines(frame, people, caps);
    case "left":
      return [leftLine(frame, people)];
    case "renamed": {
      // They are found under their new name only; what stands behind it is the same.
      const source = people.sourceOf(frame.to, frame.person).replace(/^[^!]*/, () => toNick(frame.from));
      const text = formatLine(source, "NICK", [toNick(frame.to)]);
      return [{ tags: tagsFrom(people, frame.to, frame.at, frame.person), text }];
    }
    case "mode":
    case "moderated": {
      const told = people.changesOf(frame);
      return told === undefined ? [] : [changesLine(told, people, caps)];
    }
    default:
      return [];
  }
}

/** Tells whether the people of several rooms are told the same by one of these events: that somebody has left the server. */
export function areToldTwice(events: readonly (ServerFrame | undefined)[], people: SourceDirectory): boolean {
  return events.some((event) => event?.type === "left" && people.isToldTwice(event));
}

/** Makes the line of changes of modes; where IRC has no mode for what a room is like, it is said to the room. */
export function changesLine(told: ToldChanges, people: SourceDirectory, caps: Capabilities): IrcOutput {
  const { room, by, at, changes, mode } = told;
  const source = by === undefined ? people.serverName : people.sourceOf(by);
  const tags = by === undefined ? [["time", formatTime(at)] as const] : tagsFrom(people, by, at);
  const shown = changes.filter(({ isSecond }) => isSecond !== true || caps.has("multi-prefix"));
  if (mode !== undefined) {
    return { tags, text: formatLine(source, "NOTICE", [toChannel(room), people.sayMode(told)]) };
  }
  return { tags, text: formatLine(source, "MODE", [toChannel(room), ...formatChanges(shown)]) };
}

function leftLine(event: Extract<RoomEvent, { type: "left" }>, people: SourceDirectory): IrcOutput {
  const { room, name, reason, word, at, by, person } = event;
  const source = people.sourceOf(name, person);
  if (by !== undefined && !people.isQuit(event)) return kickLine({ room, name, by, why: word, at }, people);
  const why = word ?? (reason === "left" ? "" : reason);
  const rest = why === "" ? [] : [why];
  const text = people.isQuit(event)
    ? formatLine(source, "QUIT", rest)
    : formatLine(source, "PART", [toChannel(room), ...rest]);
  return { tags: tagsFrom(people, name, at, person), text };
}

/** Makes the line of somebody's being removed from a room; without a reason it has who did it, as RFC 2812 says. */
export function kickLine(
  { room, name, by, why, at }: {
    readonly room: string;
    readonly name: string;
    readonly by: string;
    readonly why: string | undefined;
    readonly at: number;
  },
  people: SourceDirectory,
): IrcOutput {
  const params = [toChannel(room), toNick(name), why || toNick(by)];
  return { tags: tagsFrom(people, by, at), text: formatLine(people.sourceOf(by), "KICK", params) };
}

/** Gives what stands before a nickname: an operator has a voice by that, which who knows multi-prefix is shown, too. */
export function prefixFor(rank: RoomRank | undefined, caps: Capabilities): string {
  if (rank === "operator") return caps.has("multi-prefix") ? "@+" : "@";
  return rank === "voiced" ? "+" : "";
}

/** Makes the lines of somebody's coming into a room. */
export function joinLines(
  { room, name, at, person }: {
    readonly room: string;
    readonly name: string;
    readonly at: number;
    readonly person?: string | undefined;
  },
  people: SourceDirectory,
  caps: Capabilities,
): readonly IrcOutput[] {
  const source = people.sourceOf(name, person);
  const tags = tagsFrom(people, name, at, person);
  const channel = toChannel(room);
  const params = caps.has("extended-join")
    ? [channel, people.accountOf(name) ?? "*", people.realNameOf(name)]
    : [channel];
  const away = caps.has("away-notify") ? people.awayOf(name) : undefined;
  const rank = people.rankIn(room, name);
  const mode = rank && [channel, rank === "operator" ? "+o" : "+v", toNick(name)];
  return [
    { tags, text: formatLine(source, "JOIN", params) },
    ...(mode === undefined
      ? []
      : [{ tags: [["time", formatTime(at)] as const], text: formatLine(people.serverName, "MODE", mode) }]),
    ...(away === undefined ? [] : [{ tags, text: formatLine(source, "AWAY", [away || "away"]) }]),
  ];
}
