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

export type * from "./protocol/accounts.ts";
export { COMMANDS } from "./protocol/commands.ts";
export type * from "./protocol/connection.ts";
export type * from "./protocol/deeds.ts";
export type * from "./protocol/direct.ts";
export { decodeServerFrame, type Reply, type RoomEvent, type ServerFrame } from "./protocol/events.ts";
export { type Fields, readId } from "./protocol/fields.ts";
export type * from "./protocol/files.ts";
export { encodeFrame } from "./protocol/frame_line.ts";
export type * from "./protocol/frames.ts";
export type * from "./protocol/hello.ts";
export type * from "./protocol/history.ts";
export type * from "./protocol/invite.ts";
export type * from "./protocol/loudness.ts";
export type * from "./protocol/message.ts";
export type * from "./protocol/presence.ts";
export type * from "./protocol/presence_requests.ts";
export type * from "./protocol/problem.ts";
export type * from "./protocol/ranks.ts";
export type * from "./protocol/refusal.ts";
export type * from "./protocol/standing.ts";
export { type ClientFrame, decodeClientFrame, PROGRAM_REQUESTS } from "./protocol/requests.ts";
export type * from "./protocol/room_mode.ts";
export type * from "./protocol/rooms.ts";
export type * from "./protocol/search.ts";
export type * from "./protocol/second_thoughts.ts";
