/**
 * The native protocol as a format: one JSON object a line.
 *
 * @module
 */

import { encodeFrame, type Problem, type WelcomeFrame } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import type { Format } from "../../core/delivery.ts";

/** Names and ids as JSON, by their list: members who enter a large room one after the other are given the same lists. */
const texts = new WeakMap<readonly string[], string>();

const NOBODY: readonly string[] = [];

/** Where the names and ids go in the text of a frame without any. */
const [MEMBERS, PERSONS] = ['"members":', '"persons":'];
const EMPTY = /"members":\[\]|"persons":\[\]/;

/** The native protocol as a format. */
export const nativeFormat: Format = {
  door: "native",
  encode: (frame) => frame.type === "welcome" ? encodeWelcome(frame) : encodeFrame(frame),
  encodeHistory: (messages) => messages.map((message) => encodeFrame({ ...message, past: true })).join(""),
  aroundHistory: ["", ""],
};

/** Makes the same text as {@linkcode encodeFor}, for a part of what that costs: the lists of members are by far the longest in it. */
function encodeWelcome(frame: WelcomeFrame): string {
  const { members, persons } = frame;
  if (persons === undefined) return encodeFrame(frame);
  const bare = encodeFrame({ ...frame, members: NOBODY, persons: NOBODY });
  const [before = "", between = "", after = ""] = bare.split(EMPTY); // Within a text the quotation marks would be escaped.
  return before + MEMBERS + listOf(members) + between + PERSONS + listOf(persons) + after;
}

function listOf(all: readonly string[]): string {
  const list = texts.get(all) ?? JSON.stringify(all);
  texts.set(all, list);
  return list;
}

/** Encodes why a connection cannot stay, and its goodbye. */
export function encodeRefusal(problem: Problem, words: Words): string {
  return nativeFormat.encode({ type: "error", text: words.problem(problem), ...problem }) +
    nativeFormat.encode({ type: "bye", reason: "refused", text: words.bye("refused") });
}
