/**
 * Files: what people send to rooms besides words, kept beside the log.
 *
 * Owns: uploads on their way and their limits, the thread that writes files and finds out what they are, names of files,
 * passes to those that not everybody may see, fetching what is at other servers, and when what no message names any more is removed.
 * Must not know: rooms, sessions, doors, HTTP; which message names which file is in the log.
 * Called by: commands (asking), the web door (bytes), the wiring (opening, sweeping); the background's keeper begins its thread.
 * On close: what is being written is finished; an upload that is not whole is forgotten.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Limits } from "../../protocol/limits.ts";
import { FileDesk } from "./files/desk.ts";
import { Fetching, type FileSource } from "./files/fetching.ts";
import type { NamedBytes } from "./files/messages.ts";
import type { UploadRelay } from "./files/relay.ts";
import { FilePasses } from "./files/passes.ts";
import { Uploads } from "./files/uploads.ts";
import { filesFolderOf } from "./files/folder.ts";
import type { StartFiles } from "./files/thread_port.ts";
import type { FileStore, StoredFile } from "./log.ts";
import { type DiskSpace, FileSpace } from "./files/space.ts";

export { copyFiles, type FilesContents, removeUnnamed, verifyFiles } from "./files/archive.ts";
export type { FileSource } from "./files/fetching.ts";
export { filesFolderOf } from "./files/folder.ts";
export type { FileOrder, FileReport, FilesSetup } from "./files/messages.ts";
export type { FilesThread, FilesThreadParts, StartFiles } from "./files/thread_port.ts";
export type { PassedAnswer, PassedRequest, UploadRelay } from "./files/relay.ts";
export type { PostFile, Upload, UploadOutcome, Uploads } from "./files/uploads.ts";

/** Of so many files it is known that they are what they were: others are read once more. */
const SOUND_KNOWN = 10_000;

/** What files are kept with. */
export interface FilesParts {
  /** The log's file, without links. */
  readonly log: string;
  readonly store: FileStore;
  readonly start: StartFiles;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Reads how full the disk is, where the system tells; without it files may take all of it. */
  readonly disk?: () => DiskSpace | undefined;
  /** Called with what failed. */
  readonly onFault: (cause: string) => void;
  /** What passes are made by where other servers take them, too; else each server makes its own secret. */
  readonly secret?: Uint8Array;
}

/** The files of a server. */
export class Files {
  readonly uploads: Uploads;
  readonly passes: FilePasses;
  readonly #desk: FileDesk;
  readonly #parts: FilesParts;
  /** What was read since the server began, and was what it is to be. */
  readonly #sound = new Set<string>();
  readonly #checks = new Map<string, Promise<boolean>>();
  readonly #space: FileSpace;
  #fetching: Fetching | undefined;
  #relay: UploadRelay | undefined;
  /** Whether some were removed since the last sweep, so that the next are on their way. */
  #goesOn = false;
  #isClosing = false;

  /** To be made before the server gives up the right to write. */
  constructor(parts: FilesParts) {
    this.#parts = parts;
    const { log, store, start, limits, clock, disk, onFault } = parts;
    const elapsed = (): number => clock.elapsed();
    const onRemoved = (hashes: readonly string[]): void => this.#settle(hashes);
    const onMissing = (missing: readonly NamedBytes[]): void => {
      for (const file of missing) this.#fetching?.want(file);
    };
    this.passes = new FilePasses(parts.secret);
    this.#desk = new FileDesk({ log, start, clock, onFault, onRemoved, onMissing });
    this.#space = new FileSpace(disk ?? (() => undefined), elapsed);
    const prefix = (): string => this.#relay?.prefix ?? "";
    this.uploads = new Uploads({
      desk: this.#desk,
      store,
      limits,
      elapsed,
      space: this.#space,
      onFailure: onFault,
      prefix,
    });
  }

  /** Has what a crash left be removed, and what is there be counted. To be called once, where there are files. */
  begin(): void {
    this.#desk.begin();
  }

