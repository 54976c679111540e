/**
 * What an operator relies on while the server runs.
 *
 * Owns: the periodic upkeep of the log (the heartbeat of the server in it, and retention), and the clock by which things end.
 * Must not know: connections, rooms, commands or doors.
 * Called by: `server.ts` only.
 * On close: nothing; it holds no timer and no file, its caller decides when it runs.
 *
 * @module
 */

export { type Clocks, ExpiryClock } from "./ops/expiry.ts";
export { Housekeeper } from "./ops/housekeeping.ts";
