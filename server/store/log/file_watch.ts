/**
 * Whether the open files of the log are still those that their paths lead to: else the next server would find nothing of
 * what is written.
 *
 * @module
 */

import { systemClock } from "../../../net/clock.ts";
import { CannotStore } from "./errors.ts";

/** A look at the files is good for this long, in ms. */
const LOOK_EVERY = 1_000;

/** Compares files with what they were when the log was opened, by `stat` only: opening them would cost SQLite its locks. */
export class FileWatch {
  readonly #files: readonly (readonly [path: string, identity: string | undefined])[];
  readonly #elapsed: () => number;
  #lookedAt: number;
  #changed: string | undefined;

  /**
   * Notes what the files are now. One that is not there now is not watched.
   *
   * @param elapsed Returns a time that never jumps, in ms.
   */
  constructor(paths: readonly string[], elapsed: () => number = systemClock.elapsed) {
    this.#elapsed = elapsed;
    this.#lookedAt = elapsed();
    this.#files = paths.map((path) => [path, identityOf(path)]);
  }

  /**
   * Looks at the files if the last look is older than a second.
   *
   * @throws {CannotStore} When one of them is another than it was, is gone, or has another name besides.
   */
  check(): void {
    const now = this.#elapsed();
    if (now - this.#lookedAt > LOOK_EVERY) {
      this.#lookedAt = now;
      this.#changed = this.#files.find(([path, was]) => was !== undefined && identityOf(path) !== was)?.[0];
    }
    if (this.#changed !== undefined) {
      throw new CannotStore("replaced", this.#changed, `${this.#changed} is not the file that is open`);
    }
  }
}

/** Tells files apart, also by how many names they have; `undefined` where there is none, or the system has no numbers for them. */
function identityOf(path: string): string | undefined {
  if (Deno.build.os === "windows") return undefined; // Nobody can remove or replace an open file there.
  try {
    const { dev, ino, nlink } = Deno.statSync(path);
    return `${dev} ${ino} ${nlink}`;
  } catch {
    return undefined;
  }
}

/** What {@linkcode fileIdentity} returns where there is no file. */
const NO_FILE = "none";

/**
 * Tells the file at a path apart from any other, by `stat` only: opening it would cost SQLite its locks. `undefined` on a
 * system that has no numbers for files; nobody can remove or replace one that is open there.
 */
export function fileIdentity(path: string): string | undefined {
  if (Deno.build.os === "windows") return undefined;
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return NO_FILE;
  }
}
