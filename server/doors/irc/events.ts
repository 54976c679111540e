/**
 * What happens in rooms, as lines of IRC. Pure.
 *
 * @module
 */

import type { MessageFrame, RoomEvent, ServerFrame } from "../../../protocol.ts";
import type { Capabilities } from "./capabilities.ts";
import { byteLength, formatLine, formatTags, LINE_BYTES, splitBytes } from "./line.ts";
import { toChannel, toNick } from "./spelling.ts";

/** A line with the tags that it has where a client knows them. */
export interface IrcOutput {
  readonly tags: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

/** What this door knows of people besides their names. */
export interface SourceDirectory {
  /** Gives what stands before a line that comes from somebody: `nick!user@host`. */
  sourceOf(name: string): string;
  /** Gives what they call themselves in full. */
  realNameOf(name: string): string;
  /** Gives the name of their account, if they have one. */
  accountOf(name: string): string | undefined;
  /** Why they are away, if they are. */
  awayOf(name: string): string | undefined;
  /** Tells whether an event is about somebody who has left the server, and not one room only. */
  isQuit(event: object): boolean;
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
};

/** Writes a line for a client with these capabilities. */
export function render({ tags, text }: IrcOutput, caps: Capabilities): string {
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
      return joinLines(frame.room, frame.name, frame.at, people, caps);
    case "left":
      return [leftLine(frame, people)];
    case "renamed": {
      const text = formatLine(people.sourceOf(frame.from), "NICK", [toNick(frame.to)]);
      return [{ tags: [["time", formatTime(frame.at)]], text }];
    }
    default:
      return [];
  }
}

/** Tells whether the people of several rooms are told the same by one of these events: that somebody has left the server. */
export function hasQuit(events: readonly (ServerFrame | undefined)[], people: SourceDirectory): boolean {
  return events.some((event) => event?.type === "left" && people.isQuit(event));
}

function leftLine(event: Extract<RoomEvent, { type: "left" }>, people: SourceDirectory): IrcOutput {
  const { room, name, reason, word, at } = event;
  const source = people.sourceOf(name);
  const why = word ?? (reason === "left" ? "" : reason);
  const rest = why === "" ? [] : [why];
  const text = people.isQuit(event)
    ? formatLine(source, "QUIT", rest)
    : formatLine(source, "PART", [toChannel(room), ...rest]);
  return { tags: [["time", formatTime(at)]], text };
}

/** Makes the lines of somebody's coming into a room. */
export function joinLines(
  room: string,
  name: string,
  at: number,
  people: SourceDirectory,
  caps: Capabilities,
): readonly IrcOutput[] {
  const source = people.sourceOf(name);
  const tags = [["time", formatTime(at)] as const];
  const channel = toChannel(room);
  const params = caps.has("extended-join")
    ? [channel, people.accountOf(name) ?? "*", people.realNameOf(name)]
    : [channel];
  const away = caps.has("away-notify") ? people.awayOf(name) : undefined;
  return [
    { tags, text: formatLine(source, "JOIN", params) },
    ...(away === undefined ? [] : [{ tags, text: formatLine(source, "AWAY", [away || "away"]) }]),
  ];
}

/** Makes the lines of a message. @param past Set for one that is shown later; without server-time it is marked so. */
export function messageLines(
  message: MessageFrame,
  people: SourceDirectory,
  caps: Capabilities,
  past?: { readonly clock: string },
): readonly IrcOutput[] {
  const { room, from, text, at, action, topic } = message;
  const source = people.sourceOf(from);
  const extras = people.extrasOf(message);
  const tags = [
    ["time", formatTime(at)] as const,
    ["msgid", messageIdOf(message)] as const,
    ...extras?.tags ?? [],
  ];
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

/** Makes the lines of a text: one for each of its own, none longer than IRC has it. What belongs together is one batch where a client knows that. */
export function textLines(
  { source, command, target, tags, isAction }: TextRoute,
  text: string,
  caps: Capabilities,
): readonly IrcOutput[] {
  const room = LINE_BYTES - byteLength(formatLine(source, command, [target, ": x"])) - (isAction ? 9 : 0);
  const lines = text.split("\n").flatMap((line) =>
    splitBytes(line, room).map((piece, index) => ({ piece, isMore: index > 0 }))
  );
  const write = (piece: string): string =>
    formatLine(source, command, [target, isAction ? `\x01ACTION ${piece}\x01` : piece]);
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
