/**
 * Messages and members for tests of the log.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import type { MessageFrame } from "../../protocol.ts";
import type { RetentionPolicy } from "../../server/machine/options.ts";
import type { AppendResult, Draft, ServerLog, StoredMember } from "../../server/store/log.ts";
import { openLog } from "../../server/store/log/open.ts";
import { SqliteLog } from "../../server/store/log/sqlite.ts";
import { migrate } from "../../server/store/log/schema.ts";
import { FtsIndex, openIndex, type RebuildReason, type SearchFiles } from "../../server/store/search.ts";
import type { TempFolder } from "./temp_folder.ts";

/** The index of a log, as the background thread has it. */
export interface TestIndex {
  /** The files that a search reads. */
  readonly files: SearchFiles & { readonly index: DatabaseSync };
  /** Why it was made anew, if it was. */
  readonly rebuilt: RebuildReason | undefined;
  /** How many stored messages are not in it. */
  readonly unindexed: number;
  readonly forgotten: number;
  /** Looks at the log, and does a step. */
  step(): boolean;
  close(): void;
}

/** Opens the index of an open log, in memory unless a path is given. */
export function openTestIndex(log: DatabaseSync, path = ":memory:", alsoClose = (): void => {}): TestIndex {
  const { db, rebuilt } = openIndex(path, log);
  const index = new FtsIndex({ log, index: db });
  return {
    files: { log, index: db },
    rebuilt,
    get unindexed() {
      index.refresh();
      return index.unindexed;
    },
    get forgotten() {
      return index.forgotten;
    },
    step() {
      index.refresh();
      return index.step();
    },
    close() {
      db.close();
      alsoClose();
    },
  };
}

/** Opens a log and its index, in files, with a connection of its own for the index, as the background thread has one. */
export function openIndexedLog(path: string): { readonly log: SqliteLog; readonly index: TestIndex } {
  const log = openLog(path, "process");
  const beside = new DatabaseSync(path);
  return { log, index: openTestIndex(beside, `${path}-index`, () => beside.close()) };
}

/** Opens a log, and returns its database too; in memory unless a folder is given. */
export function openLogWithDatabase(
  folder?: TempFolder,
): { readonly db: DatabaseSync; readonly history: SqliteLog; readonly index: TestIndex } {
  const db = new DatabaseSync(folder?.file("chat.db") ?? ":memory:");
  migrate(db, "chat.db");
  const history = new SqliteLog(db, { beside: new DatabaseSync(":memory:") });
  return { db, history, index: openTestIndex(db) };
}

/** Lets go of all that a policy does not keep. */
export function trimAll(history: ServerLog, policy: RetentionPolicy, now: number): void {
  while (history.trim(policy, now));
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
    access: { isSecure: false, net: "" },
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
