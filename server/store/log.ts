/**
 * The log: the only road from one member to the others.
 *
 * Owns: the log's file, the numbers of messages, members and their read marks, retention, what the index must forget, and the one
 * transaction a turn.
 * Must not know: rooms, sessions, delivery, or how the log is searched.
 * Called by: the hub and rooms (turns, reading), accounts (members), search (reading), ops (retention), the wiring, `main`.
 * On close: the file is checkpointed and released, and another server may open it.
 *
 * @module
 */

export {
  backUp,
  exportMessages,
  type ExportSelection,
  findStoredRoom,
  type LogContents,
  verifyLog,
} from "./log/archive.ts";
export {
  CannotStore,
  RollbackFailed,
  type StorageProblem,
  storageProblemOf,
  storingFailed,
} from "./log/errors.ts";
export { type FileLock, lockFile } from "./log/file_lock.ts";
export { checkPlace, systemFolderOf } from "./log/place.ts";
export { fileIdentity } from "./log/file_watch.ts";
export { eraseFrom } from "./log/erasure.ts";
export type { Erasure, ErasureWish, Spelled } from "./log/erasure_port.ts";
export { askCluster, type Wish } from "./log/wishes.ts";
export { type NamedFile, namedFiles, unnamedFiles } from "./log/file_list.ts";
export { type Forgotten, forgottenAfter, ForgottenTable, lastForgotten } from "./log/forgotten.ts";
export { type Restored, restoreLog } from "./log/restore.ts";
export { MemoryLog } from "./log/memory.ts";
export { addBan, liftBan, listBans, readAudit } from "./log/moderation_admin.ts";
export * from "./log/moderation_port.ts";
export { CHECKED_UP_TO, CHECKPOINT_AT_LAST, type LogGuard, openLog } from "./log/open.ts";
export { quoteOf, secondThoughtsOf, topicOf } from "./log/draft_message.ts";
export type {
  AppendResult,
  DeedSource,
  Draft,
  FactChanges,
  FactStore,
  FileStore,
  IndexNotes,
  MemberStore,
  MessageLog,
  MessageRange,
  OldestMessage,
  PendingDeed,
  ReadMark,
  Retention,
  ServerLog,
  StoredAccess,
  StoredFile,
  StoredMember,
  StoredRoom,
  TurnStore,
  TurnWrites,
} from "./log/port.ts";
export { type PublicIds, publicIdsOf } from "./log/public_ids.ts";
export { type RedactableRow, Redactions } from "./log/redactions.ts";
export type { Reactor } from "./log/reactions.ts";
export { count, KIND, ROOM_SPAN, type Row, text } from "./log/rows.ts";
export { checkVersion, migrate, SCHEMA_VERSION } from "./log/schema.ts";
export type { SqliteLog } from "./log/sqlite.ts";
export { toFrame } from "./log/stored_message.ts";
export type { Upgrade } from "./log/upgrade.ts";
export { closeAfter, inTransaction, WRITER_WAITS } from "./log/transaction.ts";
