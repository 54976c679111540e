/**
 * How much of the disk files may take: some is left to what is said, as a room that cannot store is silent. Pure.
 *
 * @module
 */

/** So much is left, in bytes, and a twentieth of a small disk. */
const LEFT = 64 * 1024 * 1024;
const LEFT_OF_SMALL = 1 / 20;

/** For how long it is known how full the disk is, in ms: it may be over a network. */
const KNOWN_FOR = 1000;

/** How full the disk is, in bytes. */
export interface DiskSpace {
  /** What is free for us. */
  readonly free: number;
  /** All of it. */
  readonly size: number;
}

/** What the disk has for files. */
export class FileSpace {
  readonly #disk: () => DiskSpace | undefined;
  readonly #elapsed: () => number;
  #bytes = Infinity;
  #readAt = -Infinity;

  /**
   * @param disk Reads how full the disk is, where the system tells.
   * @param elapsed Returns a time that never jumps, in ms.
   */
  constructor(disk: () => DiskSpace | undefined, elapsed: () => number) {
    this.#disk = disk;
    this.#elapsed = elapsed;
  }

  /** How many bytes more files may take; infinite where the system does not tell. */
  get bytes(): number {
    const now = this.#elapsed();
    if (now - this.#readAt >= KNOWN_FOR) {
      const disk = this.#disk();
      const free = disk === undefined ? Infinity : disk.free - Math.min(LEFT, disk.size * LEFT_OF_SMALL);
      [this.#bytes, this.#readAt] = [free, now];
    }
    return Math.max(0, Math.floor(this.#bytes));
  }

  /** Counts bytes that were written since. */
  took(bytes: number): void {
    this.#bytes -= bytes;
  }
}
