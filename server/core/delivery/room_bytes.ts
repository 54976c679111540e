/**
 * Which room bytes are of, so that those of one room can be taken out of a queue: noted with the bytes, which many members
 * share, and not with each member's.
 *
 * @module
 */

const rooms = new WeakMap<Uint8Array, string>();

/** Notes that bytes are of a room, and returns them. */
export function ofRoom(bytes: Uint8Array, room: string | undefined): Uint8Array {
  if (room !== undefined && bytes.length > 0) rooms.set(bytes, room);
  return bytes;
}

/** Gives the room that bytes are of; nothing where they are of none, or of several. */
export function roomOf(bytes: Uint8Array): string | undefined {
  return rooms.get(bytes);
}
