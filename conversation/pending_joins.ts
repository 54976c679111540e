/**
 * Rooms that we asked to enter or to leave, and the server has not said that we did: what to ask again after a break. Pure.
 *
 * @module
 */

import type { ClientFrame, ProblemCode, ServerFrame } from "../protocol.ts";
import { isSameRoom } from "./state.ts";

/** Entering a room, or leaving one. */
export type RoomRequest = Extract<ClientFrame, { type: "join" | "part" }>;

/** What a join is refused with that names no room. */
const REFUSE_JOIN: ReadonlySet<string> = new Set<ProblemCode>(["too-many-rooms", "new-rooms", "in-too-many"]);

/** Moves without an answer. */
export class PendingJoins {
  /** Those that went over the connection that there is now, and those that went over one that is gone. */
  #inFlight: readonly RoomRequest[] = [];
  #lost: readonly RoomRequest[] = [];

  /** Records a request that is sent: an older one of the same room is not made again. */
  sent(request: RoomRequest): void {
    this.#lost = this.#lost.filter(({ room }) => !isSameRoom(room, request.room));
    this.#inFlight = [...this.#inFlight, request];
  }

  /** Records that the connection is gone: the last request of each room is the one to make again. */
  disconnected(): void {
    const all = [...this.#lost, ...this.#inFlight];
    this.#lost = all.filter((request, i) =>
      !all.slice(i + 1).some(({ room }) => isSameRoom(room, request.room))
    );
    this.#inFlight = [];
  }

  /** Returns the joins to request again over a new connection. */
  joinsAgain(): readonly RoomRequest[] {
    return this.#again(({ type }) => type === "join");
  }

  /** Returns the parts to request again once one is in this room. */
  partsAgain(room: string): readonly RoomRequest[] {
    return this.#again((request) => request.type === "part" && isSameRoom(request.room, room));
  }

  /** Records a frame of the server, which may be an answer. */
  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "entered":
        return this.#answered("join", frame.room);
      case "parted":
        return this.#answered("part", frame.room);
      case "error":
        if (frame.code === "no-room") return this.#answered("part", frame.room);
        if (frame.code === "bad-room") return this.#answered("join", frame.room);
        if (REFUSE_JOIN.has(frame.code)) this.#answered("join");
    }
  }

  #again(isIt: (request: RoomRequest) => boolean): readonly RoomRequest[] {
    const again = this.#lost.filter(isIt);
    this.#lost = this.#lost.filter((request) => !isIt(request));
    this.#inFlight = [...this.#inFlight, ...again];
    return again;
  }

  /** Removes the first such request; of any room when none is named. */
  #answered(type: RoomRequest["type"], room?: string): void {
    const at = this.#inFlight.findIndex((request) =>
      request.type === type && (room === undefined || isSameRoom(request.room, room))
    );
    if (at >= 0) this.#inFlight = this.#inFlight.toSpliced(at, 1);
  }
}
