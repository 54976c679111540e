/**
 * How what is not in the log yet is shown. Pure.
 *
 * @module
 */

import { cleanLine } from "../../protocol/text.ts";
import { isSameRoom, type Said, type Unsent } from "../../conversation.ts";
import { aside, elsewhere, type Look, timeOf } from "./style.ts";

/** So many of one's own messages are shown while they wait. */
const SHOWN = 3;

/** The rows above the input: since when there is no connection, and the last of what waits. */
export function renderUnsent(
  unsent: readonly Unsent[],
  offlineSince: number | undefined,
  look: Look,
): readonly string[] {
  const { client } = look.words;
  const hidden = unsent.length - SHOWN;
  return [
    ...(offlineSince === undefined ? [] : [aside(client.offlineSince(clockTime(offlineSince)), look)]),
    ...(hidden > 0 ? [client.moreQueued(hidden)] : []),
    ...unsent.slice(-SHOWN).map(({ say }) => {
      const where = say.type === "private" ? "" : elsewhere(say.room, look);
      return [client.queued, ...(where === "" ? [] : [where]), cleanLine(typedAs(say))].join(" ");
    }),
  ];
}

/** What was said, as it would be typed; with the room in view, so that it goes where it was meant. */
export function typedAs(said: Said, inView?: string): string {
  if (said.type === "topic") return `/topic ${said.text}`;
  const text = said.action === true ? `/me ${said.text}` : said.text;
  if (said.type === "private") return `/msg ${said.to} ${text}`;
  if (inView !== undefined && !isSameRoom(said.room, inView)) return `/msg #${said.room} ${text}`;
  return said.action !== true && text.startsWith("/") ? `/${text}` : text;
}

/** Numbers as people write them: `3, 5-7, 12`. */
export function showNumbers(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => from === to ? `${from}` : `${from}-${to}`).join(", ");
}

/** The time of day without brackets. */
export function clockTime(at: number): string {
  return timeOf(at, "24h").slice(1, -1);
}
