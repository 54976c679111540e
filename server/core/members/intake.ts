/**
 * How fast one connection is read, and whether what comes is a flood: answers are held back until it is clear whether they
 * are waited for.
 *
 * @module
 */

import type { Reply } from "../../../protocol.ts";
import { FloodWatch } from "./flood_watch.ts";
import type { Pace } from "./paces.ts";

/** Whose lines they are. */
export interface IntakeOwner {
  /** Writes an answer to the connection. */
  reply(frame: Reply): void;
}

/** What comes from one connection. Times are of the clock that never jumps, in ms. */
export class Intake {
  readonly #owner: IntakeOwner;
  #pace: Pace | undefined;
  #wasSlowed = false;
  #held: Reply[] | undefined;

  /** @param pace How fast it is read; nothing where that is not limited. */
  constructor(owner: IntakeOwner, pace: Pace | undefined) {
    this.#owner = owner;
    this.#pace = pace;
  }

  /** How fast it is read, for the next connection from its address. */
  get pace(): Pace | undefined {
    return this.#pace;
  }

  /** Has two connections of one person be read as fast as one. */
  shareRate(other: Intake): void {
    const rate = other.pace?.rate;
    if (rate !== undefined && this.#pace !== undefined) this.#pace = { ...this.#pace, rate };
  }

  /** Counts one line; tells for how many milliseconds the next must not be read. @param slowed Says so, the first time. */
  countLine(now: number, slowed: string): number {
    const pace = this.#pace;
    if (pace === undefined) return 0;
    if (pace.flood?.isLooking) return 0; // All that is on its way is read: who waits for answers has no more.
    const wait = pace.rate.spend(now);
    if (wait > 0 || pace.flood !== undefined) (pace.flood ??= new FloodWatch()).noteLine(wait, now);
    if (wait > 0 && !this.#wasSlowed) {
      this.#wasSlowed = true;
      this.#owner.reply({ type: "notice", code: "slowed", text: slowed });
    }
    return wait;
  }

  /** Tells whether a message is part of a flood. @param isAnswered Whether its sender can wait for an answer to it. */
  isFlood(isAnswered: boolean, now: number, isPassage: boolean): boolean {
    const isFlood = this.#pace?.flood?.isFlood(isAnswered, now, isPassage) === true;
    if (isFlood) this.#release();
    return isFlood;
  }

  /** Tells whether this connection was part of a flood a moment ago. */
  hasFlooded(now: number): boolean {
    return this.#pace?.flood?.hasFlooded(now) === true;
  }

  /** Tells whether who was part of a flood may be away: once. */
  mayBeAway(): boolean {
    return this.#pace?.flood?.mayBeAway() !== false;
  }

  /** Holds an answer back; `false` for what is to be written at once. */
  holds(frame: Reply): boolean {
    if (this.#pace?.flood?.isLooking !== true || !isAnswer(frame)) return false;
    (this.#held ??= []).push(frame);
    return true;
  }

  /** Notes that time has passed: who has fallen silent gets the answers that were held back. @param heardAt When something last came. */
  noteTime(heardAt: number, now: number): void {
    if (this.#pace?.flood?.hasWaited(heardAt, now)) this.#release();
  }

  #release(): void {
    this.#pace?.flood?.end();
    const held = this.#held;
    this.#held = undefined;
    for (const frame of held ?? []) this.#owner.reply(frame);
  }
}

/** Tells whether a frame is the answer to a message, which programs wait for. */
function isAnswer(frame: Reply): boolean {
  return frame.type === "ack" || frame.type === "delivered" ||
    (frame.type === "error" && frame.id !== undefined);
}
