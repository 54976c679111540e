/**
 * What happens in rooms, said alike at every door. In English.
 *
 * @module
 */

import type { Loudness } from "../../protocol/loudness.ts";
import type { ByeReason, LeaveReason } from "../../protocol.ts";
import { briefly, people } from "./numbers.ts";

/** Why somebody is no longer here. */
export const reasons: Record<LeaveReason, string> = {
  left: "left",
  lost: "connection lost",
  slow: "too slow",
  removed: "removed",
  silent: "silent too long",
};

const byes: Record<ByeReason, string> = {
  quit: "Goodbye.",
  closing: "The server is closing. Goodbye.",
  refused: "You were not let in. Goodbye.",
  slow: "You read too slowly, so the room let you go.",
  removed: "You were removed from the room.",
  silent: "Nothing was heard from you for too long, so the room let you go.",
  replaced: "You came in from somewhere else, so this connection is closed.",
  flood: "That line has no end, so the connection is closed.",
};

/** What happens in rooms. */
export const rooms = {
  bye: (reason: ByeReason): string => byes[reason],
  onlyMessages: "You are offline: that was not sent. Only messages are kept for later.",
  /** Of what in a room somebody is told who does not look at it. */
  notifies: (room: string, how: Loudness): string => {
    switch (how) {
      case "all":
        return `You are told of all that is said in #${room}.`;
      case "mentions":
        return `You are told when somebody says your name in #${room}.`;
      case "off":
        return `You are told of nothing that is said in #${room}.`;
    }
  },
  noMentions: "Nobody has mentioned you here.",
  slowed:
    "You send faster than this room reads: nothing is lost, but your lines now come through more slowly.",
  /** A server that its operator closes soon, or not after all. */
  closesIn: (ms: number): string => `The room closes in ${briefly(ms)}.`,
  staysOpen: "The room stays open after all.",
  cutOff: "This server is cut off from the others: nothing new comes, and what you write waits.",
  joinedAgain: "This server has reached the others again.",
  /** To somebody who comes back after too long. */
  gap: (from: number, to: number): string => `Messages ${from} to ${to} are no longer kept.`,
  /** What a name begins with when nothing of what was asked for can be kept. */
  guest: "guest",
  /** To somebody who writes to a person whose connection is broken. */
  waitsFor: (name: string): string =>
    `${name} has lost the connection: what you wrote waits, and arrives if they are back soon.`,

  /** What everyone in a room reads. `word` is a parting word. */
  joined: (name: string): string => `--> ${name} joined`,
  /** More came and went than are named; `count` are here now. */
  crowd: (count: number): string => `--- many came or went: ${people(count)} here now`,
  left: (name: string, reason: LeaveReason, word: string | undefined, by?: string): string =>
    by !== undefined
      ? `<-- ${name} was removed by ${by}${word === undefined ? "" : `: ${word}`}`
      : `<-- ${name} left` +
        (reason === "left" ? (word === undefined ? "" : `: ${word}`) : ` (${reasons[reason]})`),
  renamed: (from: string, to: string): string => `--- ${from} is now ${to}`,
};
