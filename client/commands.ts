/**
 * What a typed line is to do. Pure: whoever asks does it.
 *
 * @module
 */

import {
  type ClientFrame,
  decodeClientFrame,
  encodeFrame,
  type MessageId,
  type Problem,
} from "../protocol.ts";
import { type Intent, type Light, type LocalName, speak } from "../protocol/commands.ts";
import { interpret, parseTyped } from "../protocol/typed.ts";
import { countChars } from "../protocol/text.ts";
import type { Spoken } from "./editor.ts";

/** What follows from a line: something for the server, something on this screen, or what is wrong with it. */
export type Action =
  | { readonly kind: "nothing" }
  | { readonly kind: "send"; readonly frame: ClientFrame }
  | { readonly kind: "help"; readonly about: string }
  | { readonly kind: "local"; readonly local: Local }
  | { readonly kind: "clear" }
  | { readonly kind: "leave"; readonly word?: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What concerns only what the person sees. `rest` is what was written behind the command. */
export interface Local {
  readonly name: "mentions" | "ignore" | "quiet" | "set";
  readonly rest: string;
}

/** What a line is read in the light of. Sizes in bytes, lengths in characters. */
export interface Setting {
  readonly room: string;
  readonly limits: { readonly line: number; readonly message: number };
  /** The id that the line's message gets, if it becomes one. */
  readonly id: MessageId;
}

/** What a typed line is to do. What is `literal` is said, whatever it looks like. */
export function decide(given: string | Spoken, setting: Setting): Action {
  const { text: line, literal } = typeof given === "string" ? { text: given, literal: false } : given;
  if (line.trim() === "") return { kind: "nothing" };
  const { room, limits, id } = setting;
  const light: Light = { target: { kind: "room", room }, room, id, now: Date.now() };
  if (literal) return toAction(speak(line, light), limits);
  return toAction(interpret(line, "client", light), limits);
}

/** What a line of a program is to do: what begins like a JSON object is a frame, anything else (`{quit}` too) is as if typed. */
export function decideJson(line: string, setting: Setting): Action {
  if (!line.startsWith("{") || parseTyped(line, "client").kind === "command") return decide(line, setting);
  const decoded = decodeClientFrame(line);
  if (!decoded.ok) return { kind: "problem", problem: decoded.problem };
  const { frame } = decoded;
  if (frame.type === "quit") return { kind: "leave", ...(frame.word !== undefined && { word: frame.word }) };
  return checked(frame.type === "say" ? { ...frame, id: frame.id ?? setting.id } : frame, setting.limits);
}

/** Sends a frame unless the server is known to refuse it; what it would not even read has no id to be answered by. */
export function checked(frame: ClientFrame, limits: Setting["limits"]): Action {
  if (frame.type === "say") {
    const length = countChars(frame.text);
    if (length > limits.message) {
      return { kind: "problem", problem: { code: "too-long", limit: limits.message, length } };
    }
  }
  if (new TextEncoder().encode(encodeFrame(frame)).length > limits.line + 1) {
    return { kind: "problem", problem: { code: "line-too-long", limit: limits.line } };
  }
  return { kind: "send", frame };
}

function toAction(intent: Intent, limits: Setting["limits"]): Action {
  switch (intent.kind) {
    case "problem":
      return intent;
    case "send": {
      const { frame } = intent;
      if (frame.type !== "quit") return checked(frame, limits);
      return { kind: "leave", ...(frame.word !== undefined && { word: frame.word }) };
    }
    case "local":
      return toLocal(intent.name, intent.rest);
  }
}

function toLocal(name: LocalName, rest: string): Action {
  switch (name) {
    case "help":
      return { kind: "help", about: rest };
    case "clear":
      return { kind: "clear" };
    case "query":
    case "unignore":
      return { kind: "nothing" };
    case "mentions":
    case "ignore":
    case "quiet":
    case "set":
      return { kind: "local", local: { name, rest } };
  }
}
