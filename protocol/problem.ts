/**
 * What can be wrong with something that a client sent.
 *
 * @module
 */

/** What is wrong with a query: it asks for nothing, a quotation is open, a date, a room or a number cannot be read, it is too long. */
export type QueryFault = "empty" | "quote" | "date" | "room" | "context" | "long";

/** What was wrong with something that a client sent, with what is needed to say so in any language. */
export type Problem =
  | { readonly code: "not-utf8" }
  | { readonly code: "line-too-long"; readonly limit: number }
  | { readonly code: "bad-json" }
  | { readonly code: "unknown-type"; readonly given: string }
  | { readonly code: "bad-field"; readonly field: string }
  | { readonly code: "bad-version"; readonly versions: readonly number[] }
  | { readonly code: "hello-first" }
  | { readonly code: "already-in" }
  /** `mixed` when letters of several scripts stand in one word. */
  | { readonly code: "bad-name"; readonly name: string; readonly suggestion: string; readonly mixed?: true }
  /** `like` is the name in use that this one looks like, where it is another one. */
  | {
    readonly code: "name-taken";
    readonly name: string;
    readonly suggestion: string;
    readonly like?: string;
  }
  | { readonly code: "no-room"; readonly room: string }
  /** `like` is the name of a room that there is, and that this one looks like. */
  | { readonly code: "bad-room"; readonly room: string; readonly mixed?: true; readonly like?: string }
  | { readonly code: "nowhere" }
  | { readonly code: "nobody-to-answer" }
  | { readonly code: "too-many-rooms"; readonly limit: number }
  /** From this address no more rooms can be begun for now. */
  | { readonly code: "new-rooms"; readonly limit: number }
  | { readonly code: "in-too-many"; readonly limit: number }
  | { readonly code: "not-here"; readonly name: string; readonly waited?: true }
  | { readonly code: "bad-query"; readonly why: QueryFault; readonly given: string }
  | { readonly code: "no-search" }
  | { readonly code: "search-slow" }
  | { readonly code: "empty" }
  | { readonly code: "too-long"; readonly limit: number; readonly length: number }
  | { readonly code: "not-stored" }
  | { readonly code: "unknown-command"; readonly given: string; readonly nearest: string }
  | { readonly code: "usage"; readonly usage: string }
  | { readonly code: "full"; readonly limit: number }
  | { readonly code: "address-full"; readonly limit: number }
  /** What a client makes of a code that it does not know, as a server may be newer. Never sent. */
  | { readonly code: "other"; readonly given: string };

/** The name of a {@linkcode Problem}: stable, for programs. */
export type ProblemCode = Problem["code"];
