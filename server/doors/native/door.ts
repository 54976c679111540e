/**
 * The door for our client and for bots: the native protocol, one JSON object a line.
 *
 * Owns: the native protocol as a format, and how a client that speaks it is recognized.
 * Must not know: other doors, rooms, or what a frame does.
 * Called by: the table of doors; the web door (its WebSocket carries the same frames).
 * On close: its connections are closed by the port.
 *
 * @module
 */

import { decodeClientFrame } from "../../../protocol.ts";
import { type Door, handleLines, type Recognition } from "../../connection.ts";
import type { Hub } from "../../core/hub.ts";
import type { Session } from "../../core/members.ts";
import { type DoorContext, lineHandler, logArrival, openSession, type SessionKind } from "../context.ts";
import { encodeRefusal, nativeFormat } from "./format.ts";

export { encodeRefusal, nativeFormat };

const KIND: SessionKind = { format: nativeFormat, isProgram: true };

const BRACE = 0x7b;
const QUOTE = 0x22;

/** A client in this process: when the server is back, so is it, and needs no seat kept until then. */
export const OWN_KIND: SessionKind = { ...KIND, cannotResume: true };

/** Makes the door for the native protocol. */
export function nativeDoor(context: DoorContext, kind = KIND): Door {
  const handler = lineHandler(context, (session, line) => receiveNative(context.hub, session, line));
  return {
    unencrypted: "owner",
    claims: claimsNative,
    enter(arrival) {
      logArrival(context, arrival);
      const { connection, reader } = arrival;
      void handleLines(openSession(context, arrival, kind), connection, reader, handler);
      return undefined;
    },
    refuse: (problem) => encodeRefusal(problem, context.hub.words),
  };
}

/** Handles a line of the native protocol. Empty lines mean nothing. */
export function receiveNative(hub: Hub, session: Session, line: string): void {
  if (line.trim() !== "") hub.receive(session, decodeClientFrame(line));
}

/** Tells whether a JSON object with a key begins: `{"`, with white space before and between. `{quit}` is a person's. */
function claimsNative(firstBytes: Uint8Array): Recognition {
  if (firstBytes[0] === BRACE && firstBytes[1] === QUOTE) return "yes"; // As nearly all programs begin.
  let at = skipSpace(firstBytes, 0);
  if (firstBytes[at] === BRACE) at = skipSpace(firstBytes, at + 1);
  else if (at < firstBytes.length) return "no";
  if (at === firstBytes.length) return "wait";
  return firstBytes[at] === QUOTE ? "yes" : "no";
}

/** Tells where the white space of JSON ends. */
function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}
