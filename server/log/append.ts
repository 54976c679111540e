/**
 * Drafts become rows of the message table: numbered, sixteen in one statement where there are as many.
 *
 * @module
 */

import type { MessageFrame } from "../../protocol.ts";
import { BATCH, type MessageTable } from "./message_table.ts";
import { type AppendResult, type Draft, toMessage, topicOf } from "./port.ts";
import type { OpenRoom, RoomTable } from "./room_table.ts";
import { count, toFrame } from "./rows.ts";

/**
 * Stores drafts and returns their outcomes in order. To be called in a transaction, between
 * {@linkcode RoomTable.beginTurn} and {@linkcode RoomTable.save}.
 */
export function appendDrafts(
  drafts: readonly Draft[],
  rooms: RoomTable,
  messages: MessageTable,
): readonly AppendResult[] {
  const results: AppendResult[] = [];
  while (results.length < drafts.length) {
    const some = drafts.slice(results.length, results.length + BATCH);
    results.push(
      ...appendBatch(some, rooms, messages) ?? some.map((draft) => appendOne(draft, rooms, messages)),
    );
  }
  return results;
}

/** Stores them all, or nothing: there are too few of them, or one was stored before. */
function appendBatch(
  drafts: readonly Draft[],
  rooms: RoomTable,
  messages: MessageTable,
): readonly AppendResult[] | undefined {
  if (drafts.length < BATCH) return undefined;
  const numbered = drafts.map((draft) => {
    const room = rooms.change(draft.room);
    return { draft, room, n: room.base + ++room.last };
  });
  if (messages.addBatch(numbered)) return numbered.map(({ draft, room, n }) => stored(draft, room, n));
  for (const { room } of numbered) room.last--;
  return undefined;
}

function appendOne(draft: Draft, rooms: RoomTable, messages: MessageTable): AppendResult {
  const room = rooms.change(draft.room);
  const n = room.base + room.last + 1;
  const { personId, id } = draft;
  if (!messages.add({ draft, n }) && id !== undefined) {
    return { message: earlier(personId, id, rooms, messages), isRepeat: true };
  }
  room.last++;
  return stored(draft, room, n);
}

/** Reads the message that a person has sent with this id. */
function earlier(
  personId: number,
  id: string | number,
  rooms: RoomTable,
  messages: MessageTable,
): MessageFrame {
  const row = messages.bySender(personId, id);
  const room = rooms.ofKey(count(row, "n"));
  return toFrame(row, room?.name ?? "", room?.base ?? 0);
}

/** Makes the outcome of a draft that is stored with the key `n`, and its topic the room's. */
function stored(draft: Draft, room: OpenRoom, n: number): AppendResult {
  if (draft.topic) room.topic = topicOf(draft);
  return { message: toMessage(draft, n - room.base), isRepeat: false };
}
