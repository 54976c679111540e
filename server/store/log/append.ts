/**
 * Drafts become rows of the message table: numbered, many in one statement where there are as many.
 *
 * @module
 */

import type { MessageFrame } from "../../../protocol.ts";
import { BATCHES, type MessageTable } from "./message_table.ts";
import type { FileTable } from "./file_table.ts";
import type { PublicIds } from "./public_ids.ts";
import { toMessage, topicOf } from "./draft_message.ts";
import type { AppendResult, Draft } from "./port.ts";
import type { Redactions } from "./redactions.ts";
import type { OpenRoom, RoomTable } from "./room_table.ts";
import type { MessageChanges } from "./message_changes.ts";
import { count } from "./rows.ts";
import { toFrame } from "./stored_message.ts";

/** What drafts are stored in. */
export interface AppendParts {
  readonly rooms: RoomTable;
  readonly messages: MessageTable;
  readonly ids: PublicIds;
  readonly redactions: Redactions;
  readonly changes: MessageChanges;
  readonly files: Pick<FileTable, "add">;
}

/**
 * Stores drafts and returns their outcomes in order. To be called in a transaction, between
 * {@linkcode RoomTable.beginTurn} and {@linkcode RoomTable.save}.
 */
export function appendDrafts(
  drafts: readonly Draft[],
  parts: AppendParts,
): readonly AppendResult[] {
  const results: AppendResult[] = [];
  while (results.length < drafts.length) {
    const left = drafts.length - results.length;
    const size = BATCHES.find((size) => size <= left);
    const some = drafts.slice(results.length, results.length + (size ?? left));
    const together = size === undefined ? undefined : appendBatch(some, parts);
    results.push(...together ?? some.map((draft) => appendOne(draft, parts)));
  }
  return results;
}

/** Stores them all, or nothing: one was stored before. */
function appendBatch(
  drafts: readonly Draft[],
  parts: AppendParts,
): readonly AppendResult[] | undefined {
  const { rooms, messages } = parts;
  const numbered = drafts.map((draft) => {
    const room = rooms.change(draft.room);
    return { draft, room, n: room.base + ++room.last };
  });
  if (messages.addBatch(numbered)) return numbered.map(({ draft, room, n }) => stored(draft, room, n, parts));
  for (const { room } of numbered) room.last--;
  return undefined;
}

function appendOne(draft: Draft, parts: AppendParts): AppendResult {
  const { rooms, messages } = parts;
  const room = rooms.change(draft.room);
  const n = room.base + room.last + 1;
  const { personId, id } = draft;
  if (!messages.add({ draft, n }) && id !== undefined) {
    return { message: earlier(personId, id, parts), isRepeat: true };
  }
  room.last++;
  return stored(draft, room, n, parts);
}

/** Reads the message that a person has sent with this id. */
function earlier(
  personId: number,
  id: string | number,
  { rooms, messages, ids }: AppendParts,
): MessageFrame {
  const row = messages.bySender(personId, id);
  const room = rooms.ofKey(count(row, "n"));
  return toFrame(row, room?.name ?? "", room?.base ?? 0, ids);
}

/** Makes the outcome of a draft that is stored with the key `n`, and its topic the room's. */
function stored(
  draft: Draft,
  room: OpenRoom,
  n: number,
  { ids, redactions, changes, files }: AppendParts,
): AppendResult {
  if (draft.topic) room.topic = topicOf(draft);
  for (const seq of draft.redacts ?? []) redact(room, seq, redactions);
  changes.apply(draft, room, n);
  if (draft.file !== undefined) files.add(n, draft.at, draft.file);
  for (const [seq, text] of draft.restores ?? []) redactions.restore(room.base + seq, text);
  return { message: toMessage(draft, n - room.base, ids.of(draft.personId)), isRepeat: false };
}

/** Takes the text of a message away, also where it is what the room is about. */
function redact(room: OpenRoom, seq: number, redactions: Redactions): void {
  const n = room.base + seq;
  const before = redactions.find(n);
  if (before === undefined || !redactions.redact(n)) return;
  const { topic } = room;
  const isTopic = before.isTopic && topic?.at === before.at && topic.from === before.sender;
  if (isTopic) room.topic = undefined;
}
