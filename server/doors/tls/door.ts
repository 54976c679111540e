/**
 * The door for TLS: not open yet, and said so in plain text, as there is no grammar for it before a handshake.
 *
 * @module
 */

import type { Claim, Door } from "../../connection.ts";
import { type DoorParts, refuseNotYet } from "../parts.ts";

/** The first byte of a TLS handshake record and of its major version (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;
const MAJOR_VERSION = 0x03;

const write = (sentence: string): string => `${sentence}\n`;

/** Makes the door for TLS. */
export function tlsDoor(parts: DoorParts): Door {
  return {
    claims: claimsTls,
    enter: (arrival) => refuseNotYet(parts, arrival, "TLS", write),
    refuse: (problem) => write(parts.hub.words.problem(problem)),
  };
}

function claimsTls([first, second]: Uint8Array): Claim {
  if (first === undefined) return "wait";
  if (first !== HANDSHAKE) return "no";
  if (second === undefined) return "wait";
  return second === MAJOR_VERSION ? "yes" : "no";
}
