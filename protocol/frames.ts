/**
 * What the frames of both directions have in common.
 *
 * @module
 */

import type { Problem } from "./problem.ts";

/** The sender's own name for a message: printable ASCII without `"` and `\`, 1 to `ID_CHARS` long, or a whole number from 0. */
export type MessageId = string | number;

/** Why somebody is no longer in a room: they said so, the connection broke, they did not read, were removed, or said nothing for too long. */
export type LeaveReason = "left" | "lost" | "slow" | "removed" | "silent";

/** Why the server closes a connection. */
export type ByeReason = "quit" | "closing" | "refused" | "slow" | "removed" | "silent" | "flood" | "replaced";

/** What became of a line: a frame, or what is wrong with it and the message that it is about, when that much could be read. */
export type Decoded<Frame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: Problem; readonly id?: MessageId };
