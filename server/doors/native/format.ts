/**
 * The native protocol as a format: one JSON object a line.
 *
 * @module
 */

import { encodeFrame, type Problem, type WelcomeFrame } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import type { Format } from "../../delivery.ts";

/** Names as JSON, by their list: members who enter a large room one after the other are given the same list. */
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

/** Makes the same text as {@linkcode encodeFor}, for a part of what that costs: a list of names is by far the longest in it. */
function encodeWelcome(frame: WelcomeFrame): string {
  const { members } = frame;
  const names = texts.get(members) ?? JSON.stringify(members);
  texts.set(members, names);
  const bare = encodeFrame({ ...frame, members: NOBODY });
  const at = bare.indexOf(EMPTY); // Within a text the quotation marks would be escaped.
  return bare.slice(0, at) + MEMBERS + names + bare.slice(at + EMPTY.length);
}

/** Encodes why a connection cannot stay, and its goodbye. */
export function encodeRefusal(problem: Problem, words: Words): string {
  return nativeFormat.encode({ type: "error", text: words.problem(problem), ...problem }) +
    nativeFormat.encode({ type: "bye", reason: "refused", text: words.bye("refused") });
}
