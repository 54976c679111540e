/**
 * As much of HTTP/1.1 as a page needs: a request's head, and an answer after which the connection ends. Pure.
 *
 * @module
 */

import { decodeUtf8, type LineReader } from "../../net/lines.ts";

/** The longest request head that is read, in bytes. */
const HEAD_BYTES = 8 * 1024;

/** A request without its body, which nobody here reads. */
export interface Request {
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** By their names in lower case; those of the same name joined. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What became of a head: a request, the status that says what is wrong with it, or nothing when it never ended. */
export type Head = Request | { readonly status: Status } | undefined;

/** The statuses that are ever answered with. */
export type Status = 101 | 200 | 304 | 400 | 403 | 404 | 405 | 426 | 431 | 503;

const REASONS: Readonly<Record<Status, string>> = {
  101: "Switching Protocols",
  200: "OK",
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  426: "Upgrade Required",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
};

/** An answer. */
export interface Answer {
  readonly status: Status;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

const REQUEST_LINE = /^([A-Z]+) (\/[!-~]*) HTTP\/1\.[01]$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*?)[ \t]*$/;

/** Reads a head up to its empty line; what follows stays in the reader. */
export async function readHead(reader: LineReader): Promise<Head> {
  const lines: string[] = [];
  let size = 0;
  for await (const line of reader) {
    if (line.kind !== "line") return { status: 431 };
    size += line.bytes.length + 2;
    if (size > HEAD_BYTES) return { status: 431 };
    if (line.bytes.length === 0) return parseHead(lines);
    const text = decodeUtf8(line.bytes);
    if (text === undefined) return { status: 400 };
    lines.push(text);
  }
  return undefined;
}

function parseHead([first = "", ...fields]: readonly string[]): Head {
  const [, method, target] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || target === undefined) return { status: 400 };
  const headers = new Map<string, string>();
  for (const field of fields) {
    const [, name, value] = FIELD.exec(field) ?? [];
    if (name === undefined || value === undefined) return { status: 400 };
    const key = name.toLowerCase();
    const before = headers.get(key);
    if (before !== undefined && key === "host") return { status: 400 };
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  if (!headers.has("host")) return { status: 400 };
  return { method, path: target.split("?")[0] ?? target, headers };
}

/** Whether a header that is a list has this word, in any case. */
export function hasWord(request: Request, header: string, word: string): boolean {
  const words = request.headers.get(header)?.toLowerCase().split(",") ?? [];
  return words.some((one) => one.trim().split(";")[0] === word);
}

/** An answer of one line of text. */
export function plainAnswer(status: Status, line: string, headers: Answer["headers"] = []): Answer {
  const body = new TextEncoder().encode(`${line}\n`);
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"], ...headers], body };
}

/** An answer as bytes. @param isHead Whether the request was `HEAD`, which is answered without a body. */
export function encodeAnswer({ status, headers, body }: Answer, isHead = false): Uint8Array<ArrayBuffer> {
  const isBare = status === 101 || status === 304;
  const fields = [
    ...headers,
    ...(isBare ? [] : [["Content-Length", String(body.length)], ["X-Content-Type-Options", "nosniff"]]),
    ...(status === 101 ? [] : [["Connection", "close"]]),
  ].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = new TextEncoder().encode(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${fields}\r\n`);
  if (isHead || isBare) return head;
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}
