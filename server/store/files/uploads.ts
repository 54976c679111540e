/**
 * Files on their way: who may send one, how much of it has come, and what becomes of it. A message names a file only after
 * it lies safe on disk.
 *
 * @module
 */

import { randomBytes } from "node:crypto";
import {
  FILE_NAME_BYTES,
  type Limits,
  UPLOADS_PER_ADDRESS,
  UPLOADS_PER_PERSON,
} from "../../../protocol/limits.ts";
import type { FileInfo, MessageFrame, MessageId, Problem } from "../../../protocol.ts";
import type { FileStore } from "../log.ts";
import { FileAllowance, type Sender } from "./allowance.ts";
import { CannotKeep, type FileDesk } from "./desk.ts";
import type { FileSpace } from "./space.ts";
import { fileName } from "../../../protocol/file_names.ts";

/** An upload of which nothing has come for this long is forgotten, in ms. */
const KEPT_FOR = 900_000;

/** What became of one is told as long, in ms; later the log knows its id, and takes it once. Many small ones are not to be looked through. */
const TOLD_FOR = 60_000;

/** What the smallest file takes on a disk, in bytes: of a day it takes as much, or a day's bytes sent one by one would fill it. */
const LEAST = 4096;

/** How many random bytes nobody can guess. */
const SECRET_BYTES = 18;

/** What somebody wants to send. */
export interface UploadWish {
  readonly room: string;
  readonly name: string;
  readonly size: number;
  /** The sender's own name for the message; none for what comes in one request. */
  readonly id: MessageId | undefined;
}

/** What became of an upload, or of the message that was to name it. */
export type UploadOutcome =
  | { readonly kind: "stored"; readonly message: MessageFrame }
  | { readonly kind: "refused"; readonly problem: Problem };

/** Says in a room that there is a file, with the first lines of a text; resolves when that is in the log, or is not going to be. */
export type PostFile = (file: FileInfo, beginning: string) => Promise<UploadOutcome>;

/** A file on its way. */
export interface Upload {
  /** What it is found by: nobody can guess it. */
  readonly token: string;
  readonly sender: Sender;
  readonly wish: UploadWish;
  /** How many of its bytes have come. */
  offset: number;
  /** Whether a connection sends it now. */
  isBusy: boolean;
  /** What became of it. */
  outcome: UploadOutcome | undefined;
}

interface Running extends Upload {
  readonly post: PostFile;
  touchedAt: number;
}

/** What uploads work with. */
export interface UploadsParts {
  readonly desk: Pick<FileDesk, "write" | "finish" | "drop" | "release" | "bytes">;
  readonly store: Pick<FileStore, "isNamed">;
  readonly limits: Pick<Limits, "fileBytes" | "filesBytes" | "filesPerDay">;
  /** Returns a time that never jumps, in ms. */
  readonly elapsed: () => number;
  /** What the disk has for files. */
  readonly space: FileSpace;
  /** Called when the disk does not take what came. */
  readonly onFailure: (cause: string) => void;
  /** Returns what those begin with by which uploads are found: it tells which server has them. */
  readonly prefix: () => string;
}

/** All files on their way. */
export class Uploads {
  readonly #parts: UploadsParts;
  readonly #all = new Map<string, Running>();
  /** Those of which nothing has become yet. */
  readonly #open = new Set<Running>();
  /** How many bytes of those have come. */
  #come = 0;
  readonly #allowance: FileAllowance;

  constructor(parts: UploadsParts) {
    this.#parts = parts;
    this.#allowance = new FileAllowance(parts.elapsed);
  }

  /** Whether any has not come whole. */
  get isBusy(): boolean {
    return this.#open.size > 0;
  }

  /** Begins one, or goes on with the one that the same person began with the same id. */
  begin(sender: Sender, wish: UploadWish, post: PostFile): Upload | Problem {
    const known = wish.id === undefined ? undefined : this.#again(sender, wish);
    if (known !== undefined) return known;
    const problem = this.#problem(sender, wish);
    if (problem !== undefined) return problem;
    const name = fileName(wish.name.slice(0, 8 * FILE_NAME_BYTES));
    const upload: Running = {
      token: this.#parts.prefix() + secret(),
      sender,
      wish: { ...wish, name },
      offset: 0,
      isBusy: false,
      outcome: undefined,
      post,
      touchedAt: this.#parts.elapsed(),
    };
    this.#all.set(upload.token, upload);
    this.#open.add(upload);
    return upload;
  }

  /** Finds one. */
  find(token: string): Upload | undefined {
    return this.#all.get(token);
  }

