/**
 * Threads that the kernel runs after all others, where there are not enough cores for them and for the room's.
 *
 * @module
 */

import { setPriority } from "node:os";

/** The right to be run later. */
export const PRIORITY = "setPriority";

/** A nice value: those who talk have nine times as much of a core where both want it, and have it at once. */
const LESS_URGENT = 10;

/** Tells whether a thread may give itself a lower priority: elsewhere than on Linux it would be that of the whole server. */
export function canBeLessUrgent(): boolean {
  return Deno.build.os === "linux" &&
    Deno.permissions.querySync({ name: "sys", kind: PRIORITY }).state === "granted";
}

/** Has the kernel run others before the thread that calls this. */
export function giveWay(): void {
  try {
    if (canBeLessUrgent()) setPriority(LESS_URGENT);
  } catch {
    // The system does not allow it: all is done the same, only not last.
  }
}
