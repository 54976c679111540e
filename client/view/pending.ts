/**
 * How what is not in the log yet is shown. Pure.
 *
 * @module
 */

import { cleanLine } from "../../protocol/text.ts";
import { isSameRoom, type QueuedFrame, type QueuedMessage } from "../../conversation.ts";
import { bracketedTime, otherRoomName, renderNote, type Style } from "./style.ts";

/** So many of one's own messages are shown while they wait. */
const SHOWN = 3;

/** Renders the rows above the input: since when there is no connection, and the last of what waits. */
export function renderPending(
  unsent: readonly QueuedMessage[],
  offlineSince: number | undefined,
  style: Style,
): readonly string[] {
  const { client } = style.words;
  const hidden = unsent.length - SHOWN;
  return [
    ...(offlineSince === undefined ? [] : [renderNote(client.offlineSince(clockTime(offlineSince)), style)]),
    ...(hidden > 0 ? [client.moreQueued(hidden)] : []),
    ...unsent.slice(-SHOWN).map(({ frame }) => {
      const where = frame.type === "private" ? "" : otherRoomName(frame.room, style);
      return [client.queued, ...(where === "" ? [] : [where]), cleanLine(asTyped(frame))].join(" ");
    }),
  ];
}

/** Writes a message as it would be typed; with the room in view, so that it goes where it was meant. */
export function asTyped(said: QueuedFrame, inView?: string): string {
  if (said.type === "topic") return `/topic ${said.text}`;
  const text = said.action === true ? `/me ${said.text}` : said.text;
  if (said.type === "private") return `/msg ${said.to} ${text}`;
  if (inView !== undefined && !isSameRoom(said.room, inView)) return `/msg #${said.room} ${text}`;
  return said.action !== true && text.startsWith("/") ? `/${text}` : text;
}

/** Writes numbers as people do: `3, 5-7, 12`. */
export function showNumbers(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => from === to ? `${from}` : `${from}-${to}`).join(", ");
}

/** Formats the time of day without brackets. */
export function clockTime(at: number): string {
  return bracketedTime(at, "24h").slice(1, -1);
}
