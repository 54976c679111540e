/**
 * Messages and members for tests of the log.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import type { MessageFrame } from "../../protocol.ts";
import type { AppendResult, Draft, ServerLog, StoredMember } from "../../server/log.ts";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { migrate } from "../../server/log/schema.ts";
import { NO_INDEX, type SearchIndex } from "../../server/search.ts";
import { DroppedIndex, FtsIndex } from "../../server/search/index.ts";
import type { TempFolder } from "./temp_folder.ts";

/** Opens a log, and returns its database too; in memory unless a folder is given. */
export function openLogWithDatabase(
  folder?: TempFolder,
  hasIndex = true,
): { readonly db: DatabaseSync; readonly history: SqliteLog; readonly index: SearchIndex } {
  const db = new DatabaseSync(folder?.file("chat.db") ?? ":memory:");
  migrate(db, "chat.db");
  let index = NO_INDEX;
  const history = new SqliteLog(db, { beside: new DatabaseSync(":memory:") }, (file) => {
    const follower = hasIndex ? new FtsIndex(file) : new DroppedIndex(file);
    index = follower;
    return follower;
  });
  return { db, history, index };
}

/** Builds a message without a number; from the first member in the lobby by default. */
export function draft(text: string, changes: Partial<Draft> = {}): Draft {
  return {
    type: "message",
    room: "lobby",
    at: 1_000,
    from: "ada",
    text,
    id: undefined,
    action: undefined,
    topic: undefined,
    personId: 1,
    ...changes,
  };
}

/** Builds what is stored of a member, who is in the lobby by default. */
export function storedMember(person: number, changes: Partial<StoredMember> = {}): StoredMember {
  return {
    personId: person,
    tokenHash: `hash ${person}`,
    name: `name${person}`,
    rooms: ["lobby"],
    isHere: true,
    ...changes,
  };
}

/** Stores messages, all in one turn. */
export function store(history: ServerLog, ...drafts: readonly Draft[]): readonly AppendResult[] {
  return history.commit({ drafts, members: [], readMarks: [] });
}

/** Stores `count` messages in the lobby, with the texts `1`, `2` and so on, a second apart. */
export function storeNumbered(history: ServerLog, count: number): void {
  const drafts = Array.from({ length: count }, (_, i) => draft(`${i + 1}`, { at: (i + 1) * 1_000 }));
  store(history, ...drafts);
}

/** Returns the numbers of messages. */
export function seqs(messages: readonly MessageFrame[]): readonly number[] {
  return messages.map(({ seq }) => seq);
}
