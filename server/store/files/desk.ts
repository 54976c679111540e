/**
 * The room's side of the thread that keeps files: it is begun when a file comes, asked, and ended when none has for a while.
 *
 * @module
 */

import { type Clock, within } from "../../../net/clock.ts";
import { filesFolderOf, placeOf } from "./folder.ts";
import type { FileReport, FoundFile, NamedBytes } from "./messages.ts";
import type { FilesThread, StartFiles } from "./thread_port.ts";

/** A thread to which nothing was told for this long is ended, in ms: it takes some memory. */
const IDLE = 60_000;

/** How long closing waits for the thread, in ms. */
const CLOSES_WITHIN = 1_500;

/** A file cannot be kept. */
export class CannotKeep extends Error {
  /** The name of the error. */
  override readonly name = "CannotKeep";
}

/** What a desk works with. */
export interface DeskParts {
  /** The log's file, without links. */
  readonly log: string;
  readonly start: StartFiles;
  readonly clock: Clock;
  /** Called with what failed although nobody waits for it. */
  readonly onFault: (cause: string) => void;
  /** Called with the hashes of which nothing is there any more. */
  readonly onRemoved: (hashes: readonly string[]) => void;
  /** Called with what messages name and was not here when the server began. */
  readonly onMissing: (missing: readonly NamedBytes[]) => void;
}

/** Somebody who waits for what becomes of an order about an upload. */
interface Waiting {
  readonly resolve: (file: FoundFile | undefined) => void;
  readonly reject: (error: CannotKeep) => void;
}

/** Keeps files by a thread. */
export class FileDesk {
  readonly #parts: DeskParts;
  readonly #folder: string;
  #thread: FilesThread | undefined;
  #isFirst = true;
  #toldAt = 0;
  #bytes = 0;
  readonly #waiting = new Map<string, Waiting>();
  readonly #checks = new Map<string, (isSound: boolean) => void>();
  #closed: (() => void) | undefined;

  /** To be made before the server gives up the right to write, and to be begun then where there are files. */
  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#folder = filesFolderOf(parts.log);
  }

  /** How many bytes all files have together, as far as it is known. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Begins the thread: what no message names is removed, and what is there is counted. */
  begin(): void {
    this.#begun();
  }

  /** Writes bytes of an upload, which are not to be used any more. @throws {CannotKeep} */
  async write(upload: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#ask(upload, () => this.#begun().tell({ kind: "write", upload, at, bytes }));
  }

  /**
   * Keeps an upload that is whole, and holds it until it is released.
   *
   * @param sha256 What its hash is to be: it is kept as it is then.
   * @throws {CannotKeep}
   */
  async finish(upload: string, size: number, sha256?: string): Promise<FoundFile> {
    const order = { kind: "finish", upload, size, ...(sha256 !== undefined && { sha256 }) } as const;
    const file = await this.#ask(upload, () => this.#begun().tell(order));
    if (file === undefined) throw new CannotKeep("nothing was told of it");
    return file;
  }

  /** Tells whether a file is what it was, by reading all of it. To be asked once at a time. */
  check(sha256: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#checks.set(sha256, resolve);
      this.#begun().tell({ kind: "check", sha256 });
    });
  }

  /** Forgets an upload. */
  drop(upload: string): void {
    this.#thread?.tell({ kind: "drop", upload });
  }

  /** Holds a file no longer. @param isNamed Whether a message names it. */
  release(sha256: string, isNamed: boolean): void {
    this.#begun().tell({ kind: "release", sha256, isNamed });
  }

  /** Removes files that no message names. */
  remove(hashes: readonly string[]): void {
    if (hashes.length > 0) this.#begun().tell({ kind: "remove", hashes });
  }

  /** Returns where a file lies. */
  placeOf(sha256: string): string {
    return placeOf(this.#folder, sha256);
  }

  /** Ends a thread that has nothing to do. @param isBusy Whether an upload is on its way. */
  rest(isBusy: boolean): void {
    const isIdle = this.#parts.clock.elapsed() - this.#toldAt > IDLE;
    if (!isIdle || isBusy || this.#waiting.size + this.#checks.size > 0) return;
    this.#thread?.close();
    this.#thread = undefined;
  }

  /** Has the thread end what it does, and ends it. */
  async close(): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    const closed = new Promise<void>((resolve) => this.#closed = resolve);
    thread.tell({ kind: "close" });
    await within(this.#parts.clock, CLOSES_WITHIN, closed, undefined);
    thread.close();
    this.#thread = undefined;
    for (const settle of this.#checks.values()) settle(false);
    this.#checks.clear();
  }

  #begun(): FilesThread {
    this.#toldAt = this.#parts.clock.elapsed();
    const { log, start } = this.#parts;
    const setup = { folder: this.#folder, log, isFirst: this.#isFirst };
    this.#isFirst = false;
    return this.#thread ??= start(setup, {
      onReport: (report) => this.#receive(report),
      onEnd: (why) => this.#ended(why),
    });
  }

  #ask(upload: string, tell: () => void): Promise<FoundFile | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(upload, { resolve, reject });
      tell();
    });
  }

  #receive(report: FileReport): void {
    switch (report.kind) {
      case "ready":
        this.#bytes = report.bytes;
        return this.#parts.onMissing(report.missing);
      case "wrote":
        return this.#take(report.upload)?.resolve(undefined);
      case "finished":
        this.#bytes = report.bytes;
        return this.#take(report.upload)?.resolve(report.file);
      case "failed":
        return this.#take(report.upload)?.reject(new CannotKeep(report.cause));
      case "removed":
        this.#bytes = report.bytes;
        return this.#parts.onRemoved(report.hashes);
      case "checked":
        this.#bytes = report.bytes;
        this.#checks.get(report.sha256)?.(report.isSound);
        return void this.#checks.delete(report.sha256);
      case "fault":
        return this.#parts.onFault(report.cause);
      case "closed":
        return this.#closed?.();
    }
  }

  #take(upload: string): Waiting | undefined {
    const waiting = this.#waiting.get(upload);
    this.#waiting.delete(upload);
    return waiting;
  }

  #ended(why: string): void {
    if (this.#closed !== undefined) return this.#closed(); // It was told to.
    this.#thread = undefined;
    this.#parts.onFault(why);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new CannotKeep(why));
    const checks = [...this.#checks.values()];
    this.#checks.clear();
    for (const settle of checks) settle(false);
  }
}
