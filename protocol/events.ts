/**
 * Everything that a server may send, composed of its subjects, and the decoding of a server's line. Pure.
 *
 * @module
 */

import {
  type ByeFrame,
  CONNECTION_EVENTS,
  type ErrorFrame,
  type NoticeFrame,
  type PingFrame,
  type PongFrame,
} from "./connection.ts";
import { type DeliveredFrame, DIRECT_EVENTS, type PrivateFrame } from "./direct.ts";
import { parseObject } from "./fields.ts";
import type { EventReader, EventReaders } from "./frames.ts";
import { HELLO_EVENTS, type WelcomeFrame } from "./hello.ts";
import { type CaughtUpFrame, HISTORY_EVENTS, type HistoryFrame, type UnreadFrame } from "./history.ts";
import { type AckFrame, MESSAGE_EVENTS, type MessageFrame } from "./message.ts";
import {
  type AwayFrame,
  type BackFrame,
  type CrowdFrame,
  type JoinedFrame,
  type LeftFrame,
  type MembersFrame,
  PRESENCE_EVENTS,
  type RenamedFrame,
  type WhoisFrame,
} from "./presence.ts";
import {
  type EnteredFrame,
  type PartedFrame,
  ROOM_EVENTS,
  type RoomsFrame,
  type TopicFrame,
} from "./rooms.ts";
import { type FoundFrame, type HitFrame, SEARCH_EVENTS } from "./search.ts";

/** What everyone in a room gets, in one order for all. */
export type RoomEvent = MessageFrame | JoinedFrame | LeftFrame | CrowdFrame;

/** What one member alone gets. */
export type Reply =
  | WelcomeFrame
  | EnteredFrame
  | PartedFrame
  | RenamedFrame
  | PrivateFrame
  | DeliveredFrame
  | ErrorFrame
  | AckFrame
  | MembersFrame
  | RoomsFrame
  | TopicFrame
  | WhoisFrame
  | AwayFrame
  | BackFrame
  | HistoryFrame
  | HitFrame
  | FoundFrame
  | UnreadFrame
  | CaughtUpFrame
  | NoticeFrame
  | PingFrame
  | PongFrame
  | ByeFrame;

/** What a server may send. */
export type ServerFrame = RoomEvent | Reply;

const EVENTS: EventReaders<ServerFrame> = {
  ...HELLO_EVENTS,
  ...MESSAGE_EVENTS,
  ...DIRECT_EVENTS,
  ...ROOM_EVENTS,
  ...PRESENCE_EVENTS,
  ...HISTORY_EVENTS,
  ...SEARCH_EVENTS,
  ...CONNECTION_EVENTS,
};

const READERS: ReadonlyMap<unknown, EventReader<ServerFrame>> = new Map(
  Object.entries<EventReader<ServerFrame>>(EVENTS),
);

/**
 * Decodes a server's line. `undefined` is a frame that this version does not know, or a line that is no frame:
 * a client goes on without it, as a server may be newer. Never throws.
 */
export function decodeServerFrame(line: string): ServerFrame | undefined {
  const fields = parseObject(line);
  return fields === undefined ? undefined : READERS.get(fields.type)?.(fields);
}
