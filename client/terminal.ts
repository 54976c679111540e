/**
 * A session at a terminal: keys, the line being typed, the screen.
 * Must not know sockets, files or the protocol's bytes: the session and the conversation do.
 * Called by client.ts.
 * Closed when the session ends, with the terminal given back as it was, also after a fault of ours.
 *
 * @module
 */

export { Console } from "./terminal/console.ts";
export type { Extras, OwnCommand, Told } from "./terminal/own_commands.ts";
export { runTerminal } from "./terminal/run.ts";
export { systemTty, type Tty } from "./terminal/tty.ts";
