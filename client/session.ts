/**
 * One stay in a chat: handshake, connection, saved files, read marks and quitting, the same at a terminal and in a pipe.
 * Must not know keys, screens or standard input and output: a `Frontend` shows it and takes its input.
 * Called by the terminal and the pipe.
 * Closed by its own end: timers are cancelled, the link is closed, the outbox file is let go of or removed.
 *
 * @module
 */

export type { Connection, ConnectionEvent, Dialog } from "./connection.ts";
export type { SavedSession } from "./saved.ts";
export { type Frontend, Session } from "./session/session.ts";
