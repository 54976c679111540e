/**
 * Everything that a server may send, composed of its subjects, and the decoding of a server's line. Pure.
 *
 * @module
 */

import { ACCOUNT_EVENTS, type AccountReply } from "./accounts.ts";
import { CONNECTION_EVENTS, type ConnectionReply } from "./connection.ts";
import { DEED_EVENTS, type DeedReply, type ModeFrame, type ModeratedFrame } from "./deeds.ts";
import { DIRECT_EVENTS, type DirectReply } from "./direct.ts";
import { parseObject } from "./fields.ts";
import type { EventReader, EventReaders } from "./frames.ts";
import { FILE_EVENTS, type FileFrame, type UploadFrame } from "./files.ts";
import { HELLO_EVENTS, type WelcomeFrame } from "./hello.ts";
import { HISTORY_EVENTS, type HistoryReply } from "./history.ts";
import { type InvitationFrame, INVITE_EVENTS } from "./invite.ts";
import { type AckFrame, MESSAGE_EVENTS, type MessageFrame, type TextFrame } from "./message.ts";
import { PRESENCE_EVENTS, type PresenceEvent, type PresenceReply } from "./presence.ts";
import { ROOM_EVENTS, type RoomReply } from "./rooms.ts";
import { SEARCH_EVENTS, type SearchReply } from "./search.ts";

/** What everyone in a room gets, in one order for all. */
export type RoomEvent = MessageFrame | PresenceEvent | ModeFrame | ModeratedFrame;

/** What one member alone gets. */
export type Reply =
  | WelcomeFrame
  | AccountReply
  | InvitationFrame
  | AckFrame
  | TextFrame
  | DirectReply
  | RoomReply
  | PresenceReply
  | HistoryReply
  | SearchReply
  | DeedReply
  | UploadFrame
  | FileFrame
  | ConnectionReply;

/** What a server may send. */
export type ServerFrame = RoomEvent | Reply;

const EVENTS: EventReaders<ServerFrame> = {
  ...HELLO_EVENTS,
  ...ACCOUNT_EVENTS,
  ...INVITE_EVENTS,
  ...MESSAGE_EVENTS,
  ...DIRECT_EVENTS,
  ...ROOM_EVENTS,
  ...PRESENCE_EVENTS,
  ...HISTORY_EVENTS,
  ...SEARCH_EVENTS,
  ...DEED_EVENTS,
  ...FILE_EVENTS,
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
