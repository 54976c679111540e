/**
 * What happens in rooms, as lines of IRC. Pure.
 *
 * @module
 */

import type { MessageFrame, RoomEvent, ServerFrame } from "../../../protocol.ts";
import type { Capabilities } from "./capabilities.ts";
import type { ToldChanges } from "./deed_lines.ts";
import { byteLength, formatLine, formatTags, LINE_BYTES, splitBytes } from "./line.ts";
import { formatChanges } from "./modes.ts";
import { toChannel, toNick } from "./spelling.ts";

/** A line with the tags that it has where a client knows them. */
export interface IrcOutput {
  readonly tags: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

/** What somebody is in a room, as IRC shows it. */
export type RoomRank = "operator" | "voiced";

/** What this door knows of people besides their names. */
export interface SourceDirectory {
  /** Gives what stands before a line that comes from somebody: `nick!user@host`. @param id The id of the person, if it is known. */
  sourceOf(name: string, id?: string): string;
  /** Gives what they call themselves in full. */
  realNameOf(name: string): string;
  /** Gives the name of their account, if they have one. @param id The id of who is meant: nothing of another one with that name. */
  accountOf(name: string, id?: string): string | undefined;
  /** What the server is called. */
  readonly serverName: string;
  /** Gives what they are in a room. */
  rankIn(room: string, name: string): RoomRank | undefined;
  /** Why they are away, if they are. */
  awayOf(name: string): string | undefined;
  /** Tells whether an event is about somebody who has left the server, and not one room only. */
  isQuit(event: object): boolean;
  /** Gives the changes of modes that an event is. */
  changesOf(event: object): ToldChanges | undefined;
  /** Says what a room is like, where IRC has no mode for it. */
  sayMode(told: ToldChanges): string;
  /** Why a message takes the text of others away, if that was said. */
  reasonOf(message: object): string | undefined;
  /** What an IRC client sent with a message that the log does not keep. */
  extrasOf(message: object): MessageExtras | undefined;
}

/** What an IRC client sent with a message that only other IRC clients are told, as long as it is new. */
export interface MessageExtras {
  /** Set for a notice. */
  readonly isNotice: boolean;
  /** The tags that are for clients: their names begin with `+`. */
  readonly tags: readonly (readonly [name: string, value: string])[];
}

/** The capability that a tag needs; client-only tags need message-tags. */
const TAG_NEEDS: Readonly<Record<string, Parameters<Capabilities["has"]>[0]>> = {
  time: "server-time",
  batch: "batch",
  label: "labeled-response",
  account: "account-tag",
};

/** Writes a line for a client with these capabilities. */
export function render({ tags, text }: IrcOutput, caps: Capabilities): string {
  if (caps.size === 0) return text;
  return formatTags(tags.filter(([name]) => caps.has(TAG_NEEDS[name] ?? "message-tags"))) + text;
}

/** Makes the id that a message has on IRC: its room and its number there, so it is never another's. */
export function messageIdOf({ room, seq }: Pick<MessageFrame, "room" | "seq">): string {
  return `${room}/${seq}`;
}

/** Parses an id of {@linkcode messageIdOf}. */
export function parseMessageId(id: string): { readonly room: string; readonly seq: number } | undefined {
  const [, room, seq] = /^([^/]+)\/(\d{1,15})$/.exec(id) ?? [];
  return room === undefined ? undefined : { room, seq: Number(seq) };
}

/** Formats a time as the tag `time` has it. */
export function formatTime(at: number): string {
  return new Date(at).toISOString();
}

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
      const text = formatLine(people.sourceOf(frame.from, frame.person), "NICK", [toNick(frame.to)]);
      return [{ tags: [["time", formatTime(frame.at)]], text }];
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
export function hasQuit(events: readonly (ServerFrame | undefined)[], people: SourceDirectory): boolean {
  return events.some((event) => event?.type === "left" && people.isQuit(event));
}

/** Makes the line of changes of modes; where IRC has no mode for what a room is like, it is said to the room. */
export function changesLine(told: ToldChanges, people: SourceDirectory, caps: Capabilities): IrcOutput {
  const { room, by, at, changes, mode } = told;
  const source = people.sourceOf(by);
  const tags = [["time", formatTime(at)] as const];
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
  return { tags: [["time", formatTime(at)]], text };
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
  return { tags: [["time", formatTime(at)]], text: formatLine(people.sourceOf(by), "KICK", params) };
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
  const tags = [["time", formatTime(at)] as const];
  const channel = toChannel(room);
  const params = caps.has("extended-join")
    ? [channel, people.accountOf(name) ?? "*", people.realNameOf(name)]
    : [channel];
  const away = caps.has("away-notify") ? people.awayOf(name) : undefined;
  const rank = people.rankIn(room, name);
  const mode = rank && [channel, rank === "operator" ? "+o" : "+v", toNick(name)];
  return [
    { tags, text: formatLine(source, "JOIN", params) },
    ...(mode === undefined ? [] : [{ tags, text: formatLine(people.serverName, "MODE", mode) }]),
    ...(away === undefined ? [] : [{ tags, text: formatLine(source, "AWAY", [away || "away"]) }]),
  ];
}

const NO_TAGS: IrcOutput["tags"] = [];

/** Makes the lines of a message. @param past Set for one that is shown later; without server-time it is marked so. */
export function messageLines(
  message: MessageFrame,
  people: SourceDirectory,
  caps: Capabilities,
  past?: { readonly clock: string },
): readonly IrcOutput[] {
  const { room, from, text, at, action, topic, person, redacts } = message;
  const source = people.sourceOf(from, person);
  const extras = people.extrasOf(message);
  const account = caps.has("account-tag") ? people.accountOf(from, person ?? "") : undefined;
  const tags = caps.size === 0 ? NO_TAGS : [
    ["time", formatTime(at)] as const,
    ["msgid", messageIdOf(message)] as const,
    ...(account === undefined ? [] : [["account", account] as const]),
    ...extras?.tags ?? [],
  ];
  if (redacts !== undefined && caps.has("draft/message-redaction")) {
    const why = people.reasonOf(message);
    return redacts.map((seq) => ({
      tags,
      text: formatLine(source, "REDACT", [
        toChannel(room),
        messageIdOf({ room, seq }),
        ...(why === undefined ? [] : [why]),
      ]),
    }));
  }
  const channel = toChannel(room);
  if (topic && past === undefined) return [{ tags, text: formatLine(source, "TOPIC", [channel, text]) }];
  const command = extras?.isNotice ? "NOTICE" : "PRIVMSG";
  const mark = past !== undefined && !caps.has("server-time") ? `[${past.clock}] ` : "";
  const shown = topic ? `(topic) ${text}` : text;
  return textLines({ source, command, target: channel, tags, isAction: action === true }, mark + shown, caps);
}

/** Where a text goes, from whom, and how. */
export interface TextRoute {
  readonly source: string;
  readonly command: string;
  readonly target: string;
  readonly tags: IrcOutput["tags"];
  readonly isAction: boolean;
}

/** The most bytes of a unit of a string, and of all that stands around source, target and text in a line. */
const BYTES_A_UNIT = 3;
const FRAMING = 40;

/** Makes the lines of a text: one for each of its own, none longer than IRC has it. What belongs together is one batch where a client knows that. */
export function textLines(
  { source, command, target, tags, isAction }: TextRoute,
  text: string,
  caps: Capabilities,
): readonly IrcOutput[] {
  const write = (piece: string): string =>
    formatLine(source, command, [target, isAction ? `\x01ACTION ${piece}\x01` : piece]);
  const most = BYTES_A_UNIT * (source.length + target.length + text.length) + FRAMING;
  if (most <= LINE_BYTES && !text.includes("\n")) {
    return [{ tags, text: write(text) }];
  }
  const room = LINE_BYTES - byteLength(formatLine(source, command, [target, ": x"])) - (isAction ? 9 : 0);
  const lines = text.split("\n").flatMap((line) =>
    splitBytes(line, room).map((piece, index) => ({ piece, isMore: index > 0 }))
  );
  const [first] = lines;
  if (first === undefined || lines.length === 1) return [{ tags, text: write(first?.piece ?? "") }];
  if (isAction || !caps.has("draft/multiline") || !caps.has("batch")) {
    // An empty line cannot be sent alone. Only the first has the id: it is one message.
    return lines.filter(({ piece }) => piece !== "").map(({ piece }, index) => ({
      tags: index === 0 ? tags : tags.filter(([name]) => name !== "msgid"),
      text: write(piece),
    }));
  }
  const batch = `m${tags.find(([name]) => name === "msgid")?.[1].replaceAll(/[^A-Za-z0-9]/g, "-") ?? ""}`;
  return [
    { tags, text: formatLine(source, "BATCH", [`+${batch}`, "draft/multiline", target]) },
    ...lines.map(({ piece, isMore }) => ({
      tags: [["batch", batch] as const, ...(isMore ? [["draft/multiline-concat", ""] as const] : [])],
      text: write(piece),
    })),
    { tags: [], text: formatLine(source, "BATCH", [`-${batch}`]) },
  ];
}
