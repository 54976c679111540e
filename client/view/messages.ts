/**
 * What members say, as lines: to a room, to one person alone, and a new topic. Pure. No line of a message after its first
 * begins at the margin, where it could pass for another's.
 *
 * @module
 */

import { inverse } from "@std/fmt/colors";
import { nameKey } from "../../protocol/names.ts";
import { cleanLine, cleanText } from "../../protocol/text.ts";
import { mentions } from "../../protocol/mentions.ts";
import { isPicture } from "../../protocol/files.ts";
import { foldText, MOST_ROWS } from "../../protocol/fold.ts";
import type { MessageFrame, PrivateFrame, TextFrame } from "../../protocol.ts";
import { readableText } from "../../words/message_text.ts";
import { otherRoomName, paintName, renderIndented, type Style, timeOfDay, withTime } from "./style.ts";
import { type DisplayLine, inOneLine, wrap } from "./wrap.ts";

/** Renders a message to a room, with the room where another one is in view. */
export function renderMessage(frame: MessageFrame, style: Style): DisplayLine {
  const { room, at, from, action } = frame;
  const { words: { client }, plain, me } = style;
  const text = readableText({ ...frame, text: textOf(frame, style) }, style.words);
  const name = paintName(from, style);
  const where = otherRoomName(room, style);
  if (plain === true) {
    const who = where === "" ? name : client.inRoom(name, where);
    return `${authored(who, at, style)}${action === true ? "" : ":"} ${inOneLine(cleanText(text))}`;
  }
  const head = `${where === "" ? "" : `${where} `}${action === true ? `* ${name} ` : `<${name}> `}`;
  const isFaint = where !== "" && !mentions(text, me);
  return folded(
    (more) => style.words.folded(more, frame.seq),
    text,
    style,
    (shown) => renderIndented(withTime(at, style, head), shown, style, isFaint),
  );
}

/** The link at the end of the line in which a server says that there is a file. */
const LINK = / https?:\/\/\S+$/;

/** Gives what is said, of a file in the words of this side: the server's may be in another language, and tell no number. */
function textOf(
  { text, file, seq, edited }: MessageFrame,
  { words: { client, size, sharing }, pictures = false }: Style,
): string {
  if (file === undefined || edited !== undefined) return text;
  const [told = "", ...beginning] = text.split("\n");
  const lines = file.lines === undefined ? "" : `, ${sharing.lines(file.lines)}`;
  const shown = client.files.shown(
    cleanLine(file.name),
    `${size(file.size)}${lines}`,
    seq,
    pictures && isPicture(file),
  );
  return [shown + (LINK.exec(told)?.[0] ?? ""), ...beginning].join("\n");
}

/** Renders a message as a whole, however long it is. */
export function renderWhole(frame: TextFrame, { columns: _, ...style }: Style): DisplayLine {
  return renderMessage({ ...frame, type: "message" }, style);
}

/** Shortens a text that would take more rows than a message may: words that are not broken may take more than they have letters. */
function folded(
  note: (more: number) => string,
  text: string,
  { columns }: Style,
  render: (text: string) => DisplayLine,
): DisplayLine {
  const whole = render(text);
  if (columns === undefined || wrap(whole, columns).length <= MOST_ROWS) return whole;
  for (let most = MOST_ROWS - 1;; most--) {
    const part = foldText(text, columns, most);
    const line = part && render(`${part.text}\n${note(part.more)}`);
    if (line !== undefined && (most <= 1 || wrap(line, columns).length <= MOST_ROWS)) return line;
    if (most <= 1) return whole; // Never: one row is always enough to be shortened to.
  }
}

/** Renders the author, with the time where times are shown. */
function authored(who: string, at: number, { time = "auto" }: Style): string {
  const shown = time === "auto" ? "" : timeOfDay(at, time);
  return shown === "" ? who : `${who} (${shown})`;
}

/** Renders a direct message as a whole, however long it is. */
export function renderWholePrivate(frame: PrivateFrame, { columns: _, ...style }: Style): DisplayLine {
  return renderPrivate(frame, style);
}

/** Renders a direct message. No line of a room begins like one: those begin with `<`, `*` or the name of a room. */
export function renderPrivate({ at, from, to, text, action }: PrivateFrame, style: Style): DisplayLine {
  const { words: { client }, plain, me, color } = style;
  const isMine = nameKey(from) === nameKey(me);
  const other = paintName(isMine ? to : from, style);
  if (plain === true) {
    const who = isMine ? client.spoken.privateTo(other) : client.spoken.privateFrom(other);
    return `${authored(who, at, style)}: ${action === true ? `${cleanLine(from)} ` : ""}${
      inOneLine(cleanText(text))
    }`;
  }
  const direction = isMine ? client.privateTo(other) : client.privateFrom(other);
  const head = color && !isMine ? inverse(direction) : direction;
  const start = withTime(at, style, `${head}: ${action === true ? `* ${paintName(from, style)} ` : ""}`);
  return folded(
    (more) => style.words.foldedPrivate(more, cleanLine(isMine ? to : from)),
    text,
    style,
    (shown) => renderIndented(start, shown, style),
  );
}

/** Renders a new topic, or that there is none any more. */
export function renderNewTopic({ room, at, from, text }: MessageFrame, style: Style): DisplayLine {
  const { words: { client }, plain } = style;
  const where = otherRoomName(room, style);
  const sentence = text === ""
    ? client.topicGone(paintName(from, style))
    : client.topicNow(paintName(from, style), cleanLine(text));
  if (plain === true) return withTime(at, style, where === "" ? sentence : `${where}: ${sentence}`);
  const line = withTime(at, style, `${where === "" ? "" : `${where} `}--- ${sentence}`);
  return { text: line, indent: 8 };
}
