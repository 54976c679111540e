/**
 * Finds out which door a connection has come to, by its first bytes.
 *
 * @module
 */

import type { LineReader } from "../../../net/lines.ts";
import type { Door, DoorTable } from "../../connection.ts";

/** The first bytes that doors are shown; a door that still waits after these does not claim the connection. */
const MOST_BYTES = 64;

/** Tells which door claims a connection that began with these bytes; `undefined` while that is not clear. Pure. */
export function doorOf(bytes: Uint8Array, doors: DoorTable): Door | undefined {
  if (bytes.length === 0) return undefined;
  const firstBytes = bytes.subarray(0, MOST_BYTES);
  for (const door of doors.claiming) {
    const claim = door.claims(firstBytes);
    if (claim === "yes") return door;
    if (claim === "wait" && bytes.length <= MOST_BYTES) return undefined;
  }
  return doors.otherwise;
}

/** Reads until it is clear which door a connection has come to; `undefined` when it ends before it says anything. */
export async function findDoor(reader: LineReader, doors: DoorTable): Promise<Door | undefined> {
  for await (const bytes of reader.peek()) {
    const door = doorOf(bytes, doors);
    if (door !== undefined) return door;
  }
  return reader.buffered.length === 0 ? undefined : doors.otherwise;
}
