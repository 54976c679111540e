/**
 * Passes to files that not everybody may see: each is for one file, one reader, and an hour.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { FILE_LINK_FOR } from "../../../protocol/limits.ts";

/** Makes and checks passes. */
export class FilePasses {
  readonly #secret: Uint8Array;

  /** @param secret What several servers have in common, so that each takes the others'; else it is gone with the server. */
  constructor(secret?: Uint8Array) {
    this.#secret = secret === undefined
      ? randomBytes(32)
      : createHmac("sha256", secret).update("passes to files").digest();
  }

  /**
   * Makes a pass, as the query of a path.
   *
   * @param file The id of the file.
   * @param reader The id by which everybody knows the reader.
   * @param now In ms since 1970.
   */
  make(file: string, reader: string, now: number): { readonly query: string; readonly until: number } {
    const until = now + FILE_LINK_FOR;
    const query = new URLSearchParams({ reader, until: String(until), key: this.#sign(file, reader, until) });
    return { query: query.toString(), until };
  }

  /** Returns whose pass to a file it is; `undefined` for one that is none, or over. */
  readerOf(file: string, query: URLSearchParams, now: number): string | undefined {
    const [reader, until, key] = [query.get("reader"), Number(query.get("until")), query.get("key")];
    if (reader === null || key === null || !Number.isSafeInteger(until) || now > until) return undefined;
    const [ours, theirs] = [Buffer.from(this.#sign(file, reader, until)), Buffer.from(key)];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? reader : undefined;
  }

  #sign(file: string, reader: string, until: number): string {
    return createHmac("sha256", this.#secret).update(JSON.stringify([file, reader, until])).digest(
      "base64url",
    );
  }
}
