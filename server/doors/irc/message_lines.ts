/**
 * What people say, to a room or to one person, as lines of IRC. Pure.
 *
 * @module
 */

import type { MessageFrame, PrivateFrame } from "../../../protocol.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import { byteLength, BYTES_A_UNIT, formatLine, LINE_BYTES, splitBytes } from "./line.ts";
import { type Piece, textOf } from "./multiline.ts";
import { formatTime, type IrcOutput, type SourceDirectory } from "./output.ts";
import { toChannel, toNick } from "./spelling.ts";

/** Makes the id that a message has on IRC: its room and its number there, so it is never another's. */
function messageIdOf({ room, seq }: Pick<MessageFrame, "room" | "seq">): string {
  return `${room}/${seq}`;
}

/** Parses an id of {@linkcode messageIdOf}. */
export function parseMessageId(id: string): { readonly room: string; readonly seq: number } | undefined {
  const [, room, seq] = /^([^/]+)\/(\d{1,15})$/.exec(id) ?? [];
  return room === undefined ? undefined : { room, seq: Number(seq) };
}

/** The tags of an answer, a change, a reaction, and one that is taken back, by the names of their drafts. */
export const REPLY_TAG = "+draft/reply";
export const EDIT_TAG = "+draft/edit";
export const REACT_TAG = "+draft/react";
export const UNREACT_TAG = "+draft/unreact";

const NO_TAGS: IrcOutput["tags"] = [];

/** How a message is shown, where that is not as what was said just now, by somebody else. */
export interface MessageView {
  /** The time of day at which it was said, for one that is shown later: without server-time it is marked so. */
  readonly clock?: string;
  /** Whether a reaction is told by TAGMSG, and not as a text. */
  readonly hasTagMessages: boolean;
}

