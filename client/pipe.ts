/**
 * A session as a pipe, for scripts and plain lines: standard input, output and error, and the script commands made of them.
 * Must not know keys, screens or sockets: the session and the conversation do what is the same everywhere.
 * Called by client.ts.
 * Closed when the session ends, which is when all input is answered: the reading of standard input is let go of.
 *
 * @module
 */

export { runPipe } from "./pipe/run.ts";
export { runScriptCommand, type ScriptCommand } from "./pipe/script_commands.ts";
export { type Stdio, systemStdio } from "./pipe/stdio.ts";
