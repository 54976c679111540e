/**
 * What the room's thread and the thread that keeps files say to each other.
 *
 * @module
 */

import type { Kind } from "./kinds.ts";

/** What a thread of files works with. */
export interface FilesSetup {
  /** The folder of the files. */
  readonly folder: string;
  /** The log's file: what no message of it names is removed when the server begins. */
  readonly log: string;
  /** Whether the server begins: no message is on its way then. */
  readonly isFirst: boolean;
}

/** What was found of a file that is kept. */
export interface FoundFile extends Kind {
  readonly sha256: string;
  readonly size: number;
  /** The first lines of a text. */
  readonly beginning?: string;
}

/** What the thread is told. */
export type FileOrder =
  /** Write the bytes of an upload from this one on. */
  | {
    readonly kind: "write";
    readonly upload: string;
    readonly at: number;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }
  /** All of it is there: keep it, and tell what it is. It is held until it is released. `sha256`: it is to be this, as it is. */
  | { readonly kind: "finish"; readonly upload: string; readonly size: number; readonly sha256?: string }
  /** Nothing becomes of it. */
  | { readonly kind: "drop"; readonly upload: string }
  /** A message names it now, or nothing ever will. */
  | { readonly kind: "release"; readonly sha256: string; readonly isNamed: boolean }
  /** No message names these any more. */
  | { readonly kind: "remove"; readonly hashes: readonly string[] }
  /** Read a file, and tell whether it is what it was. */
  | { readonly kind: "check"; readonly sha256: string }
  /** End. */
  | { readonly kind: "close" };

/** The bytes of a file, by their hash, and how many there are. */
export interface NamedBytes {
  readonly sha256: string;
  readonly size: number;
}

/** What the thread tells. */
export type FileReport =
  /** It works; `bytes` is how much all files have together, with this and what follows; `missing`: what messages name and is not here. */
  | { readonly kind: "ready"; readonly bytes: number; readonly missing: readonly NamedBytes[] }
  | { readonly kind: "wrote"; readonly upload: string }
  | { readonly kind: "finished"; readonly upload: string; readonly file: FoundFile; readonly bytes: number }
  | { readonly kind: "failed"; readonly upload: string; readonly cause: string }
  | { readonly kind: "removed"; readonly hashes: readonly string[]; readonly bytes: number }
  | { readonly kind: "checked"; readonly sha256: string; readonly isSound: boolean; readonly bytes: number }
  | { readonly kind: "fault"; readonly cause: string }
  | { readonly kind: "closed" };