  /** Takes the next bytes, which are not to be used any more. What cannot be written ends it. */
  async receive({ token }: Upload, bytes: Uint8Array<ArrayBuffer>): Promise<Problem | undefined> {
    const upload = this.#all.get(token);
    if (upload === undefined || upload.offset + bytes.length > upload.wish.size) {
      return { code: "not-stored" };
    }
    const { length } = bytes; // They are given away.
    const full = this.#fullWith(length); // Others may have been faster since it was begun.
    if (full !== undefined) {
      this.drop(upload);
      return full;
    }
    upload.touchedAt = this.#parts.elapsed();
    try {
      await this.#parts.desk.write(token, upload.offset, bytes);
      upload.offset += length;
      if (this.#open.has(upload)) this.#come += length; // It may have been dropped meanwhile.
      this.#parts.space.took(length);
      return undefined;
    } catch (error) {
      return this.#failed(upload, error);
    }
  }

  /** Keeps one that is whole, and has the room told. */
  async complete({ token }: Upload): Promise<UploadOutcome> {
    const upload = this.#all.get(token);
    if (upload === undefined) return { kind: "refused", problem: { code: "not-stored" } };
    if (upload.outcome !== undefined) return upload.outcome;
    const { desk, store } = this.#parts;
    try {
      const { sha256, size, type, beginning = "", ...shape } = await desk.finish(token, upload.wish.size);
      const file = { id: secret(), name: upload.wish.name, size, type, sha256, ...shape };
      upload.outcome = await upload.post(file, beginning);
      this.#close(upload);
      desk.release(sha256, store.isNamed(sha256)); // Also one that is refused: others may have sent the same.
      upload.touchedAt = this.#parts.elapsed();
      if (upload.outcome.kind === "refused") this.#allowance.giveBack(upload.sender, counted(upload.wish));
      return upload.outcome;
    } catch (error) {
      return { kind: "refused", problem: this.#failed(upload, error) };
    }
  }

  /** Forgets one that is not whole. */
  drop({ token }: Upload): void {
    const upload = this.#all.get(token);
    if (upload === undefined || upload.outcome !== undefined) return;
    this.#all.delete(token);
    this.#close(upload);
    this.#allowance.giveBack(upload.sender, counted(upload.wish) - upload.offset);
    this.#parts.desk.drop(token);
  }

  /** Forgets those of which nothing has come for long. To be called every few seconds. */
  sweep(): void {
    this.#allowance.sweep();
    const now = this.#parts.elapsed();
    for (const upload of [...this.#all.values()]) {
      const keptFor = upload.outcome === undefined ? KEPT_FOR : TOLD_FOR;
      if (upload.isBusy || now - upload.touchedAt < keptFor) continue;
      if (upload.outcome === undefined) this.drop(upload);
      else this.#all.delete(upload.token);
    }
  }

  /** Finds what the same person began with the same id. */
  #again({ person }: Sender, { id, room, size }: UploadWish): Upload | undefined {
    return this.#all.values().find(({ sender, wish, outcome }) =>
      sender.person === person && wish.id === id && wish.room === room && wish.size === size &&
      outcome?.kind !== "refused"
    );
  }

  /** Counts it, unless it is not to be taken. */
  #problem(sender: Sender, { size }: UploadWish): Problem | undefined {
    const { limits: { fileBytes, filesPerDay } } = this.#parts;
    if (fileBytes === 0) return { code: "no-files" };
    if (size === 0) return { code: "file-empty" };
    if (size > fileBytes) return { code: "file-too-big", limit: fileBytes, size };
    const senders = Array.from(this.#open, (one) => one.sender);
    const count = (is: (one: Sender) => boolean): number => senders.filter(is).length;
    if (count(({ person }) => person === sender.person) >= UPLOADS_PER_PERSON) {
      return { code: "too-many-uploads", limit: UPLOADS_PER_PERSON };
    }
    if (count(({ address }) => address === sender.address) >= UPLOADS_PER_ADDRESS) {
      return { code: "too-many-uploads", limit: UPLOADS_PER_ADDRESS };
    }
    const full = this.#fullWith(size);
    if (full !== undefined) return full;
    return this.#allowance.take(sender, counted({ size }), filesPerDay)
      ? undefined
      : { code: "files-today", limit: filesPerDay };
  }

  /** Tells that so many more bytes are too many, where they are. Only what has come takes place: asking for it keeps nobody else's file out. */
  #fullWith(more: number): Problem | undefined {
    const { desk, limits: { filesBytes } } = this.#parts;
    const have = desk.bytes + this.#come;
    const limit = Math.min(filesBytes, have + this.#parts.space.bytes);
    return have + more > limit ? { code: "files-full", limit } : undefined;
  }

  #close(upload: Running): void {
    if (this.#open.delete(upload)) this.#come -= upload.offset;
  }

  #failed(upload: Running, error: unknown): Problem {
    if (!(error instanceof CannotKeep)) throw error;
    this.#parts.onFailure(error.message);
    this.drop(upload);
    return { code: "not-stored" };
  }
}

/** Gives how much of a day a file takes, in bytes. */
function counted({ size }: Pick<UploadWish, "size">): number {
  return Math.max(size, LEAST);
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}
