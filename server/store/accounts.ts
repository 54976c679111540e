/**
 * Accounts: who a connection is, proved by a token, a key or a password.
 *
 * Owns: claimed names and their credentials, the resume tokens of members, the tokens of bots and the names that belong
 * to them, tickets; of secrets it stores hashes only.
 * Must not know: sessions, rooms, commands or doors; it asks its holders for what it needs.
 * Called by: members (resuming), bots and doors (tokens), the hub (reserved names), the wiring, `main` (`chat token`, `chat invite`).
 * On close: the tables of accounts, bot tokens and tickets are closed; resume tokens are in the log with the last turn.
 *
 * @module
 */

export {
  type Account,
  type AccountRole,
  type Accounts,
  type Credential,
  type CredentialKind,
  type KnownAccounts,
  type NewAccount,
  type NewCredential,
  NO_CLAIM,
} from "./accounts/account.ts";
export {
  listAccounts,
  type ListedAccount,
  makeOwner,
  removeAccount,
  renameAccount,
  type RenamedAccount,
  resetAccount,
} from "./accounts/account_admin.ts";
export {
  createBotToken,
  listBotTokens,
  type NewBotToken,
  revokeBotToken,
} from "./accounts/bot_token_admin.ts";
export { type BotToken, type BotTokens, personIdOf } from "./accounts/bot_tokens.ts";
export { type Admission, Entry, type WordVerdict } from "./accounts/entry.ts";
export {
  type InvitationLinks,
  invitationLinks,
  type LinkContent,
  type LinkPlace,
} from "./accounts/invitation_links.ts";
export { isUseDue } from "./accounts/account_table.ts";
export type { ChangeOutcome, Changes, Prover, TableChange } from "./accounts/changes.ts";
export { LocalChanges } from "./accounts/local_changes.ts";
export { SharedTables } from "./accounts/shared_tables.ts";
export { openAccounts, openBotTokens, openTickets } from "./accounts/open_beside.ts";
export { ClaimLimit, CLAIMS_A_DAY } from "./accounts/claim_limit.ts";
export { LoginLimits } from "./accounts/login_limits.ts";
export { WrongWords } from "./accounts/wrong_words.ts";
export { Hashing } from "./accounts/hashing.ts";
export type { Derive } from "./accounts/scrypt.ts";
export {
  mayBePassword,
  PASSWORD_LEAST,
  PASSWORD_MOST,
  Passwords,
  type Verdict,
} from "./accounts/passwords.ts";
export { isOwner, isPublicKey, isSignedBy, newNonce, newSessionToken } from "./accounts/proofs.ts";
export { newOwnerSecret, openOwnerSecret } from "./accounts/owner_secret.ts";
export { makeOwnerTicket } from "./accounts/owner_ticket.ts";
export { type ServerIdentity, type ServerReach, signedServers } from "./accounts/server_identity.ts";
export { ReservedNames } from "./accounts/reserved_names.ts";
export {
  type Bearer,
  type IssuedToken,
  type PreparedToken,
  ResumeTokens,
  type TokenHolder,
  type TurnChanges,
} from "./accounts/resume_tokens.ts";
export { type Access, type Bearing, Seat } from "./accounts/seat.ts";
export { randomSecrets, type SecretSource } from "./accounts/secrets.ts";
export { createTicket, listTickets, revokeTicket } from "./accounts/ticket_admin.ts";
export { hashOfTicket, isGoodFor, newTicketToken } from "./accounts/ticket_table.ts";
export { TICKET_KINDS } from "./accounts/tickets.ts";
export type { KnownTickets, Ticket, TicketKind, Tickets, TicketWish } from "./accounts/tickets.ts";
