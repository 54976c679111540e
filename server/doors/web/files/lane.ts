/**
 * How bytes of files come and go beside talk: a piece at a time, each in its turn: talk comes first.
 *
 * @module
 */

import { type Clock, within } from "../../../../net/clock.ts";
import type { LineReader } from "../../../../net/lines.ts";
import { type Connection, writeAll } from "../../../connection.ts";
import type { BulkQueue } from "../../../core/delivery.ts";

/** The size of a piece, in bytes. */
const PIECE = 64 * 1024;

/** A connection on which nothing comes, or nothing is taken, for this long is closed, and one for which the disk gives nothing, in ms. */
const IDLE = 30_000;

/** Of a body, at least this many bytes have to come in each such time, in ms: who sends less holds a place for nothing. */
const WINDOW = 60_000;
const LEAST_IN_WINDOW = 16 * 1024;

/** How many pieces of all files pass in one pass of the event loop while somebody talks, and while nobody does. */
const PIECES = 3;
const PIECES_IN_SILENCE = 32;

/** As many pieces as finding and opening a file takes the time of: a hundred that ask at once are talked over, too. */
export const ASKING = 3;

/** How much of a file the system reads ahead, in bytes. */
const AHEAD = 1024 * 1024;

/** What all files share: so many pieces pass at a time, whoever sends or fetches, in turn. */
export class FileLane {
  readonly #bulk: Pick<BulkQueue, "isTalk" | "nextPass">;
  #waiting: { readonly pieces: number; readonly pass: () => void }[] = [];
  #isAsked = false;
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  /** Where bytes go that nobody looks at, and when the last of them have come. */
  #unread: Uint8Array<ArrayBuffer> | undefined;
  /** Whether the disk hangs. */
  #ahead: Promise<boolean> = Promise.resolve(false);

  constructor(bulk: Pick<BulkQueue, "isTalk" | "nextPass">) {
    this.#bulk = bulk;
  }

  /** Resolves when the next piece may pass, or something that takes as long as so many. */
  turn(pieces = 1): Promise<void> {
    return new Promise((pass) => {
      this.#waiting.push({ pieces, pass });
      this.#ask();
    });
  }

  /**
   * Has the system read the next bytes of a file from its disk, one file after the other; then they lie in its memory, where
   * reading them piece by piece waits for nothing. A read for each piece by another thread costs this one more, and now and
   * then it waits for the lock of such threads, which one of them holds while somebody else has its core.
   *
   * A disk that gives nothing for long gives nothing to those who wait behind that either; who asks after that tries again.
   *
   * @returns How many bytes of those that are asked for; 0 at the end of the file, or when the disk hangs.
   */
  readAhead(file: Pick<OpenFile, "read" | "seekSync">, length: number, clock: Clock): Promise<number> {
    const into = this.#unread ??= new Uint8Array(AHEAD);
    const read = this.#ahead.then(async (isHanging) => {
      if (isHanging) return undefined;
      const reading = file.read(into.subarray(0, length));
      const count = await within(clock, IDLE, reading.then((count) => count ?? 0), undefined);
      if (count === undefined) this.#ahead = Promise.resolve(false);
      else file.seekSync(-count, Deno.SeekMode.Current);
      return count;
    });
    this.#ahead = read.then((count) => count === undefined, () => false); // Whoever asked for it is told.
    return read.then((count) => count ?? 0);
  }

  /** Gives a buffer for a piece, whatever is in it. */
  takeBuffer(): Uint8Array<ArrayBuffer> {
    return this.#spare.pop() ?? new Uint8Array(PIECE);
  }

  /** Takes back a buffer that nothing reads any more: one for each who fetches is as much memory to be cleared and collected. */
  giveBuffer(buffer: Uint8Array<ArrayBuffer>): void {
    if (this.#spare.length < PIECES_IN_SILENCE) this.#spare.push(buffer);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#bulk.nextPass(() => {
      this.#isAsked = false;
      let left = this.#bulk.isTalk ? PIECES : PIECES_IN_SILENCE;
      const end = this.#waiting.findIndex(({ pieces }) => (left -= pieces) < 0);
      const some = this.#waiting.splice(0, end < 0 ? this.#waiting.length : Math.max(1, end));
      if (this.#waiting.length > 0) this.#ask();
      for (const { pass } of some) pass();
    });
  }
}

/** A file that is read. */
type OpenFile = Pick<Deno.FsFile, "read" | "readSync" | "seekSync">;

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
  file: OpenFile,
  length: number,
  isAllowed: () => boolean,
): Promise<boolean> {
  const { connection, clock, lane } = parts;
  for (let left = length, ahead = 0; left > 0;) {
    if (!isAllowed()) return false;
    if (ahead === 0) ahead = await lane.readAhead(file, left, clock);
    if (ahead === 0) return false;
    await lane.turn();
    const piece = lane.takeBuffer();
    const count = file.readSync(piece.subarray(0, Math.min(piece.length, ahead)));
    if (count === null) return false;
    const written = writeAll(connection, piece.subarray(0, count)).then(() => true, () => false);
    if (!await within(clock, IDLE, written, false)) return false;
    lane.giveBuffer(piece);
    left -= count;
    ahead -= count;
  }
  return true;
}
