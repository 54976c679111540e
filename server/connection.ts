/**
 * server/connection.ts
 *
 * @module
 */
export { Connection } from "./connection/connection.ts";
export { sendOff, writeAll } from "./connection/goodbye.ts";
export { type Manner, Talk } from "./connection/line_loop.ts";
