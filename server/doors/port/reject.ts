/**
 * Rejects connections that cannot stay, and says why in the grammar of their door.
 *
 * @module
 */

import { type Clock, within } from "../../../net/clock.ts";
import type { Problem } from "../../../protocol.ts";
import { type Arrival, type DoorTable, dropLines, writeGoodbye } from "../../connection.ts";
import { findDoor } from "./first_bytes.ts";

/** How long a rejected connection has to show its door, in ms; and when descriptors are short. */
const SILENCE = 300;
const SHORT_SILENCE = 20;

/** The connections that are told at the same time why they are rejected; more are only closed. */
const MOST = 64;

/** The connections that are being told why they cannot stay. */
export class Rejections {
  readonly #doors: DoorTable;
  readonly #clock: Clock;
  #count = 0;

  constructor(doors: DoorTable, clock: Clock) {
    this.#doors = doors;
    this.#clock = clock;
  }

  /**
   * Tells a connection why it cannot stay, and closes it in a short while.
   *
   * @param isUrgent Whether its descriptor is needed.
   */
  async reject(arrival: Arrival, problem: Problem, isUrgent: boolean): Promise<void> {
    if (this.#count >= MOST) return arrival.connection.close();
    this.#count++;
    try {
      await this.#reject(arrival, problem, isUrgent);
    } finally {
      this.#count--;
    }
  }

  /** Answers somebody who comes while the server closes, if their door has an answer to that, and closes the connection. */
  async answerLate(arrival: Arrival): Promise<void> {
    const { connection, reader } = arrival;
    if (this.#count >= MOST) return connection.close();
    this.#count++;
    try {
      const found = await within(this.#clock, SILENCE, findDoor(reader, this.#doors), undefined);
      if (found !== undefined && "unwrap" in found) {
        return await found.unwrap(arrival, true) ? await this.answerLate(arrival) : connection.close();
      }
      const last = await found?.answerLate?.(arrival);
      if (last === undefined) return connection.close();
      writeGoodbye(connection, last, false);
      await dropLines(reader);
      connection.close();
    } finally {
      this.#count--;
    }
  }

  async #reject(arrival: Arrival, problem: Problem, isUrgent: boolean): Promise<void> {
    const { connection, reader } = arrival;
    const finding = findDoor(reader, this.#doors);
    const found = await within(this.#clock, isUrgent ? SHORT_SILENCE : SILENCE, finding, undefined);
    if (found !== undefined && "unwrap" in found) {
      if (isUrgent || !await found.unwrap(arrival, true)) return connection.close();
      return await this.#reject(arrival, problem, isUrgent);
    }
    const last = await (found ?? this.#doors.otherwise).refuse(problem, arrival, isUrgent);
    if (last === undefined) return connection.close();
    writeGoodbye(connection, last, isUrgent);
    await finding; // A reader is read in one place at a time.
    await dropLines(reader);
    connection.close();
  }
}
