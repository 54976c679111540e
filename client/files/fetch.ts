/**
 * Fetching a file: into another one beside its place, from the byte on that is not there, and into its place only once its
 * checksum is right. Nothing is written over.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { fileName } from "../../protocol/file_names.ts";
import type { FileInfo } from "../../protocol.ts";
import { ask, textOf } from "./http.ts";
import { type Attempt, attempts, hostOf, type TransferParts } from "./transfer.ts";

/** What became of fetching. `path` is where it is, or would have been. */
export type Fetched =
  | { readonly kind: "fetched"; readonly path: string }
  | { readonly kind: "exists"; readonly path: string }
  /** What came is not what was sent to the room. */
  | { readonly kind: "wrong"; readonly path: string }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "lost" }
  | { readonly kind: "not-written"; readonly path: string; readonly cause: string };

/** Fetches a file. @param wanted The file or folder that it is to be kept in; empty for the folder that one is in. */
export async function fetchFile(
  file: FileInfo,
  from: string,
  wanted: string,
  parts: TransferParts,
): Promise<Fetched> {
  const path = placeFor(file, wanted);
  try {
    if (isThere(path)) return { kind: "exists", path };
    // By its checksum, so that only what is of the same file is gone on with.
    const part = join(dirname(path), `.${basename(path).slice(0, 60)}.${file.sha256.slice(0, 12)}.part`);
    removeLink(part);
    let away = "";
    const end = await attempts(parts, async (wire) => {
      using into = await PartFile.open(part);
      const tried = await attempt(wire, file, from, into, parts);
      away = "away" in tried ? tried.away : "";
      return tried;
    }) ?? (away === "" ? undefined : { kind: "refused" as const, why: away });
    if (end === undefined) return { kind: "lost" };
    if (end.kind === "refused") {
      if (Deno.lstatSync(part).size === 0) Deno.removeSync(part); // There is nothing to go on with.
      return end;
    }
    if (await hashOf(part) !== file.sha256) {
      await Deno.remove(part);
      return { kind: "wrong", path };
    }
    return await place(part, path) ? { kind: "fetched", path } : { kind: "exists", path };
  } catch (error) {
    return { kind: "not-written", path, cause: error instanceof Error ? error.message : String(error) };
  }
}

/** What became of fetching the bytes of a file. */
export type FetchedBytes =
  | { readonly kind: "fetched"; readonly bytes: Uint8Array<ArrayBuffer> }
  | Extract<Fetched, { readonly kind: "refused" | "lost" }>
  /** What came is not what was sent to the room. */
  | { readonly kind: "wrong" };

/** Fetches the bytes of a file, which touch no disk. */
export async function fetchBytes(file: FileInfo, from: string, parts: TransferParts): Promise<FetchedBytes> {
  const into = new PartBytes(file.size);
  let away = "";
  const end = await attempts(parts, async (wire) => {
    const tried = await attempt(wire, file, from, into, parts);
    away = "away" in tried ? tried.away : "";
    return tried;
  });
  if (end === undefined) return away === "" ? { kind: "lost" } : { kind: "refused", why: away };
  if (end.kind === "refused") return end;
  const isRight = createHash("sha256").update(into.bytes).digest("hex") === file.sha256;
  return isRight ? { kind: "fetched", bytes: into.bytes } : { kind: "wrong" };
}

/** What is there of a file, and where more of it goes. */
interface Part {
  /** How many bytes are there. */
  readonly size: number;
  /** Forgets what is there. */
  clear(): Promise<void>;
  /** Adds bytes to its end. */
  add(bytes: Uint8Array): Promise<void>;
}

/** Part of a file, on the disk. */
class PartFile implements Part, Disposable {
  readonly #file: Deno.FsFile;
  size: number;

  private constructor(file: Deno.FsFile, size: number) {
    this.#file = file;
    this.size = size;
  }

  static async open(path: string): Promise<PartFile> {
    const file = await Deno.open(path, { write: true, create: true, mode: 0o600 });
    return new PartFile(file, await file.seek(0, Deno.SeekMode.End));
  }

  async clear(): Promise<void> {
    await this.#file.truncate(0);
    this.size = await this.#file.seek(0, Deno.SeekMode.Start);
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) from += await this.#file.write(bytes.subarray(from));
    this.size += bytes.length;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Part of a file, in memory. */
class PartBytes implements Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  size = 0;

  constructor(whole: number) {
    this.bytes = new Uint8Array(whole);
  }

  clear(): Promise<void> {
    this.size = 0;
    return Promise.resolve();
  }

  add(bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, this.size);
    this.size += bytes.length;
    return Promise.resolve();
  }
}

type End = { readonly kind: "whole" } | { readonly kind: "refused"; readonly why: string };

async function attempt(
  wire: Parameters<typeof ask>[0],
  { sha256, size }: FileInfo,
  path: string,
  part: Part,
  parts: TransferParts,
): Promise<Attempt<End> | (Attempt<End> & { readonly away: string })> {
  if (part.size > size) await part.clear();
  if (part.size === size) return { done: { kind: "whole" } };
  const headers: Readonly<Record<string, string>> = part.size === 0
    ? {}
    : { Range: `bytes=${part.size}-`, "If-Range": `"${sha256}"` };
  const answer = await ask(wire, { method: "GET", path, host: hostOf(parts), headers });
  if (answer.status === 503) return { hasMoved: false, away: await textOf(answer) }; // It is to be asked again.
  if (answer.status !== 200 && answer.status !== 206) {
    return { done: { kind: "refused", why: await textOf(answer) } };
  }
  if (answer.status === 200) await part.clear();
  const began = part.size;
  try {
    for await (const bytes of answer.body) {
      if (parts.isCancelled()) return { hasMoved: false };
      if (part.size + bytes.length > size) return { done: { kind: "whole" } }; // More than there is: the checksum tells.
      await part.add(bytes);
      parts.onProgress(part.size, size);
    }
  } catch (error) {
    if (part.size > began) return { hasMoved: true };
    throw error;
  }
  return part.size === size ? { done: { kind: "whole" } } : { hasMoved: part.size > began };
}

/** Tells where a file is to be kept. What the server calls it is a name in a folder, whatever it is. */
function placeFor({ name }: FileInfo, wanted: string): string {
  if (wanted === "") return fileName(name);
  return isFolder(wanted) || /[/\\]$/.test(wanted) ? join(wanted, fileName(name)) : wanted;
}

/** Gives a file its name, unless there is one of that name by now. */
async function place(part: string, path: string): Promise<boolean> {
  try {
    await Deno.link(part, path); // Renaming would write over one that came meanwhile.
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    if (isThere(path)) return false;
    await Deno.rename(part, path); // Not every disk knows links.
    return true;
  }
  await Deno.remove(part);
  return true;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  const { readable } = await Deno.open(path);
  for await (const bytes of readable) hash.update(bytes);
  return hash.digest("hex");
}

/** Removes what somebody else put where bytes are to be written, as a link that leads out of the folder. */
function removeLink(path: string): void {
  if (isThere(path) && !Deno.lstatSync(path).isFile) Deno.removeSync(path);
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false; // Whoever writes there is told why that cannot be.
  }
}
