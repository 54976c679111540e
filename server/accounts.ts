/**
 * server/accounts.ts
 *
 * @module
 */
export { type BotToken, type BotTokens, personIdOf } from "./accounts/bot_tokens.ts";
export { ReservedNames } from "./accounts/reserved_names.ts";
export { ResumeTokens, type SecretSource } from "./accounts/resume_tokens.ts";
