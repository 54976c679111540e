/**
 * What the end of a connection means: to come back or to leave for good, and with which exit code and sentence. The one
 * decision for terminal, pipe, script commands and page. Pure.
 *
 * | `bye` reason | what a client does        | exit | why                                                                     |
 * | ------------ | ------------------------- | ---- | ----------------------------------------------------------------------- |
 * | none         | comes back                | 3    | a cut line or a killed server decides nothing about the member          |
 * | `closing`    | comes back, after `back`  | 3    | the restart of a server is not a departure                              |
 * | `slow`       | comes back                | 3    | what was not read is in the log, and comes on resuming                  |
 * | `silent`     | comes back                | 3    | a machine that slept or a network that hung: nobody decided to leave    |
 * | `quit`       | ends                      | 3    | the member asked for it; who did so knows and has an end of their own   |
 * | `replaced`   | ends                      | 3    | the same member is in from elsewhere: two would throw each other out    |
 * | `flood`      | ends                      | 3    | the same line would be sent again, and end the next connection as well  |
 * | `removed`    | ends                      | 4    | somebody decided it                                                     |
 * | `refused`    | ends, see below           | 4    | an `error` before it said why, and that decides                         |
 *
 * An `error` in answer to `hello` ends as well, with exit 4, except that a full server (`full`, `address-full`) is tried
 * again by a client that was in before or waits for a place: the connection that it lost may still be counted. Who is too
 * fast after others from the same address (`join-limit`) tries again when the server says.
 *
 * @module
 */

import type { ByeReason, ErrorFrame, ServerFrame } from "../protocol.ts";
import type { Words } from "../words/en.ts";
import { errorSentence } from "./errors.ts";

/** A goodbye of the server: the last frame of a connection that it closes. */
export type Goodbye = Extract<ServerFrame, { type: "bye" }>;

/** The exit codes of an end that the server or the network decided: lost for good (3), refused (4). */
export type EndCode = 3 | 4;

/** What a client does once its connection has ended. */
export type AfterEnd =
  /** Connects again, not before `wait` (in ms, 0 unless the server named a time). */
  | { readonly kind: "retry"; readonly wait: number }
  | { readonly kind: "end"; readonly code: EndCode };

/** What each reason means: coming back, or an end with this exit code. */
const MEANINGS: Readonly<Record<ByeReason, "retry" | EndCode>> = {
  closing: "retry",
  slow: "retry",
  silent: "retry",
  quit: 3,
  replaced: 3,
  flood: 3,
  removed: 4,
  refused: 4,
};

/**
 * Decides what to do after a connection that this client did not end itself.
 *
 * @param bye The server's goodbye; `undefined` when the connection broke without one.
 * @param chance From 0 up to but not including 1: spreads the clients of a restarted server over one second.
 */
export function afterGoodbye(bye: Goodbye | undefined, chance: number): AfterEnd {
  const meaning = meaningOf(bye);
  if (meaning !== "retry") return { kind: "end", code: meaning };
  return { kind: "retry", wait: bye?.back === undefined ? 0 : (bye.back + chance) * 1000 };
}

function meaningOf(bye: Goodbye | undefined): "retry" | EndCode {
  return bye === undefined ? "retry" : MEANINGS[bye.reason];
}

/**
 * Decides what to do after an error in answer to `hello`.
 *
 * @param isPatient Whether to wait for a place in a full server: for a client that was in before, or a page whose reader waits.
 */
export function afterRefusal(error: ErrorFrame, isPatient: boolean): AfterEnd {
  const { code } = error;
  if (error.code === "join-limit" && isPatient) return { kind: "retry", wait: error.wait };
  const isPassing = code === "full" || code === "address-full" || code === "cut-off";
  return isPassing && isPatient ? { kind: "retry", wait: 0 } : { kind: "end", code: 4 };
}

/**
 * Makes the exit code and the sentence of an end that is final, whether by decision or because this client does not come
 * back (`--no-reconnect`).
 *
 * @param where The server's address, as people write it.
 */
export function endAfterGoodbye(
  bye: Goodbye | undefined,
  where: string,
  words: Words,
): { readonly code: EndCode; readonly sentence: string } {
  const meaning = meaningOf(bye);
  return { code: meaning === "retry" ? 3 : meaning, sentence: goodbyeSentence(bye, where, words) };
}

/** Makes the exit code and the sentence of an error in answer to `hello`. */
export function endAfterRefusal(
  error: ErrorFrame,
  words: Words,
): { readonly code: EndCode; readonly sentence: string } {
  return { code: 4, sentence: errorSentence(error, words) };
}

/** Says why a connection ended. */
function goodbyeSentence(bye: Goodbye | undefined, where: string, words: Words): string {
  if (bye === undefined) return words.client.lost(where);
  return bye.reason === "closing" ? words.client.serverClosed(where) : words.bye(bye.reason);
}
