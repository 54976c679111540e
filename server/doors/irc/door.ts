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
import { type DoorContext, refuseNotYet } from "../context.ts";
import { claimWords } from "../prefixes.ts";

/** The commands with which an IRC client begins (RFC 2812, section 3.1, and IRCv3). */
const FIRST_COMMANDS = ["CAP ", "NICK ", "USER ", "PASS "];

const write = (sentence: string): string => `ERROR :${sentence}\r\n`;

/** Makes the door for IRC clients. */
export function ircDoor(context: DoorContext): Door {
  return {
    claims: (firstBytes) => claimWords(firstBytes, FIRST_COMMANDS, true),
    enter: (arrival) => refuseNotYet(context, arrival, "IRC", write),
    refuse: (problem) => write(context.hub.words.problem(problem)),
  };
}
