/**
 * The native protocol: the frames that our clients, bots and the server exchange, one JSON object a line, UTF-8.
 * Its description for people is `docs/protocol.md`. Pure: bytes, sockets and clocks are somebody else's.
 *
 * @module
 */

import type { ClientFrame, ServerFrame } from "./protocol/frames.ts";

export { decodeClientFrame } from "./protocol/decode_client.ts";
export { decodeServerFrame } from "./protocol/decode_server.ts";
export { readId } from "./protocol/fields.ts";
export type {
  AnnouncedLimits,
  ByeReason,
  ClientFrame,
  Decoded,
  ErrorFrame,
  HistoryRequest,
  LeaveReason,
  MessageFrame,
  MessageId,
  Problem,
  ProblemCode,
  Reply,
  Resume,
  RoomEvent,
  ServerFrame,
  WelcomeFrame,
} from "./protocol/frames.ts";

/** Turns a frame into its line, newline included. */
export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  return JSON.stringify(frame) + "\n";
}
