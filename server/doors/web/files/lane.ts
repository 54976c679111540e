/**
 * How bytes of files come and go beside talk: a piece at a time, each in its turn: talk comes first.
 *
 * @module
 */

import { type Clock, within } from "../../../../net/clock.ts";
import type { LineReader } from "../../../../net/lines.ts";
import { type Connection, writeAll } from "../../../connection.ts";
import type { BulkQueue } from "../../../delivery.ts";

/** The size of a piece, in bytes. */
const PIECE = 64 * 1024;

/** A connection on which nothing comes, or nothing is taken, for this long is closed, in ms. */
const IDLE = 30_000;

/** Of a body, at least this many bytes have to come in each such time, in ms: who sends less holds a place for nothing. */
const WINDOW = 60_000;
const LEAST_IN_WINDOW = 16 * 1024;

/** How many pieces of all files pass in one pass of the event loop while somebody talks, and while nobody does. */
const PIECES = 3;
const PIECES_IN_SILENCE = 32;

/** What all files share: so many pieces pass at a time, whoever sends or fetches, in turn. */
export class FileLane {
  readonly #bulk: Pick<BulkQueue, "isTalk" | "nextPass">;
  #waiting: (() => void)[] = [];
  #isAsked = false;

  constructor(bulk: Pick<BulkQueue, "isTalk" | "nextPass">) {
    this.#bulk = bulk;
  }

  /** Resolves when the next piece may pass. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#ask();
    });
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#bulk.nextPass(() => {
      this.#isAsked = false;
      const some = this.#waiting.splice(0, this.#bulk.isTalk ? PIECES : PIECES_IN_SILENCE);
      if (this.#waiting.length > 0) this.#ask();
      for (const pass of some) pass();
    });
  }
}

/** What bytes pass through. */
export interface LaneParts {
  readonly connection: Connection;
  readonly reader: LineReader;
  readonly clock: Clock;
  readonly lane: FileLane;
}

/**
 * Reads the body of a request in pieces, whose bytes are the taker's own. What comes before a connection breaks is given, too.
 *
 * @returns Whether all of it came.
 */
export async function readBody(
  parts: LaneParts,
  length: number,
  take: (bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>,
): Promise<boolean> {
  const { connection, reader, clock } = parts;
  let early = reader.release();
  let [left, window, since] = [length, 0, clock.elapsed()];
  while (left > 0) {
    const piece = new Uint8Array(Math.min(PIECE, left));
    let end = 0;
    let isBroken = false;
    while (end < piece.length && !isBroken) {
      if (early.length > 0) {
        const some = early.subarray(0, piece.length - end);
        piece.set(some, end);
        early = early.subarray(some.length);
        end += some.length;
        continue;
      }
      const count = await within(clock, IDLE, connection.read(piece.subarray(end)), null);
      isBroken = count === null;
      end += count ?? 0;
    }
    await parts.lane.turn();
    if (end > 0 && !await take(end === piece.length ? piece : piece.slice(0, end))) return false;
    left -= end;
    window += end;
    if (clock.elapsed() - since > WINDOW) {
      isBroken ||= window < LEAST_IN_WINDOW;
      [window, since] = [0, clock.elapsed()];
    }
    if (isBroken) return false;
  }
  return true;
}

/**
 * Writes bytes of an open file, as fast as they are taken.
 *
 * @param isAllowed Tells, now and then, whether the reader may still have it.
 * @returns Whether all of them were written.
 */
export async function writeFile(
  parts: LaneParts,
  file: Pick<Deno.FsFile, "read">,
  length: number,
  isAllowed: () => boolean,
): Promise<boolean> {
  const { connection, clock, lane } = parts;
  const piece = new Uint8Array(Math.min(PIECE, length));
  for (let left = length; left > 0;) {
    if (!isAllowed()) return false;
    await lane.turn();
    const count = await file.read(piece.subarray(0, Math.min(piece.length, left)));
    if (count === null) return false;
    const written = writeAll(connection, piece.subarray(0, count)).then(() => true, () => false);
    if (!await within(clock, IDLE, written, false)) return false;
    left -= count;
  }
  return true;
}
