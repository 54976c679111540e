/**
 * Accounts: who a connection is, proved by a token.
 *
 * Owns: the resume tokens of members, the tokens of bots and the names that belong to them; it stores hashes only.
 * Must not know: sessions, rooms, commands or doors; it asks its holders for what it needs.
 * Called by: members (resuming), bots and doors (tokens), the hub (reserved names), `server.ts`, `main` (`chat token`).
 * On close: the table of bot tokens is closed; resume tokens are in the log with the last turn.
 *
 * @module
 */

export {
  createBotToken,
  listBotTokens,
  type NewBotToken,
  revokeBotToken,
} from "./accounts/bot_token_admin.ts";
export { type BotToken, type BotTokens, personIdOf } from "./accounts/bot_tokens.ts";
export { openBotTokens } from "./accounts/open_bot_tokens.ts";
export { ReservedNames } from "./accounts/reserved_names.ts";
export { ResumeTokens, type TokenHolder, type TurnChanges } from "./accounts/resume_tokens.ts";
export { randomSecrets, type SecretSource } from "./accounts/secrets.ts";
