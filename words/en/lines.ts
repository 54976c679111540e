/**
 * What is said of rooms to those who have nothing but lines of text: in terminals, at `nc`, in IRC. The page needs none of it,
 * and does not load it. In English.
 *
 * @module
 */

import type { LeaveReason } from "../../protocol.ts";
import { people } from "./numbers.ts";
import { reasons } from "./rooms.ts";

/** What is said of rooms in lines of text alone. */
export const lines = {
  reason: (reason: LeaveReason): string => reasons[reason],
  /** What stands below a message that is shown shortened: how much is left out, and how it is seen. */
  folded: (rows: number, seq: number): string =>
    `… ${rows} more ${rows === 1 ? "line" : "lines"}: /get ${seq}`,
  /** The same below words for one person alone, which have no number: they are seen by the other's name. */
  foldedPrivate: (rows: number, name: string): string =>
    `… ${rows} more ${rows === 1 ? "line" : "lines"}: /get @${name}`,
  noPrivateText: (name: string): string =>
    `No long text between you and ${name} is kept here: private ones last as long as this window.`,
  /** A server that closes and comes back. */
  restarting: (seconds: number): string => `The server is restarting: come back in ${seconds} s.`,
  /** To somebody who writes to a person who is away. */
  isAway: (name: string, why: string): string => `${name} is away${why === "" ? "." : `: ${why}`}`,
  /** To somebody who wrote to a person whose connection was broken, once that person is back. */
  arrivedAt: (name: string): string => `${name} is back and has what you wrote.`,
  /** The members of a room: `count` people, of whom these are named; `others` are in no part of the list. */
  here: (names: readonly string[], count: number, others: number): string =>
    `Here now (${people(count)}): ${names.join(", ")}` + (others > 0 ? ` and ${others} more` : ""),
};
