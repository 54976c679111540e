/**
 * Rooms that we asked to enter or to leave, and the server has not said that we did: what to ask again after a break. Pure.
 *
 * @module
 */

import type { ClientFrame, ProblemCode, ServerFrame } from "../protocol.ts";
import { isSameRoom } from "./state.ts";

/** Entering a room, or leaving one. */
export type JoinOrPart = Extract<ClientFrame, { type: "join" | "part" }>;

/** What a join is refused with that names no room. */
const REFUSE_JOIN: ReadonlySet<string> = new Set<ProblemCode>(["too-many-rooms", "new-rooms", "in-too-many"]);

/** Moves without an answer. */
export class PendingJoins {
  /** Those that went over the connection that there is now, and those that went over one that is gone. */
  #underWay: readonly JoinOrPart[] = [];
  #lost: readonly JoinOrPart[] = [];

  /** Something was asked: what was wanted of this room before, and is to be asked again, is not wanted any more. */
  sent(move: JoinOrPart): void {
    this.#lost = this.#lost.filter(({ room }) => !isSameRoom(room, move.room));
    this.#underWay = [...this.#underWay, move];
  }

  /** The connection is gone. What was asked of each room last is what is wanted. */
  disconnected(): void {
    const all = [...this.#lost, ...this.#underWay];
    this.#lost = all.filter((move, i) => !all.slice(i + 1).some(({ room }) => isSameRoom(room, move.room)));
    this.#underWay = [];
  }

  /** What is to be asked again over a new connection: to be let in. */
  joinsAgain(): readonly JoinOrPart[] {
    return this.#again(({ type }) => type === "join");
  }

  /** What is to be asked again once one is in this room: to be let out. */
  partsAgain(room: string): readonly JoinOrPart[] {
    return this.#again((move) => move.type === "part" && isSameRoom(move.room, room));
  }

  /** The server said something, which may be an answer. */
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

  #again(isIt: (move: JoinOrPart) => boolean): readonly JoinOrPart[] {
    const again = this.#lost.filter(isIt);
    this.#lost = this.#lost.filter((move) => !isIt(move));
    this.#underWay = [...this.#underWay, ...again];
    return again;
  }

  /** The first such move has its answer; of any room when none is named. */
  #answered(type: JoinOrPart["type"], room?: string): void {
    const at = this.#underWay.findIndex((move) =>
      move.type === type && (room === undefined || isSameRoom(move.room, room))
    );
    if (at >= 0) this.#underWay = this.#underWay.toSpliced(at, 1);
  }
}