  /** Whether there is a folder of files, or a message that names one. */
  get isAny(): boolean {
    return this.oldest !== undefined || isFolder(filesFolderOf(this.#parts.log));
  }

  /** What passes requests about uploads to the servers that have them; none where there is no other server. */
  get relay(): UploadRelay | undefined {
    return this.#relay;
  }

  /** Has what is not here be had from other servers; to be called before {@linkcode begin}. */
  shareWith(source: FileSource & UploadRelay): void {
    this.#relay = source;
    const { store, clock, onFault } = this.#parts;
    const elapsed = (): number => clock.elapsed();
    this.#fetching = new Fetching(source, {
      desk: this.#desk,
      store,
      space: this.#space,
      elapsed,
      onFailure: onFault,
    });
  }

  /** Notes that a message of another server names a file: it is fetched if it is not here. */
  async expect(file: NamedBytes): Promise<void> {
    if (!await this.#isHere(file)) this.#fetching?.want(file);
  }

  /** Fetches a file that is not here. @returns Whether it is now; nothing where there is nobody to ask. */
  fetch(file: NamedBytes): Promise<boolean> | undefined {
    return this.#fetching?.fetch(file);
  }

  /** Finds a file by its id. */
  find(id: string): StoredFile | undefined {
    return this.#parts.store.find(id);
  }

  /** Finds the file of a message; the last one of the room without a number. */
  fileOf(room: string, seq: number | undefined): StoredFile | undefined {
    return this.#parts.store.fileOf(room, seq);
  }

  /** Opens the bytes of a file, once it is known that they are what they were. @throws When they are not there, or not that. */
  async open({ sha256 }: Pick<StoredFile, "sha256">): Promise<Deno.FsFile> {
    if (!this.#sound.has(sha256) && !await this.#isSound(sha256)) throw new Deno.errors.NotFound(sha256);
    return await Deno.open(this.#desk.placeOf(sha256));
  }

  /** Reads a file when somebody first asks for it since the server began: a disk may have spoiled it. */
  #isSound(sha256: string): Promise<boolean> {
    const known = this.#checks.get(sha256);
    if (known !== undefined) return known;
    const check = this.#desk.check(sha256).then((isSound) => {
      this.#checks.delete(sha256);
      const [oldest] = this.#sound;
      if (isSound) this.#sound.add(sha256);
      if (this.#sound.size > SOUND_KNOWN && oldest !== undefined) this.#sound.delete(oldest);
      return isSound;
    });
    this.#checks.set(sha256, check);
    return check;
  }

  /** Begins to remove what no message names any more, a little at a time. To be called every few seconds. */
  sweep(): void {
    this.uploads.sweep();
    this.#fetching?.sweep();
    if (!this.#goesOn) this.#removeSome();
    this.#goesOn = false;
    this.#desk.rest(this.uploads.isBusy || this.#fetching?.isBusy === true);
  }

  /** Returns when the oldest file was sent, in ms since 1970; `undefined` when there is none. */
  get oldest(): number | undefined {
    return this.#parts.store.oldest;
  }

  /** Forgets some of the files that were sent before a time, in ms since 1970. */
  expire(before: number): void {
    this.#parts.store.expire(before);
  }

  /** Ends what is being written. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#desk.close();
  }

  async #isHere({ sha256, size }: NamedBytes): Promise<boolean> {
    try {
      return (await Deno.stat(this.#desk.placeOf(sha256))).size === size;
    } catch {
      return false; // Whoever looks for it is told what is wrong.
    }
  }

  /** Has some be removed that no message names; once they are gone the next are. */
  #removeSome(): void {
    if (this.#isClosing) return;
    try {
      this.#desk.remove(this.#parts.store.unnamed());
    } catch (cause) {
      this.#parts.onFault(String(cause)); // A disk that is full for now: the next time will do.
    }
  }

  #settle(hashes: readonly string[]): void {
    if (hashes.length === 0) return;
    try {
      this.#parts.store.settle(hashes);
    } catch (cause) {
      return this.#parts.onFault(String(cause)); // They are looked for again with the next sweep.
    }
    this.#goesOn = true;
    this.#removeSome();
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false; // Who sends the first file makes it, or is told why not.
  }
}
