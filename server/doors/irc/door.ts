/**
 * The door for IRC clients: not open yet, and said so in IRC's grammar.
 *
 * Owns: how an IRC client is recognized, and its errors.
 * Must not know: other doors, or the rooms.
 * Called by: the table of doors.
 * On close: its connections are closed by the port.
 *
 * @module
 */

import type { Door } from "../../connection.ts";
import { type DoorParts, refuseNotYet } from "../context.ts";
import { claimWords } from "../prefixes.ts";

/** The commands with which an IRC client begins (RFC 2812, section 3.1, and IRCv3). */
const FIRST_COMMANDS = ["CAP ", "NICK ", "USER ", "PASS "];

const write = (sentence: string): string => `ERROR :${sentence}\r\n`;

/** Makes the door for IRC clients. */
export function ircDoor(parts: DoorParts): Door {
  return {
    claims: (firstBytes) => claimWords(firstBytes, FIRST_COMMANDS, true),
    enter: (arrival) => refuseNotYet(parts, arrival, "IRC", write),
    refuse: (problem) => write(parts.hub.words.problem(problem)),
  };
}
