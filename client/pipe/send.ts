/**
 * `chat send`: says something and goes, once it is in the log.
 *
 * @module
 */

import { type ByteSource, decodeUtf8, LineReader } from "../../net/lines.ts";
import type { ClientFrame } from "../../protocol.ts";
import { LINE_BYTES, MESSAGE_CHARS } from "../../protocol/limits.ts";
import { cleanText, countChars } from "../../protocol/text.ts";

/** What a message's frame takes besides its text, in bytes, at most. */
const AROUND = 512;

/** The longest line that is read whole, in bytes; a longer one is no message. */
const READ_BYTES = 1024 * 1024;

/** Makes the messages to send: a text that was given, each line that comes in, or (`block`) all of them as few messages as it takes. */
export async function* framesToSend(
  given: string | undefined,
  input: ByteSource,
  room: string,
  block: boolean,
): AsyncGenerator<ClientFrame, void, undefined> {
  const say = (text: string): ClientFrame => ({ type: "say", room, text });
  if (given !== undefined) return yield* splitMessage(given).map(say);
  let gathered: string[] = [];
  for await (const line of new LineReader(input, READ_BYTES)) {
    const text = line.kind === "line" ? cleanText(decodeUtf8(line.bytes) ?? "\ufffd") : "\ufffd";
    if (!block) {
      for (const part of splitMessage(text)) if (part.trim() !== "") yield say(part);
      continue;
    }
    gathered.push(text);
    const whole = splitMessage(gathered.join("\n"));
    if (whole.length < 2) continue;
    yield* whole.slice(0, -1).map(say); // What is full goes, so that no input is too long for the memory.
    gathered = [whole.at(-1) ?? ""];
  }
  const rest = gathered.join("\n").replace(/\s+$/, "");
  if (rest !== "") yield say(rest);
}

/** Splits a text into parts that each fit into a message, at line ends where there are some. */
export function splitMessage(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  const put = (): void => {
    if (part.trim() !== "") parts.push(part);
    part = "";
  };
  for (const line of text.split("\n").flatMap(pieces)) {
    const longer = part === "" ? line : `${part}\n${line}`;
    if (fits(longer)) part = longer;
    else {
      put();
      part = line;
    }
  }
  put();
  return parts;
}

/** Splits a line into pieces that each fit. */
function pieces(line: string): readonly string[] {
  if (fits(line)) return [line];
  const chars = Array.from(line);
  const size = Math.floor((LINE_BYTES - AROUND) / 6); // A character takes at most six bytes in JSON.
  return Array.from(
    { length: Math.ceil(chars.length / size) },
    (_, i) => chars.slice(i * size, (i + 1) * size).join(""),
  );
}

function fits(text: string): boolean {
  if (text.length < MESSAGE_CHARS / 4) return true;
  return countChars(text) <= MESSAGE_CHARS &&
    new TextEncoder().encode(JSON.stringify(text)).length <= LINE_BYTES - AROUND;
}
