/**
 * Files that messages name and that are not here: fetched from other servers that have them, checked by their hash, and kept.
 * What nobody gives now is asked for again.
 *
 * @module
 */

import type { FileStore } from "../log.ts";
import type { FileDesk } from "./desk.ts";
import type { NamedBytes } from "./messages.ts";
import type { FileSpace } from "./space.ts";

/** How many are fetched at once. */
const AT_ONCE = 3;

/** What nobody gave is asked for again after this long, in ms. */
const AGAIN_AFTER = 5_000;

/** The longest time before a file is asked for again that came and could not be kept, in ms. */
const LONGEST_PAUSE = 300_000;

/** Where the bytes of files are that are not here. */
export interface FileSource {
  /** Names the servers that may have them, in the order in which they are to be asked. */
  holders(): readonly number[];
  /** Reads the bytes of a file from one on; as many as are given at once, and nothing when there is no answer, or no such file. */
  read(holder: number, sha256: string, at: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What fetching works with. */
export interface FetchingParts {
  readonly desk: Pick<FileDesk, "write" | "finish" | "drop" | "release">;
  readonly store: Pick<FileStore, "isNamed">;
  /** What the disk has for files: some of it is left to what is said. */
  readonly space: Pick<FileSpace, "bytes" | "took">;
  /** Returns a time that never jumps, in ms. */
  readonly elapsed: () => number;
  /** Called when the disk does not take what came. */
  readonly onFailure: (cause: string) => void;
}

/** A file that is wanted. */
interface Wanted {
  readonly file: NamedBytes;
  /** Before this time nobody is asked again. */
  notBefore: number;
  /** How often in a row it could not be kept, which costs all of it where it came, so the pause grows. */
  faults: number;
  /** Those who are told whether the next attempt brought it. */
  waiting: ((isHere: boolean) => void)[];
  isRunning: boolean;
}

/** All that is wanted from elsewhere. */
export class Fetching {
  readonly #parts: FetchingParts;
  readonly #source: FileSource;
  readonly #wanted = new Map<string, Wanted>();
  #running = 0;

  constructor(source: FileSource, parts: FetchingParts) {
    this.#parts = parts;
    this.#source = source;
  }

  /** Whether any is on its way. */
  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** Has a file be fetched when its turn comes. */
  want(file: NamedBytes): void {
    this.#note(file);
    this.#go();
  }

  /** Fetches a file that somebody waits for, before the others. @returns Whether it is here now. */
  fetch(file: NamedBytes): Promise<boolean> {
    const wanted = this.#note(file);
    const isPausing = wanted.faults > 0 && wanted.notBefore > this.#parts.elapsed();
    if (isPausing && !wanted.isRunning) return Promise.resolve(false);
    wanted.notBefore = 0;
    return new Promise((resolve) => {
      wanted.waiting.push(resolve);
      this.#go();
    });
  }

  /** Asks again for what nobody gave. To be called every few seconds. */
  sweep(): void {
    this.#go();
  }

  #note(file: NamedBytes): Wanted {
    const known = this.#wanted.get(file.sha256);
    const wanted = known ?? { file, notBefore: 0, faults: 0, waiting: [], isRunning: false };
    if (known === undefined) this.#wanted.set(file.sha256, wanted);
    return wanted;
  }

  #go(): void {
    while (this.#running < AT_ONCE) {
      const next = this.#next();
      if (next === undefined) return;
      void this.#run(next);
    }
  }

  #next(): Wanted | undefined {
    const now = this.#parts.elapsed();
    let first: Wanted | undefined;
    for (const wanted of this.#wanted.values()) {
      if (wanted.isRunning || wanted.notBefore > now) continue;
      if (wanted.waiting.length > 0) return wanted;
      first ??= wanted;
    }
    return first;
  }

  async #run(wanted: Wanted): Promise<void> {
    const { file } = wanted;
    this.#running++;
    wanted.isRunning = true;
    const isHere = await this.#bring(wanted);
    const isOver = isHere || !this.#isNamed(file);
    if (isOver) this.#wanted.delete(file.sha256);
    wanted.isRunning = false;
    wanted.notBefore = this.#parts.elapsed() + Math.min(LONGEST_PAUSE, AGAIN_AFTER * 2 ** wanted.faults);
    for (const tell of wanted.waiting.splice(0)) tell(isHere);
    this.#running--;
    this.#go();
  }

  /** Asks one server after the other for all of it. */
  async #bring(wanted: Wanted): Promise<boolean> {
    const { file } = wanted;
    if (!this.#isNamed(file)) return false; // It was deleted since.
    const { space, onFailure } = this.#parts;
    if (file.size > space.bytes) {
      wanted.faults++;
      onFailure("the disk has no space for a file of another server");
      return false;
    }
    let isFaulty = false;
    for (const holder of this.#source.holders()) {
      const came = await this.#from(holder, file);
      if (came === "kept") return true;
      isFaulty ||= came === "faulty";
    }
    wanted.faults = isFaulty ? wanted.faults + 1 : 0;
    return false;
  }

  async #from(holder: number, { sha256, size }: NamedBytes): Promise<"kept" | "absent" | "faulty"> {
    const { desk, space } = this.#parts;
    const upload = `far-${sha256}`;
    try {
      for (let at = 0; at < size;) {
        const bytes = await this.#source.read(holder, sha256, at);
        if (bytes === undefined || bytes.length === 0 || at + bytes.length > size) {
          desk.drop(upload);
          return "absent";
        }
        const { length } = bytes; // They are given away.
        await desk.write(upload, at, bytes);
        at += length;
        space.took(length);
      }
      await desk.finish(upload, size, sha256);
      desk.release(sha256, this.#isNamed({ sha256 }));
      return "kept";
    } catch (error) { // The disk does not take it, or it is not what it was said to be: another server may have it as it is.
      desk.drop(upload);
      this.#parts.onFailure(error instanceof Error ? error.message : String(error));
      return "faulty";
    }
  }

  /** A log that cannot be read now is no reason to give a file up. */
  #isNamed({ sha256 }: Pick<NamedBytes, "sha256">): boolean {
    try {
      return this.#parts.store.isNamed(sha256);
    } catch {
      return true;
    }
  }
}
