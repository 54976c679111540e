/**
 * What a typed line is to do. Pure: whoever asks does it.
 *
 * @module
 */

import { checkSize } from "../conversation.ts";
import { type ClientFrame, decodeClientFrame, type MessageId, type Problem } from "../protocol.ts";
import type { LocalCommand, TypedAt, TypingContext } from "../protocol/commands.ts";
import { clockOf } from "../protocol/dates.ts";
import { messageIntent } from "../protocol/message_intent.ts";
import { parseName } from "../protocol/names.ts";
import { type Intent, interpret, parseTypedLine } from "../protocol/typed_line.ts";

/** A line that somebody submitted: as if typed, or `literal`: to be said whatever it looks like. */
export interface SubmittedLine {
  readonly text: string;
  readonly literal: boolean;
}

/** What follows from a line: something for the server, something on this screen, or what is wrong with it. */
export type LineOutcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "send"; readonly frame: ClientFrame }
  | { readonly kind: "help"; readonly about: string }
  | { readonly kind: "local"; readonly local: ViewCommand }
  /** Looks at another of one's rooms. */
  | { readonly kind: "go"; readonly room: string }
  /** Talks to this person alone, or without a name in the room again. */
  | { readonly kind: "query"; readonly name?: string }
  | { readonly kind: "clear" }
  /** Makes the name one's own by what this frontend has: a key, or it asks for a password. */
  | { readonly kind: "claim" }
  /** Asks for a password, unseen where that can be: to claim the name with it, or to set it. */
  | { readonly kind: "send-file"; readonly path: string }
  /** Shows the picture of a message: the one with this number, or the last file. */
  | { readonly kind: "show-picture"; readonly seq?: number }
  | { readonly kind: "ask-password"; readonly for: "claim" | "password" }
  | { readonly kind: "leave"; readonly word?: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What concerns only what the person sees. `rest` is what was written behind the command. */
export interface ViewCommand {
  readonly name: "mentions" | "ignore" | "unignore" | "notify" | "quiet" | "set" | "get";
  readonly rest: string;
}

/** What a line is read in the light of. Sizes in bytes, lengths in characters. */
export interface LineContext {
  /** Which commands there are: those of the terminal and the pipe (`client`), or those of the page. */
  readonly frontend: TypedAt;
  readonly typing: TypingContext;
  readonly limits: { readonly line: number; readonly message: number };
  /** The id that the line's message or search gets, if it becomes one. */
  readonly id: MessageId;
  /** The name of the room of mine that is meant, if it is one. */
  readonly roomNamed?: (name: string) => string | undefined;
  /** How the last search goes on, if there is more of it. */
  readonly more?: { readonly query: string; readonly cursor: string };
}

/** Parses a typed line into what it is to do. What is `literal` is said, whatever it looks like. */
export function parseLine(given: string | SubmittedLine, context: LineContext): LineOutcome {
  const { text: line, literal } = typeof given === "string" ? { text: given, literal: false } : given;
  if (line.trim() === "") return { kind: "nothing" };
  const { id, more, frontend } = context;
  const typing: TypingContext = { ...context.typing, id };
  if (literal) return toAction(messageIntent(line, typing), context);
  const typed = parseTypedLine(line, frontend);
  if (typed.kind === "command" && typed.name === "search" && typed.rest === "" && more !== undefined) {
    return send({ type: "search", ...more, ...clockOf(typing) }, context);
  }
  return toAction(interpret(line, frontend, typing), context);
}

/** Parses a line of a program: what begins like a JSON object is a frame, anything else (`{quit}` too) is as if typed. */
export function parseJsonLine(line: string, context: LineContext): LineOutcome {
  if (!line.startsWith("{") || parseTypedLine(line, context.frontend).kind === "command") {
    return parseLine(line, context);
  }
  const decoded = decodeClientFrame(line);
  if (!decoded.ok) return { kind: "problem", problem: decoded.problem };
  const { frame } = decoded;
  if (frame.type === "quit") return { kind: "leave", ...(frame.word !== undefined && { word: frame.word }) };
  return send(frame, context);
}

/** Gives a frame whose answer is waited for an id. */
function send(frame: ClientFrame, { id, limits }: LineContext): LineOutcome {
  switch (frame.type) {
    case "say":
    case "private":
    case "search":
      return checkSize({ ...frame, id: frame.id ?? id }, limits);
    case "topic":
      return checkSize(frame.text === undefined ? frame : { ...frame, id: frame.id ?? id }, limits);
    default:
      return checkSize(frame, limits);
  }
}

function toAction(intent: Intent, context: LineContext): LineOutcome {
  switch (intent.kind) {
    case "problem":
      return intent;
    case "send":
      return toSend(intent.frame, context);
    case "local":
      return toLocal(intent.name, intent.rest);
  }
}

function toSend(frame: ClientFrame, context: LineContext): LineOutcome {
  switch (frame.type) {
    case "quit":
      return { kind: "leave", ...(frame.word !== undefined && { word: frame.word }) };
    case "join": { // Into a room that one is in already, one just looks.
      const room = context.roomNamed?.(frame.room);
      return room === undefined ? send(frame, context) : { kind: "go", room };
    }
    default:
      return send(frame, context);
  }
}

function toLocal(name: LocalCommand, rest: string): LineOutcome {
  switch (name) {
    case "help":
      return { kind: "help", about: rest };
    case "clear":
      return { kind: "clear" };
    case "claim":
      return rest === "" ? { kind: "claim" } : { kind: "ask-password", for: "claim" };
    case "password":
      return { kind: "ask-password", for: "password" };
    case "send":
      return { kind: "send-file", path: rest };
    case "show":
      return { kind: "show-picture", ...(rest !== "" && { seq: Number(rest.replace("@", "")) }) };
    case "query":
      return toQuery(rest.replace(/[:,]$/, "")); // As Tab completes a name at the beginning of a line.
    case "mentions":
    case "ignore":
    case "unignore":
    case "notify":
    case "quiet":
    case "set":
    case "get":
      return { kind: "local", local: { name, rest } };
  }
}

function toQuery(given: string): LineOutcome {
  if (given === "") return { kind: "query" };
  const name = parseName(given);
  return name === undefined
    ? { kind: "problem", problem: { code: "usage", usage: "/query [NAME]" } }
    : { kind: "query", name };
}
