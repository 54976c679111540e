/**
 * Reading until it is clear which door a connection came to.
 *
 * @module
 */

import type { Filled, LineReader } from "../../../net/lines.ts";
import type { Session } from "../../members.ts";
import type { Connection } from "../../connection.ts";
import { type DoorKind, sniff } from "./sniff.ts";

/** What was read tells which door it is; `undecided` as long as it does not, and for a connection that ends before it does. */
export function openingIn(reader: LineReader): DoorKind {
  const opening = sniff(reader.buffered);
  return opening === "undecided" && reader.hasEnded && reader.buffered.length > 0 ? "plain" : opening;
}

/** Reads until it is clear; `undecided` when the connection ends before that. */
export async function openingOf(reader: LineReader): Promise<DoorKind> {
  let opening: DoorKind = "undecided";
  while (opening === "undecided" && !reader.hasEnded) {
    await reader.fill();
    opening = openingIn(reader);
  }
  return opening;
}

/** A connection that has not shown its door yet. */
export class Arrival implements Filled {
  readonly connection: Connection;
  readonly reader: LineReader;
  /** When it came, by the clock that never jumps. */
  readonly since: number;
  /** Who is there, once they were greeted as a person because they were silent. */
  person: Session | undefined;
  readonly #decided: (opening: DoorKind) => void;

  /** @param decided Called once, when its door is clear or the connection has ended. Must not throw. */
  constructor(
    connection: Connection,
    reader: LineReader,
    since: number,
    decided: (opening: DoorKind) => void,
  ) {
    this.connection = connection;
    this.reader = reader;
    this.since = since;
    this.#decided = decided;
  }

  /** Begins to read. */
  come(): void {
    this.reader.fillFrom(this.connection, this);
  }

  filled(): void {
    const opening = openingIn(this.reader);
    if (opening === "undecided" && !this.reader.hasEnded) return this.come();
    this.#decided(opening);
  }
}
