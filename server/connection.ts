/**
 * One accepted connection, and what a door is.
 *
 * Owns: a connection's bytes, its lines, its goodbye, and the interface of doors.
 * Must not know: any door's grammar, the hub, or the rooms.
 * Called by: the doors and their port.
 * On close: its lines end, and the session that they were read for is told that its connection is lost.
 *
 * @module
 */

export { Connection } from "./connection/connection.ts";
export type {
  Arrival,
  Awaiting,
  Door,
  DoorTable,
  GreetingDoor,
  LastWords,
  Recognition,
  UnencryptedAnswer,
  Wrapping,
} from "./connection/door.ts";
export { dropBytes, dropLines, sayGoodbye, writeAll, writeGoodbye } from "./connection/goodbye.ts";
export { type Passage, passageOf } from "./connection/passage.ts";
export { handleLines, type LineHandler } from "./connection/line_loop.ts";
