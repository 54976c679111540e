/**
 * The native protocol: the frames that clients, bots and the server exchange, one JSON object a line, UTF-8.
 * `docs/protocol.md` describes it for people.
 *
 * Owns every frame's type, and how frames become lines and lines frames; numbers of the wire are in `protocol/limits.ts`.
 * Must not know bytes, sockets, files, clocks, the server, the client, or a sentence that a person reads.
 * May be called by every part of the program, and by others' programs: it is public.
 * There is nothing to close: everything here is pure.
 *
 * @module
 */

import type { ServerFrame } from "./protocol/events.ts";
import type { ClientFrame } from "./protocol/requests.ts";

export type {
  ByeFrame,
  ByeReason,
  ErrorFrame,
  NoticeFrame,
  PingFrame,
  PongFrame,
  QuitRequest,
} from "./protocol/connection.ts";
export type { DeliveredFrame, PrivateFrame, PrivateRequest } from "./protocol/direct.ts";
export { decodeServerFrame, type Reply, type RoomEvent, type ServerFrame } from "./protocol/events.ts";
export { type Fields, readId } from "./protocol/fields.ts";
export { COMMANDS } from "./protocol/commands.ts";
export type {
  AnyFrame,
  Decoded,
  MessageId,
  RequestFields,
  RequestKind,
  RequestOf,
} from "./protocol/frames.ts";
export type { AnnouncedLimits, HelloRequest, Resume, WelcomeFrame } from "./protocol/hello.ts";
export type {
  CatchupRequest,
  CaughtUpFrame,
  HistoryFrame,
  HistoryRequest,
  ReadRequest,
  UnreadFrame,
} from "./protocol/history.ts";
export type { AckFrame, MessageFrame, SayRequest } from "./protocol/message.ts";
export type {
  AwayFrame,
  AwayRequest,
  BackFrame,
  BackRequest,
  CrowdFrame,
  JoinedFrame,
  LeaveReason,
  LeftFrame,
  MembersFrame,
  NickRequest,
  Presence,
  RenamedFrame,
  WhoisFrame,
  WhoisRequest,
  WhoRequest,
} from "./protocol/presence.ts";
export type { Problem, ProblemCode, QueryFault } from "./protocol/problem.ts";
export { type ClientFrame, decodeClientFrame, PROGRAM_REQUESTS } from "./protocol/requests.ts";
export type {
  EnteredFrame,
  JoinRequest,
  PartedFrame,
  PartRequest,
  RoomsFrame,
  RoomSnapshot,
  RoomsRequest,
  RoomSummary,
  Topic,
  TopicFrame,
  TopicRequest,
} from "./protocol/rooms.ts";
export type { FoundFrame, HitFrame, SearchRequest } from "./protocol/search.ts";

/** Encodes a frame as its line, newline included. */
export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  return JSON.stringify(frame) + "\n";
}
