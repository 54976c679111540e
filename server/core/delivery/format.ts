/**
 * The port of a door: how it writes frames.
 *
 * @module
 */

import type { MessageFrame, PrivateFrame, ServerFrame } from "../../../protocol.ts";

/** The grammar of one door. An event is encoded once per format, however many members read it. */
export interface Format {
  /** The name of the door, for the log lines. */
  readonly door: string;
  /**
   * Encodes a frame with its line end; empty when this door does not show it.
   *
   * @param reader The name of the recipient, when there is only one.
   */
  encode(frame: ServerFrame, reader?: string): string;
  /**
   * Encodes messages of the past, marked as such.
   *
   * @param lastAt The time of the message before these, if there is one; for day separators.
   */
  encodeHistory(messages: readonly MessageFrame[], lastAt: number | undefined): string;
  /** The text that this door writes before and after messages of the past; empty when each of them says that it is. */
  readonly aroundHistory: readonly [head: string, tail: string];
  /** Tells whether events must be encoded for each recipient alone, as somebody may learn of one of them in several rooms. */
  readonly areSingular?: (events: readonly (ServerFrame | undefined)[]) => boolean;
  /** Tells whether this door shows only the beginning of a direct message: then the session keeps it, as nothing else does. */
  readonly shortens?: (frame: PrivateFrame) => boolean;
  /** Wraps bytes that are offered together, for a door that has frames of its own. */
  readonly frame?: (bytes: Uint8Array) => Uint8Array;
}
