/**
 * Reading until it is clear which door a connection came to.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { LineReader } from "../../net/lines.ts";
import { type Opening, sniff } from "./sniff.ts";

/**
 * Reads until it is clear; `undecided` when the connection ends before that.
 *
 * @param onSilence Called when it is not clear after `silence` ms; reading goes on.
 */
export async function openingOf(
  reader: LineReader,
  clock: Clock,
  silence: number,
  onSilence: () => void,
): Promise<Opening> {
  const cancel = clock.after(silence, onSilence);
  try {
    while (await reader.fill()) {
      const opening = sniff(reader.buffered);
      if (opening !== "undecided") return opening;
    }
    return reader.buffered.length > 0 ? "plain" : "undecided";
  } finally {
    cancel();
  }
}
