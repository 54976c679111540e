/**
 * server/connection.ts
 *
 * @module
 */
export { Connection } from "./connection/connection.ts";
export { sayGoodbye, writeAll } from "./connection/goodbye.ts";
export { type LineHandler, LineLoop } from "./connection/line_loop.ts";
