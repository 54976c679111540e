/**
 * What tests of the log put into it.
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

/** A log over a database that the test has in its hands, too; in memory if there is no folder. */
export function openLogWithDatabase(
  folder?: TempFolder,
  hasIndex = true,
): { readonly db: DatabaseSync; readonly history: SqliteLog; readonly index: SearchIndex } {
  const db = new DatabaseSync(folder?.file("chat.db") ?? ":memory:");
  migrate(db, "chat.db");
  let index = NO_INDEX;
  const history = new SqliteLog(db, new DatabaseSync(":memory:"), (file) => {
    const follower = hasIndex ? new FtsIndex(file) : new DroppedIndex(file);
    index = follower;
    return follower;
  });
  return { db, history, index };
}

/** A message that has no number yet, said in the lobby by the first person unless told otherwise. */
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

/** The seat of a person who is in the lobby unless told otherwise. */
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

/** Stores so many messages in the lobby, `1` and so on, a second apart. */
export function storeNumbered(history: ServerLog, count: number): void {
  const drafts = Array.from({ length: count }, (_, i) => draft(`${i + 1}`, { at: (i + 1) * 1_000 }));
  store(history, ...drafts);
}

/** The numbers of messages. */
export function seqs(messages: readonly MessageFrame[]): readonly number[] {
  return messages.map(({ seq }) => seq);
}
