/**
 * The native protocol: the frames that our clients, bots and the server exchange, one JSON object a line, UTF-8.
 * Its description for people is `docs/protocol.md`. Pure: bytes, sockets and clocks are somebody else's.
 *
 * @module
 */

import type { ClientFrame } from "./protocol/client_frames.ts";
import type { ServerFrame } from "./protocol/server_frames.ts";

export type { ClientFrame, HistoryRequest, Resume, SearchRequest } from "./protocol/client_frames.ts";
export { decodeClientFrame } from "./protocol/decode_client.ts";
export { decodeServerFrame } from "./protocol/decode_server.ts";
export { readId } from "./protocol/fields.ts";
export type { ByeReason, Decoded, LeaveReason, MessageId } from "./protocol/frames.ts";
export type { Problem, ProblemCode, QueryFault } from "./protocol/problem.ts";
export type {
  AnnouncedLimits,
  EnteredFrame,
  ErrorFrame,
  HitFrame,
  MessageFrame,
  Presence,
  PrivateFrame,
  RenamedFrame,
  Reply,
  RoomEvent,
  RoomSnapshot,
  RoomSummary,
  ServerFrame,
  Topic,
  WelcomeFrame,
} from "./protocol/server_frames.ts";

/** Turns a frame into its line, newline included. */
export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  return JSON.stringify(frame) + "\n";
}
