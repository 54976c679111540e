/**
 * client/session.ts
 *
 * @module
 */
export { Leaving } from "./session/quit.ts";
export { onSignals } from "./session/signals.ts";
