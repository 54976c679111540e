/**
 * What a slash command is, and what a typed line is read against. The commands themselves are in `commands.ts`. Pure.
 *
 * @module
 */

import type { Deed } from "./deeds.ts";
import type { AnyFrame, MessageId, RequestKind } from "./frames.ts";
import type { Problem } from "./problem.ts";
/** Where lines are typed: at the plain door, in the client, or on the page. */
export type TypedAt = "plain" | "client" | "page";

/** Where plain text goes: to a room, to one member, or nowhere when somebody is in no room. */
export type Target =
  | { readonly kind: "room"; readonly room: string }
  | PersonTarget
  | { readonly kind: "nowhere" };

/** One member to whom something is said alone. */
export interface Addressee {
  readonly name: string;
  /** Their id, where it is known: what is said then reaches them or nobody. */
  readonly person?: string;
  /** Set where it is known that they have left: somebody else may have the name now. */
  readonly isGone?: boolean;
}

/** One member to whom plain text goes. */
export interface PersonTarget extends Addressee {
  readonly kind: "person";
}

/** What a typed line is read against. */
export interface TypingContext {
  /** Where plain text goes. */
  readonly target: Target;
  /** The room that was last in view: what commands without a room mean. Empty for none. */
  readonly room: string;
  /** The time, in ms since 1970. */
  readonly now: number;
  /** How many minutes this person's clock is ahead of UTC; without it, the server's clock counts. */
  readonly zone?: number;
  /** The time zone of that clock, as `Europe/Rome`. */
  readonly timeZone?: string;
  /** Who last wrote to this person alone, or was written to. */
  readonly correspondent?: Addressee;
  /** Finds who has a name now, where ids of persons are known. */
  readonly addressee?: (name: string) => Addressee;
  /** The id that the line's message gets, if it becomes one. */
  readonly id?: MessageId;
  /** Set where a person types and no file is read: what only people write means something there. */
  readonly isPerson?: boolean;
}

/** A command that the frontend itself performs: it concerns nobody else. */
export type LocalCommand =
  | "help"
  | "query"
  | "mentions"
  | "ignore"
  | "unignore"
  | "claim"
  | "password"
  | "quiet"
  | "notify"
  | "set"
  | "clear"
  | "send"
  | "show"
  | "get";

/** What a line is to do: send the server a frame, do something in the frontend, or show what is wrong with it. */
export type IntentOf<Frame extends AnyFrame> =
  | { readonly kind: "send"; readonly frame: Frame }
  | { readonly kind: "local"; readonly name: LocalCommand; readonly rest: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What an argument can be, for completion. `text` is anything up to the end of the line, and may name members. */
export type ArgumentKind =
  | "text"
  | "member"
  | "ignored"
  | "room"
  | "recipient"
  | "command"
  | "query"
  | "switch"
  | "loudness"
  | "setting"
  | "value"
  | "path";

/** An argument of a command: as usage shows it (`[OPTIONAL]`, `REQUIRED`), and what it can be. */
export interface Argument {
  readonly shape: string;
  readonly kind: ArgumentKind;
}

/** A slash command. */
export interface CommandRow {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Its arguments, in order; a line without the first one is refused when that is required. */
  readonly args: readonly Argument[];
  /** Where it can be typed. */
  readonly frontends: readonly TypedAt[];
  /** The frames that it makes: this is where the server's decoder knows them from. */
  readonly requests: readonly RequestKind<AnyFrame>[];
  /** Picks the sentence of the catalogue that help shows. */
  readonly help: (words: never) => string;
  /** What it does, for a command of people in charge: who may not do that is not shown it. */
  readonly deed?: Deed;
  /** Turns what is written behind it, trimmed, into what it is to do; `undefined` when that is not how it is used. */
  readonly toIntent: (rest: string, context: TypingContext) => IntentOf<AnyFrame> | undefined;
}
