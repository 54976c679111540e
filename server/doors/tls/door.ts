/**
 * The door for TLS: not open yet, and said so in plain text, as TLS has no grammar before a handshake.
 *
 * Owns: how a TLS client is recognized.
 * Must not know: other doors, or what is inside TLS.
 * Called by: the table of doors.
 * On close: its connections are closed by the port.
 *
 * @module
 */

import type { Door, Recognition } from "../../connection.ts";
import { type DoorContext, refuseNotYet } from "../context.ts";

/** The first byte of a TLS handshake record and of its major version (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;
const MAJOR_VERSION = 0x03;

const write = (sentence: string): string => `${sentence}\n`;

/** Makes the door for TLS. */
export function tlsDoor(context: DoorContext): Door {
  return {
    claims: claimsTls,
    enter: (arrival) => refuseNotYet(context, arrival, "TLS", write),
    refuse: (problem) => write(context.hub.words.problem(problem)),
  };
}

function claimsTls([first, second]: Uint8Array): Recognition {
  if (first === undefined) return "wait";
  if (first !== HANDSHAKE) return "no";
  if (second === undefined) return "wait";
  return second === MAJOR_VERSION ? "yes" : "no";
}