/** Makes the lines of a message. */
export function messageLines(
  message: MessageFrame,
  people: SourceDirectory,
  caps: Capabilities,
  view?: MessageView,
): readonly IrcOutput[] {
  const { room, from, text, at, action, topic, person, redacts, reacts, edits, now } = message;
  const source = people.sourceOf(from, person);
  const extras = people.extrasOf(message);
  const account = caps.has("account-tag") ? people.accountOf(from, person ?? "") : undefined;
  const tags = caps.size === 0 ? NO_TAGS : [
    ["time", formatTime(at)] as const,
    ["msgid", messageIdOf(message)] as const,
    ...(account === undefined ? [] : [["account", account] as const]),
    ...thoughtTags(message, caps),
    ...extras?.tags ?? [],
  ];
  if (reacts !== undefined && (view?.hasTagMessages ?? caps.has(ACTS_ON_MESSAGES))) {
    return [{ tags, text: formatLine(source, "TAGMSG", [toChannel(room)]) }];
  }
  if (redacts !== undefined && caps.has(ACTS_ON_MESSAGES)) {
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
  if (edits !== undefined && putsInPlace(caps)) {
    const route = { source, command: "PRIVMSG", target: channel, tags, isAction: false };
    return now === undefined ? [] : textLines(route, now, caps); // Changed again, or taken away: that is told by itself.
  }
  const clock = view?.clock;
  if (topic && clock === undefined) return [{ tags, text: formatLine(source, "TOPIC", [channel, text]) }];
  const command = extras?.isNotice ? "NOTICE" : "PRIVMSG";
  const mark = clock !== undefined && !caps.has("server-time") ? `[${clock}] ` : "";
  const shown = topic ? `(topic) ${text}` : reacts === undefined ? text : withQuote(message);
  const route = { source, command, target: channel, tags, isAction: action === true };
  return textLines(route, mark + shown, caps, extras?.pieces);
}

/**
 * The capability of clients that act on messages by their ids, and so show reactions at the message. To others a reaction
 * would be nothing to see, so they are told it as a text.
 */
const ACTS_ON_MESSAGES: Capability = "draft/message-redaction";

/**
 * Tells whether a client puts the new text of a message into its place; to others it would be another message, so they are told
 * in words that there is one. Nothing of IRCv3 is agreed for that; this is what clients and servers do that have it: PRIVMSG
 * with the whole new text and the tag (https://github.com/ircv3/ircv3-specifications/pull/425 is the draft with that name).
 */
function putsInPlace(caps: Capabilities): boolean {
  return caps.has("draft/message-edit") && caps.has("message-tags");
}

/** The tags of an answer, a change or a reaction (https://ircv3.net/specs/client-tags/reply, https://ircv3.net/specs/client-tags/react). */
function thoughtTags(
  { room, re, edits, reacts, emoji = "", off }: MessageFrame,
  caps: Capabilities,
): IrcOutput["tags"] {
  const seq = re ?? edits ?? reacts;
  if (seq === undefined) return NO_TAGS; // Most messages.
  if (edits !== undefined && putsInPlace(caps)) return [[EDIT_TAG, messageIdOf({ room, seq })]];
  const reply = [REPLY_TAG, messageIdOf({ room, seq })] as const;
  return reacts === undefined ? [reply] : [reply, [off ? UNREACT_TAG : REACT_TAG, emoji]];
}

/** Says whose words a reaction is to, and which: IRC's clients show no numbers of messages. */
function withQuote({ text, reacts, quote }: MessageFrame): string {
  if (quote === undefined) return text;
  const said = text.replace(`@${reacts} ${quote.from}`, () => toNick(quote.from));
  return quote.text === "" ? said : `${said}: ${quote.text}`;
}

/** Where a text goes, from whom, and how. */
interface TextRoute {
  readonly source: string;
  readonly command: string;
  readonly target: string;
  readonly tags: IrcOutput["tags"];
  readonly isAction: boolean;
}

/** The most bytes of all that stands around source, target and text in a line. */
const FRAMING = 40;

/** Tells at once of most texts that they fit into one line, whatever they are made of. */
function surelyFits(source: string, target: string, text: string): boolean {
  return BYTES_A_UNIT * (source.length + target.length + text.length) + FRAMING <= LINE_BYTES;
}

/** Tells whether others can be sent a text as the one line that it was sent as: the source is added to it. */
export function fitsOneLine(source: string, command: string, targets: string, text: string): boolean {
  return surelyFits(source, targets, text) ||
    byteLength(formatLine(source, command, [targets.split(",", 1)[0] ?? "", text])) <= LINE_BYTES;
}

/** Makes the lines of a text: one for each of its own, none longer than IRC has it. What belongs together is one batch where a client knows that. */
function textLines(
  { source, command, target, tags, isAction }: TextRoute,
  text: string,
  caps: Capabilities,
  pieces: readonly Piece[] = [],
): readonly IrcOutput[] {
  const write = (piece: string): string =>
    formatLine(source, command, [target, isAction ? `\x01ACTION ${piece}\x01` : piece]);
  if (surelyFits(source, target, text) && !text.includes("\n")) return [{ tags, text: write(text) }];
  const whole = text.includes("\n") ? undefined : write(text);
  if (whole !== undefined && byteLength(whole) <= LINE_BYTES) return [{ tags, text: whole }];
  const room = LINE_BYTES - byteLength(formatLine(source, command, [target, ""])) - (isAction ? 9 : 0);
  const isAsCut = pieces.length > 0 && !isAction && textOf(pieces) === text &&
    pieces.every(({ piece }) => byteLength(piece) <= room);
  const lines = isAsCut ? pieces : piecesOf(text, room);
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

function piecesOf(text: string, most: number): readonly Piece[] {
  return text.split("\n").flatMap((line) =>
    splitBytes(line, most).map((piece, index) => ({ piece, isMore: index > 0 }))
  );
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
  return textLines(route, frame.text, caps, extras?.pieces);
}
