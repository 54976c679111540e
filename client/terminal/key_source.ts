/**
 * The keys that a terminal sends, as they come, and what a silence makes of bytes that may be more than one key.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Key } from "./key.ts";
import { KeyReader } from "./keys.ts";

/** The silence, in milliseconds, after which a paste or a sequence without an end is over: what comes then are keys. */
export const UNFINISHED_TIMEOUT = 500;

/** After this silence, in ms, Escape is a key of its own where one is waited for. */
export const ESCAPE_TIMEOUT = 150;

/** Where keys come from. */
export interface KeySource {
  /** Reads bytes; `null` once there are no more. */
  read(into: Uint8Array): Promise<number | null>;
  /** Whether anybody still wants keys. */
  isOpen(): boolean;
  /** Whether Escape alone is a key now. */
  wantsEscape(): boolean;
}

/** Reads keys until there are no more. */
export async function* readKeys(source: KeySource, clock: Clock): AsyncGenerator<Key, void, undefined> {
  const reader = new KeyReader();
  const buffer = new Uint8Array(4096);
  while (source.isOpen()) {
    const reading = source.read(buffer);
    if (reader.isUnfinished && await isSilent(reading, UNFINISHED_TIMEOUT, clock)) yield* reader.giveUp();
    if (reader.hasEscape && source.wantsEscape() && await isSilent(reading, ESCAPE_TIMEOUT, clock)) {
      yield reader.takeEscape();
    }
    const count = await reading;
    if (count === null) return;
    yield* reader.push(buffer.subarray(0, count));
  }
}

/** Waits for bytes, but not longer than a terminal takes that has more of what it began; tells whether none came. */
async function isSilent(reading: Promise<unknown>, timeout: number, clock: Clock): Promise<boolean> {
  const silence = Promise.withResolvers<boolean>();
  const cancel = clock.after(timeout, () => silence.resolve(true));
  try {
    return await Promise.race([reading.then(() => false), silence.promise]);
  } finally {
    cancel();
  }
}
