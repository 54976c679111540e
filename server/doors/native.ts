/**
 * The door for our client and for bots: one JSON object a line.
 *
 * @module
 */

import { decodeClientFrame, encodeFrame } from "../../protocol.ts";
import type { Session } from "../session.ts";
import type { Format } from "../format.ts";

/** The native protocol as a format. */
export const nativeFormat: Format = {
  door: "native",
  encode: encodeFrame,
  encodePast: (messages) => messages.map((message) => encodeFrame({ ...message, past: true })).join(""),
  aroundPast: ["", ""],
};

/** Takes a line of the native protocol. Empty lines mean nothing. */
export function hearNative(session: Session, line: string): void {
  if (line.trim() !== "") session.receive(decodeClientFrame(line));
}
