/**
 * Keeping files on disk: written beside, made safe against a loss of power, and only then put into their place. For the
 * thread of files.
 *
 * @module
 */

import { createHash, type Hash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { isHash, partOf, placeOf } from "./folder.ts";
import type { CleanPicture } from "./exif.ts";
import { cleanJpeg } from "./jpeg.ts";
import { cleanPng } from "./png.ts";
import { cleanWebp } from "./webp.ts";
import { type Kind, kindOf, TELLING_BYTES, UNKNOWN } from "./kinds.ts";
import type { FilesSetup, FoundFile, NamedBytes } from "./messages.ts";
import { beginningOf } from "./texts.ts";

/** Only the operator may read what was sent. */
const OWNER_ONLY = { mode: 0o600 };
const OWNERS_FOLDER = { recursive: true, mode: 0o700 };

/** How much is read at once, in bytes. */
const READ_AT_ONCE = 1024 * 1024;

/** Ends the name of a file that the disk has spoiled: nobody is given it, and whoever runs the server may look at it. */
const DAMAGED = ".damaged";

/** What ends a line, as a byte. */
const NEWLINE = 0x0a;

/** A picture that is larger is not shown as one: it could not be cleaned in memory. */
const LARGEST_PICTURE = 64 * 1024 * 1024;

/** What takes out of pictures what they tell besides. A GIF, which no camera makes, stays as it is. */
const JPEG = { type: "image/jpeg", clean: cleanJpeg };
const CLEANERS: ReadonlyMap<string, Cleaner> = new Map([
  ["image/png", { type: "image/png", clean: cleanPng }],
  ["image/webp", { type: "image/webp", clean: cleanWebp }],
]);

interface Cleaner {
  readonly type: string;
  clean(bytes: Uint8Array): CleanPicture | undefined;
}

/** What a file is, with how it begins where it is a text. */
type FoundKind = Kind & Pick<FoundFile, "beginning">;

/** The files of a log. Whatever fails throws what the system says. */
export class Keeping {
  readonly #folder: string;
  readonly #open = new Map<string, Deno.FsFile>();
  /** What was kept and is not named by a message yet, and how often. */
  readonly #held = new Map<string, number>();
  /** What messages named and was not here when the server began. */
  readonly missing: readonly NamedBytes[];
  #bytes = 0;

  /** Makes the folder where there is none, and removes what nothing names. */
  constructor({ folder, log, isFirst }: FilesSetup) {
    this.#folder = folder;
    Deno.mkdirSync(folder, OWNERS_FOLDER);
    removeAll(`${folder}/parts`);
    Deno.mkdirSync(`${folder}/parts`, OWNERS_FOLDER);
    const named = isFirst ? namesIn(log) : undefined;
    const kept = new Set<string>();
    try {
      for (const { path, hash } of this.#kept()) {
        if (named?.has(hash) === false) Deno.removeSync(path);
        else this.#bytes += Deno.statSync(path).size;
        kept.add(hash);
      }
      this.missing = named?.except(kept) ?? [];
    } finally {
      named?.close();
    }
  }

  /** How many bytes all files have together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Writes bytes of an upload. @throws Also when what comes before them is not here: the thread that had it has ended. */
  write(upload: string, at: number, bytes: Uint8Array): void {
    if (at > 0 && !this.#open.has(upload)) throw new Error(`the beginning of ${upload} is not here`);
    const file = this.#open.get(upload) ??
      Deno.openSync(partOf(this.#folder, upload), {
        write: true,
        read: true,
        createNew: true,
        ...OWNER_ONLY,
      });
    this.#open.set(upload, file);
    file.seekSync(at, Deno.SeekMode.Start);
    for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
  }

  /**
   * Puts an upload into its place, and holds it there.
   *
   * @param wanted What its hash is to be: it is kept as it is then.
   * @throws Also when it does not have that many bytes, or another hash.
   */
  finish(upload: string, size: number, wanted?: string): FoundFile {
    const part = partOf(this.#folder, upload);
    const file = this.#open.get(upload);
    if (file === undefined || file.statSync().size !== size) throw new Error(`${part} is not whole`);
    const kind: FoundKind = wanted === undefined ? this.#clean(file, size) : UNKNOWN;
    const { sha256, size: kept, lines } = read(file);
    if (wanted !== undefined && sha256 !== wanted) throw new Error(`${part} is not ${wanted}`);
    file.syncDataSync();
    this.#close(upload);
    const place = placeOf(this.#folder, sha256);
    const there = sizeOf(place);
    if (there === kept) Deno.removeSync(part);
    else this.#place(part, place, kept - (there ?? 0)); // One that was cut off is nobody's file any more.
    this.#held.set(sha256, (this.#held.get(sha256) ?? 0) + 1);
    return { ...kind, ...(kind.beginning !== undefined && { lines }), sha256, size: kept };
  }

  /** Removes what has come of an upload. */
  drop(upload: string): void {
    this.#close(upload);
    removeAll(partOf(this.#folder, upload));
  }

  /** Holds a file no longer; one that nothing names is removed. */
  release(sha256: string, isNamed: boolean): void {
    const times = (this.#held.get(sha256) ?? 1) - 1;
    if (times > 0) this.#held.set(sha256, times);
    else this.#held.delete(sha256);
    if (!isNamed) this.remove([sha256]);
  }

  /** Removes files, but for what is held. @returns The hashes of which nothing is there any more. */
  remove(hashes: readonly string[]): readonly string[] {
    const gone = hashes.filter((hash) => isHash(hash) && !this.#held.has(hash));
    for (const hash of gone) {
      const place = placeOf(this.#folder, hash);
      const size = sizeOf(place);
      if (size === undefined) continue;
      this.#bytes -= size;
      Deno.removeSync(place);
    }
    return gone;
  }

  /**
   * Reads a file that is kept. One that is not what it was is put aside, for another copy to take its place.
   *
   * @throws When it is not there, or not what it was.
   */
  check(sha256: string): void {
    const place = placeOf(this.#folder, sha256);
    const found = readWhole(place);
    if (found.sha256 === sha256) return;
    Deno.renameSync(place, `${place}${DAMAGED}`);
    this.#bytes -= found.size;
    throw new Error(`${place} is not what it was: it is put aside, as ${DAMAGED}`);
  }

  /** Closes what is open. What has come of uploads is removed when it is opened again. */
  close(): void {
    for (const upload of [...this.#open.keys()]) this.#close(upload);
  }

  /** Takes what a picture tells besides the picture out of an upload, and finds out what it is. */
  #clean(file: Deno.FsFile, size: number): FoundKind {
    const head = readAt(file, 0, Math.min(size, TELLING_BYTES));
    const kind = kindOf(head);
    const cleaner = head[0] === 0xff && head[1] === 0xd8 ? JPEG : CLEANERS.get(kind.type);
    if (cleaner !== undefined && size > LARGEST_PICTURE) return UNKNOWN;
    if (cleaner === undefined) {
      return kind.type === "text/plain" ? { ...kind, beginning: beginningOf(head) } : kind;
    }
    const clean = cleaner.clean(readAt(file, 0, size));
    if (clean === undefined) return UNKNOWN; // It only begins like one.
    file.seekSync(0, Deno.SeekMode.Start);
    for (let from = 0; from < clean.bytes.length;) from += file.writeSync(clean.bytes.subarray(from));
    file.truncateSync(clean.bytes.length);
    return { type: cleaner.type, width: clean.width, height: clean.height };
  }

  /** @param more How many bytes there are more by it. */
  #place(part: string, place: string, more: number): void {
    const folder = place.slice(0, place.lastIndexOf("/"));
    Deno.mkdirSync(folder, OWNERS_FOLDER);
    Deno.renameSync(part, place);
    this.#bytes += more;
    syncFolder(folder);
  }

  #close(upload: string): void {
    this.#open.get(upload)?.close();
    this.#open.delete(upload);
  }

  *#kept(): Generator<{ readonly path: string; readonly hash: string }> {
    for (const { name: folder, isDirectory } of Deno.readDirSync(this.#folder)) {
      if (!isDirectory || !/^[\da-f]{2}$/.test(folder)) continue;
      for (const { name: hash } of Deno.readDirSync(`${this.#folder}/${folder}`)) {
        if (isHash(hash)) yield { path: `${this.#folder}/${folder}/${hash}`, hash };
      }
    }
  }
}

/** Which hashes the messages of a log name. */
interface Names {
  has(hash: string): boolean;
  /** Lists those that are not among some. */
  except(some: ReadonlySet<string>): readonly NamedBytes[];
  close(): void;
}

function namesIn(log: string): Names {
  const db = new DatabaseSync(log, { readOnly: true });
  const named = db.prepare("SELECT 1 FROM files WHERE hash = ? LIMIT 1");
  const all = db.prepare("SELECT hash, min(size) AS size FROM files GROUP BY hash");
  return {
    has: (hash) => named.get(hash) !== undefined,
    except: (some) =>
      all.all().map(({ hash, size }) => ({ sha256: String(hash), size: Number(size) }))
        .filter(({ sha256 }) => !some.has(sha256)),
    close: () => db.close(),
  };
}

/** Reads some bytes of a file. */
function readAt(file: Deno.FsFile, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  file.seekSync(at, Deno.SeekMode.Start);
  let end = 0;
  while (end < length) {
    const count = file.readSync(bytes.subarray(end));
    if (count === null) break;
    end += count;
  }
  return bytes.subarray(0, end);
}

function readWhole(path: string): ReturnType<typeof read> {
  using file = Deno.openSync(path);
  return read(file);
}

/** Reads all of a file: its hash, its size, and how many lines it has if it is a text. */
function read(file: Deno.FsFile): Pick<FoundFile, "sha256" | "size"> & { readonly lines: number } {
  const hash: Hash = createHash("sha256");
  let size = 0;
  let ends = 0;
  let last = NEWLINE;
  for (;;) {
    const bytes = readAt(file, size, READ_AT_ONCE);
    hash.update(bytes);
    size += bytes.length;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) ends++;
    last = bytes.at(-1) ?? last;
    if (bytes.length < READ_AT_ONCE) {
      return { sha256: hash.digest("hex"), size, lines: last === NEWLINE ? ends : ends + 1 };
    }
  }
}

/** Has the name of a file survive a loss of power, where the system lets a folder be written out. */
function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return; // It opens no folders.
  using opened = Deno.openSync(folder);
  opened.syncSync();
}

/** Tells how many bytes a file has; nothing where there is none. */
function sizeOf(path: string): number | undefined {
  try {
    const { isFile, size } = Deno.lstatSync(path);
    return isFile ? size : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function removeAll(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
