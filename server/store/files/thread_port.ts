/**
 * What begins a thread of files, and what it is told through.
 *
 * @module
 */

import type { FileOrder, FileReport, FilesSetup } from "./messages.ts";

/** A thread of files that was begun. */
export interface FilesThread {
  /** Tells it something. The bytes of a write are its own from then on. */
  tell(order: FileOrder): void;
  /** Ends it: it hears and tells nothing any more. */
  close(): void;
}

/** Who hears of a thread of files. */
export interface FilesThreadParts {
  /** Called with all that it tells. */
  readonly onReport: (report: FileReport) => void;
  /** Called when it ended and was not told to. */
  readonly onEnd: (why: string) => void;
}

/** Begins a thread of files. */
export type StartFiles = (setup: FilesSetup, parts: FilesThreadParts) => FilesThread;
