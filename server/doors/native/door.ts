/**
 * The door for our client and for bots: one JSON object a line.
 *
 * @module
 */

import { decodeClientFrame, encodeFrame, type WelcomeFrame } from "../../../protocol.ts";
import type { Hub } from "../../hub.ts";
import type { Session } from "../../members.ts";
import type { Format } from "../../delivery.ts";

/** Names as JSON, by their list: many who come to a large room, one after the other, are given the same one. */
const texts = new WeakMap<readonly string[], string>();

const NOBODY: readonly string[] = [];

/** Where the names go in the text of a frame without any. */
const MEMBERS = '"members":';
const EMPTY = `${MEMBERS}[]`;

/** The native protocol as a format. */
export const nativeFormat: Format = {
  door: "native",
  encode: (frame) => frame.type === "welcome" ? encodeWelcome(frame) : encodeFrame(frame),
  encodeHistory: (messages) => messages.map((message) => encodeFrame({ ...message, past: true })).join(""),
  aroundHistory: ["", ""],
};

/** The same text as {@linkcode encodeFrame} makes, for a part of what that costs: a list of names is by far the longest in it. */
function encodeWelcome(frame: WelcomeFrame): string {
  const { members } = frame;
  const names = texts.get(members) ?? JSON.stringify(members);
  texts.set(members, names);
  const bare = encodeFrame({ ...frame, members: NOBODY });
  const at = bare.indexOf(EMPTY); // In a text the quotation marks would have a backslash before them.
  return bare.slice(0, at) + MEMBERS + names + bare.slice(at + EMPTY.length);
}

/** Takes a line of the native protocol. Empty lines mean nothing. */
export function receiveNative(hub: Hub, session: Session, line: string): void {
  if (line.trim() !== "") hub.receive(session, decodeClientFrame(line));
}
