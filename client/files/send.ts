/**
 * Sending a file to the path that the server gave, from the byte on that it does not have.
 *
 * @module
 */

import { ask, textOf } from "./http.ts";
import { type Attempt, attempts, hostOf, type TransferParts } from "./transfer.ts";

/** How much is read at once, in bytes. */
const PIECE = 64 * 1024;

/** A file that can be sent. */
export interface OpenedFile {
  /** The last part of its path. */
  readonly name: string;
  readonly size: number;
  /** Reads it from a byte on; what it gives may be used until the next is asked for. */
  pieces(from: number): AsyncIterable<Uint8Array>;
}

/** What became of sending: it has arrived, the server said why not, or no connection lasted. */
export type Sent =
  | { readonly kind: "sent" }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "lost" };

/** Looks at a file that is to be sent; `undefined` when it is none that can be read. */
export async function openFile(path: string): Promise<OpenedFile | undefined> {
  try {
    using file = await Deno.open(path);
    const { isFile, size } = await file.stat();
    const name = path.split(/[/\\]/).at(-1) ?? path;
    return isFile ? { name, size, pieces: (from) => piecesOf(path, from, size) } : undefined;
  } catch {
    return undefined; // That it cannot be read is all that whoever named it has to know.
  }
}

/** Makes a file of a text, which never is on this disk. */
export function textAsFile(name: string, text: string): OpenedFile {
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    size: bytes.length,
    pieces: async function* (from) {
      for (let at = from; at < bytes.length; at += PIECE) yield await bytes.subarray(at, at + PIECE);
    },
  };
}

/** Sends a file. @throws What the disk says when it cannot be read any more. */
export async function sendFile(
  file: Pick<OpenedFile, "size" | "pieces">,
  to: { readonly path: string; readonly offset: number },
  parts: TransferParts,
): Promise<Sent> {
  const { size } = file;
  let offset: number | undefined = to.offset;
  const sent = await attempts<Sent>(parts, async (wire): Promise<Attempt<Sent>> => {
    if (offset === undefined) {
      const { status, headers } = await ask(wire, { method: "HEAD", path: to.path, host: hostOf(parts) });
      if (status !== 204) return { done: { kind: "refused", why: "" } };
      if (headers.get("upload-complete") === "?1") return { done: { kind: "sent" } };
      offset = Number(headers.get("upload-offset"));
      return { hasMoved: true }; // An answer ends its connection.
    }
    const from = offset;
    offset = undefined; // How much of what follows arrives is to be asked, unless it is answered.
    const answer = await ask(wire, {
      method: "PATCH",
      path: to.path,
      host: hostOf(parts),
      headers: { "Upload-Offset": String(from) },
      body: { length: size - from, pieces: () => told(file, from, parts) },
    });
    if (answer.status === 200) return { done: { kind: "sent" } };
    if (answer.status === 409 || answer.status === 204) {
      offset = Number(answer.headers.get("upload-offset"));
      return { hasMoved: offset > from };
    }
    return { done: { kind: "refused", why: await textOf(answer) } };
  });
  return sent ?? { kind: "lost" };
}

/** Tells how far it is, and ends early where that is wanted. */
async function* told(
  { size, pieces }: Pick<OpenedFile, "size" | "pieces">,
  from: number,
  { onProgress, isCancelled }: TransferParts,
): AsyncGenerator<Uint8Array> {
  let at = from;
  for await (const piece of pieces(from)) {
    if (isCancelled()) return;
    yield piece;
    at += piece.length;
    onProgress(at, size);
  }
}

async function* piecesOf(path: string, from: number, size: number): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  await file.seek(from, Deno.SeekMode.Start);
  const piece = new Uint8Array(PIECE);
  for (let at = from; at < size;) {
    const count = await file.read(piece.subarray(0, Math.min(piece.length, size - at)));
    if (count === null) return; // It has become shorter: the server waits for the rest in vain, and says so.
    yield piece.subarray(0, count);
    at += count;
  }
}
