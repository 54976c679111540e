/**
 * The port from a person to each of their connections.
 *
 * @module
 */

import type { MessageId, PrivateFrame, Problem, Reply } from "../../../protocol.ts";
import type { Room } from "../rooms.ts";
import type { ReplayTarget } from "./replay.ts";

/** One connection of a person. */
export interface PersonSession extends ReplayTarget {
  /** When the connection came, by the clock that never jumps. */
  readonly openedAt: number;
  /** The address that it comes from, without a port. */
  readonly host: string;
  /** The number of its seat; 0 for one that cannot be resumed. */
  readonly seatId: number;
  /** Sends this connection a reply. */
  reply(frame: Reply): void;
  /** Sends this connection an error. */
  problem(problem: Problem, id?: MessageId): void;
  /** Sends this connection a private message, and calls `settle` when it is written, or never will be. */
  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void;
  /** Begins to send it the events of a room. */
  follow(room: Room): void;
  /** Ends that: what has happened until now is still sent. */
  unfollow(room: Room): void;
  /** Ends that at once, also what is still to be read of the room; it is told that it is out of it. */
  cutOff(room: Room): void;
  /** Drops what waits to be written or read. */
  discard(): void;
  /** Receives nothing more. @param farewell What is sent last of all. */
  close(farewell: Reply | undefined): void;
  /** Sends the farewell once every room has sent its last events, and ends. */
  finish(): void;
  /** Ends without its person: what waits for it now is written, and then the farewell. */
  detach(farewell: Reply | undefined): void;
}
