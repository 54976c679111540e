/**
 * The server, as `main` and tests know it: opening one, and what is done to its files while none runs.
 *
 * Owns: nothing; what a server is made of stands in `server/`, how it is put together in `server/wiring.ts`.
 * Called by: `main` and tests.
 *
 * @module
 */

export { clusterRenewal, clusterStatus, serve } from "./server/wiring.ts";
export { addBan, BY_OWNER, liftBan, listBans, readAudit } from "./server/store/log.ts";
export type {
  AuditEntry,
  BanEffect,
  Mark,
  MarkKind,
  StoredAuditEntry,
  StoredBan,
} from "./server/store/log.ts";
export { markOf } from "./server/core/moderation.ts";
export { CannotOpen, NoPage } from "./server/doors.ts";
export { CannotMeasure, diskOf, type DiskReading, type FileSystemKind, fileSystemOf } from "./server/ops.ts";
export {
  backUp,
  CannotStore,
  eraseFrom,
  type Erasure,
  type ErasureWish,
  exportMessages,
  type ExportSelection,
  findStoredRoom,
  type LogContents,
  type Restored,
  restoreLog,
  type Spelled,
  type StorageProblem,
  systemFolderOf,
  verifyLog,
} from "./server/store/log.ts";
export { copyFiles, type FilesContents, removeUnnamed, verifyFiles } from "./server/store/files.ts";
export type { Network } from "./net/network.ts";
export {
  type AskedFor,
  askServer,
  type ControlCommand,
  type ControlReply,
  parseReload,
  parseStatus,
  readRunFile,
  type ReloadOutcome,
  type RunFacts,
  runFileOf,
  runFilesOf,
  type ServerStatus,
} from "./server/machine/control.ts";
export type { ByteSource } from "./net/lines.ts";
export { removeIndex } from "./server/store/search.ts";
export type { ClusterServer, ClusterStatus, Renewal, RenewalOptions } from "./server/cluster.ts";
export type { TlsVersion, Wire } from "./net/wire.ts";
export type {
  ChangeableSettings,
  ClusterOptions,
  Durability,
  EntryRule,
  HaltReason,
  RetentionPolicy,
  RunningServer,
  ServeOptions,
  UnencryptedPolicy,
} from "./server/machine/options.ts";
export {
  CannotIdentify,
  certificateFingerprint,
  type CredentialFiles,
  hasKeyFile,
  type IdentityOptions,
  keyFileOf,
  readFingerprint,
  replaceKeyFile,
} from "./server/machine/identity.ts";
export {
  type Account,
  type AccountRole,
  type BotToken,
  createBotToken,
  createTicket,
  type InvitationLinks,
  invitationLinks,
  type LinkContent,
  type LinkPlace,
  listAccounts,
  listBotTokens,
  type ListedAccount,
  listTickets,
  makeOwner,
  type NewBotToken,
  removeAccount,
  renameAccount,
  type RenamedAccount,
  resetAccount,
  revokeBotToken,
  revokeTicket,
  type Ticket,
  type TicketKind,
  type TicketWish,
} from "./server/store/accounts.ts";
export {
  type AddressPolicy,
  type FailedWork,
  type IdentityProblem,
  type LogEvent,
  type Logger,
  type LoggerOptions,
  type LogStyle,
  makeLogger,
} from "./server/machine/logger.ts";
