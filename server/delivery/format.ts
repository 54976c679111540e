/**
 * How a door writes what the room tells.
 *
 * @module
 */

import type { MessageFrame, ServerFrame } from "../../protocol.ts";

/** A grammar of one door. What everyone is told is encoded once per format, however many members read it. */
export interface Format {
  /** Which door this is, for the log. */
  readonly door: string;
  /**
   * The text of a frame with its line end, or an empty one when this door does not tell it.
   *
   * @param reader The name of the one person who is told, when it is for nobody else.
   */
  encode(frame: ServerFrame, reader?: string): string;
  /**
   * The text of messages that were said earlier, marked as such.
   *
   * @param lastAt When the message before these was said, if there was one; for day separators.
   */
  encodeHistory(messages: readonly MessageFrame[], lastAt: number | undefined): string;
  /** What this door writes before and after messages that were said earlier; empty when they speak for themselves. */
  readonly aroundHistory: readonly [head: string, tail: string];
  /** Puts what is offered at once into the door's own wrapping, if it has one. */
  readonly frame?: (bytes: Uint8Array) => Uint8Array;
}
