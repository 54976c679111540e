/**
 * server/accounts.ts
 *
 * @module
 */
export { type Key, type Keys, personOf } from "./accounts/bot_tokens.ts";
export { Seats, type Tokens } from "./accounts/resume_tokens.ts";
