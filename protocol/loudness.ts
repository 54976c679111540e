/**
 * Of what in a room somebody is told who does not look at it: by a bell, a title, a notification. Pure.
 *
 * @module
 */

/** All that is said, what names them (which counts when nobody has said otherwise), or nothing. */
export const LOUDNESSES: readonly Loudness[] = ["all", "mentions", "off"];

/** One of these. */
export type Loudness = "all" | "mentions" | "off";

/** Reads one of these as it is written, in any case; `undefined` when it is none. */
export function parseLoudness(written: string): Loudness | undefined {
  return LOUDNESSES.find((one) => one === written.toLowerCase());
}
