/**
 * One request of HTTP/1.1 over a connection that is there (RFC 9112), as far as a server of chat answers it.
 *
 * @module
 */

import { LineReader } from "../../net/lines.ts";
import { cleanLine, firstChars } from "../../protocol/text.ts";
import type { Wire } from "../wire.ts";

/** The longest head of an answer, in bytes, and the longest line in it. */
const HEAD_BYTES = 16 * 1024;

/** The longest text that an answer says to people, in characters: what a proxy answers may be a page. */
const TEXT_CHARS = 500;

/** How much is read at once, in bytes. */
const PIECE = 64 * 1024;

/** A request. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "PATCH";
  /** The path with its query, as the server gave it. */
  readonly path: string;
  /** What `Host` says. */
  readonly host: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The bytes that follow it. */
  readonly body?: { readonly length: number; pieces(): AsyncIterable<Uint8Array> };
}

/** The head of an answer, and what follows it. */
export interface HttpAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Reads the body a piece at a time; each is valid until the next is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What answers is no HTTP, or ended before its answer did. */
export class BrokenAnswer extends Error {
  /** The name of the error. */
  override readonly name = "BrokenAnswer";
}

/** Sends a request and reads the head of its answer. @throws When the connection breaks, or {@linkcode BrokenAnswer}. */
export async function ask(wire: Wire, request: HttpRequest): Promise<HttpAnswer> {
  const { method, path, host, headers = {}, body } = request;
  const length = body === undefined ? {} : { "Content-Length": String(body.length) };
  const fields = Object.entries({ Host: host, Connection: "close", ...length, ...headers });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await writeAll(wire, new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\n${head}\r\n`));
  const reader = new LineReader(wire, HEAD_BYTES);
  if (body === undefined) return await readAnswer(reader, wire, method === "HEAD");
  // A server that does not want the rest says so at once: its answer counts more than that it did not read on.
  const answer = readAnswer(reader, wire, false);
  answer.catch(() => {});
  try {
    for await (const piece of body.pieces()) await writeAll(wire, piece);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) throw error;
  }
  return await answer;
}

async function readAnswer(reader: LineReader, wire: Wire, isBare: boolean): Promise<HttpAnswer> {
  const headers = new Map<string, string>();
  let status: number | undefined;
  for await (const line of reader) {
    if (line.kind !== "line") throw new BrokenAnswer("its head is too long");
    const text = new TextDecoder().decode(line.bytes);
    if (status === undefined) {
      status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(text)?.[1] ?? NaN);
      if (Number.isNaN(status)) throw new BrokenAnswer("it is no HTTP");
    } else if (text !== "") {
      const [, name = "", value = ""] = /^([^:]+):\s*(.*?)\s*$/.exec(text) ?? [];
      headers.set(name.toLowerCase(), value);
    } else if (status < 200) {
      status = undefined; // Something about the connection; the answer follows.
      headers.clear();
    } else {
      const length = Number(headers.get("content-length") ?? (isBare || status === 204 ? "0" : "NaN"));
      return { status, headers, body: readBody(reader.release(), wire, isBare ? 0 : length) };
    }
  }
  throw new BrokenAnswer("it ended before it began");
}

/** Reads a body of known length, or up to the end of the connection. */
async function* readBody(early: Uint8Array, wire: Wire, length: number): AsyncGenerator<Uint8Array> {
  let left = Number.isNaN(length) ? Infinity : length;
  if (early.length > 0 && left > 0) {
    yield early.subarray(0, left);
    left -= Math.min(left, early.length);
  }
  const piece = new Uint8Array(PIECE);
  while (left > 0) {
    const count = await wire.read(left < piece.length ? piece.subarray(0, left) : piece);
    if (count === null) {
      if (left === Infinity) return;
      throw new BrokenAnswer("it ended too early");
    }
    left -= count;
    yield piece.subarray(0, count);
  }
}

async function writeAll(wire: Wire, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await wire.write(bytes.subarray(at));
}

/** Reads a short text, for what an answer says to people: whatever it has in it, it may go to a terminal. */
export async function textOf({ body }: HttpAnswer): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const piece of body) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > HEAD_BYTES) break;
  }
  return firstChars(cleanLine(text), TEXT_CHARS);
}
