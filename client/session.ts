/**
 * client/session.ts
 *
 * @module
 */
export { Quit } from "./session/quit.ts";
export { onSignals } from "./session/signals.ts";
