/**
 * Owns one accepted connection: its bytes, its lines, its goodbye, and what a door is.
 * Must not know any door's grammar, the hub or the rooms.
 * May be called by the doors.
 * When a connection is closed its lines end, and the session that was read from it is told that it is lost.
 *
 * @module
 */

export { Connection } from "./connection/connection.ts";
export type {
  Arrival,
  Awaiting,
  Claim,
  Door,
  DoorTable,
  GreetingDoor,
  LastWords,
} from "./connection/door.ts";
export { dropBytes, dropLines, sayGoodbye, writeAll, writeGoodbye } from "./connection/goodbye.ts";
export { handleLines, type LineHandler } from "./connection/line_loop.ts";
