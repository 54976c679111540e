/**
 * What people say, to a room or to one person, as lines of IRC. Pure.
 *
 * @module
 */

import type { MessageFrame, PrivateFrame } from "../../../protocol.ts";
import type { Capabilities } from "./capabilities.ts";
import { byteLength, formatLine, LINE_BYTES, splitBytes } from "./line.ts";
import { formatTime, type IrcOutput, type SourceDirectory } from "./output.ts";
import { toChannel, toNick } from "./spelling.ts";

/** Makes the id that a message has on IRC: its room and its number there, so it is never another's. */
export function messageIdOf({ room, seq }: Pick<MessageFrame, "room" | "seq">): string {
  return `${room}/${seq}`;
}

/** Parses an id of {@linkcode messageIdOf}. */
export function parseMessageId(id: string): { readonly room: string; readonly seq: number } | undefined {
  const [, room, seq] = /^([^/]+)\/(\d{1,15})$/.exec(id) ?? [];
  return room === undefined ? undefined : { room, seq: Number(seq) };
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

/** Makes the lines of a word for one person alone. */
export function directLines(
  frame: PrivateFrame,
  people: SourceDirectory,
  caps: Capabilities,
): readonly IrcOutput[] {
  const extras = people.extrasOf(frame);
  const account = caps.has("account-tag") ? people.accountOf(frame.from) : undefined;
  const route = {
    source: people.sourceOf(frame.from),
    command: extras?.isNotice ? "NOTICE" : "PRIVMSG",
    target: toNick(frame.to),
    tags: [
      ["time", formatTime(frame.at)] as const,
      ...(account === undefined ? [] : [["account", account] as const]),
      ...extras?.tags ?? [],
    ],
    isAction: frame.action === true,
  };
  return textLines(route, frame.text, caps);
}
