/**
 * Background: all that is done for the log beside the room's thread, which only talks.
 *
 * Owns: one thread and its rights to the log's folder, and when which work is done on it: searches, checkpoints, indexing,
 * looking the log over.
 * Must not know: rooms, sessions, commands, doors; it never writes into the log.
 * Called by: the wiring (opening, watching, closing); the finder asks it through a port.
 * On close: the thread finishes its step and closes its files within 1.5 s, or is ended.
 *
 * @module
 */

export { Background, type BackgroundParts, type BackgroundState } from "./background/background.ts";
