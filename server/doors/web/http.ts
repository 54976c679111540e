/**
 * The part of HTTP/1.1 that a page and a script need: a request's head, and an answer. Pure.
 *
 * @module
 */

import { decodeUtf8, type LineReader } from "../../../net/lines.ts";

/** The longest request head that is read, in bytes. */
const HEAD_BYTES = 8 * 1024;

/** A request without its body. */
export interface Request {
  readonly method: string;
  /** The path without its query; `*` where `OPTIONS` asks about the server as such (RFC 9112, section 3.2.4). */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Whether it is an HTTP/1.0 request, whose connection is never kept open. */
  readonly isOld: boolean;
  /** Values by names in lower case; those of the same name are joined. */
  readonly headers: ReadonlyMap<string, string>;
}

/** A head that was read: a request, the status that says what is wrong with it, or nothing when it never ended. */
export type Head = Request | { readonly status: Status } | undefined;

/** The statuses of all answers. */
export type Status = keyof typeof REASONS;

/** Tells whether a number is the status of an answer. */
export function isStatus(status: number): status is Status {
  return status in REASONS;
}

const REASONS = {
  101: "Switching Protocols",
  200: "OK",
  204: "No Content",
  206: "Partial Content",
  304: "Not Modified",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  411: "Length Required",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  421: "Misdirected Request",
  426: "Upgrade Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
  507: "Insufficient Storage",
} as const;

/** An answer. */
export interface Answer {
  readonly status: Status;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** A method, the host of an absolute target (RFC 9112, section 3.2.2), a path with its query or `*`, and the minor version. */
const REQUEST_LINE =
  /^([A-Z]+) (?:[Hh][Tt]{2}[Pp][Ss]?:\/\/([^/?#@\\\s]+))?((?:\/[!-~]*)?(?:\?[!-~]*)?|\*) HTTP\/1\.([01])$/;
/** A field without the white space around its value, which one pattern would take quadratic time to find. */
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\0\r\n]*)$/;

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
  const [, method, authority, target = "", minor] = REQUEST_LINE.exec(first) ?? [];
  const isOfServer = method === "OPTIONS" && target === (authority === undefined ? "*" : "");
  const hasPath = target.startsWith("/") || (authority !== undefined && target !== "*");
  if (method === undefined || !(hasPath || isOfServer)) return { status: 400 };
  const headers = new Map<string, string>();
  for (const field of fields) {
    const [, name, written] = FIELD.exec(field) ?? [];
    if (name === undefined || written === undefined) return { status: 400 };
    const value = withoutSpace(written);
    const key = name.toLowerCase();
    const before = headers.get(key);
    if (before !== undefined && key === "host") return { status: 400 };
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  const isOld = minor === "0";
  if (!isOld && !headers.has("host")) return { status: 400 };
  if (!settleLength(headers)) return { status: 400 };
  if (authority !== undefined) headers.set("host", authority); // It stands above the header.
  const [path = "", query = ""] = target.split(/\?(.*)/);
  const asked = isOfServer ? "*" : path === "" ? "/" : path;
  return { method, path: asked, query: new URLSearchParams(query), isOld, headers };
}

/** Takes off spaces and tabs at both ends, and nothing else: what else is white belongs to the value. */
function withoutSpace(text: string): string {
  const isSpace = (at: number): boolean => text[at] === " " || text[at] === "\t";
  let [from, to] = [0, text.length];
  while (from < to && isSpace(from)) from++;
  while (to > from && isSpace(to - 1)) to--;
  return text.slice(from, to);
}

/**
 * Makes one length of several equal ones; `false` when there is not one way to read where the body ends (RFC 9112, section
 * 6.3): of two programs that read it differently, one would take for a request what is text to the other.
 */
function settleLength(headers: Map<string, string>): boolean {
  const length = headers.get("content-length");
  if (length === undefined) return true;
  const [one = "", ...others] = new Set(length.split(",").map((written) => written.trim()));
  headers.set("content-length", one);
  return others.length === 0 && /^\d+$/.test(one) && !headers.has("transfer-encoding");
}

/** Tells whether another request may come after this one: it has no body, and does not ask for the connection to be closed. */
export function staysOpen(request: Request): boolean {
  const { method, headers, isOld } = request;
  const hasBody = headers.has("content-length") || headers.has("transfer-encoding");
  return (method === "GET" || method === "HEAD") && !hasBody && !isOld &&
    !hasWord(request, "connection", "close");
}

/** Tells whether a header that is a list has this word, in upper or lower case. */
export function hasWord(request: Request, header: string, word: string): boolean {
  const words = request.headers.get(header)?.toLowerCase().split(",") ?? [];
  return words.some((one) => one.trim().split(";")[0] === word);
}

/** Makes an answer of one line of text. */
export function plainAnswer(status: Status, line: string, headers: Answer["headers"] = []): Answer {
  const body = new TextEncoder().encode(`${line}\n`);
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"], ...headers], body };
}

/** How an answer is encoded. */
export interface AnswerOptions {
  /** Whether the request was `HEAD`, which is answered without a body. */
  readonly isHead?: boolean;
  /** Whether the connection is kept for another request. */
  readonly staysOpen?: boolean;
  /** The length of a body that comes after it, in bytes. */
  readonly length?: number;
  /** Whether the body only begins here, and ends with the connection. */
  readonly isEndless?: boolean;
}

/** Encodes an answer. */
export function encodeAnswer(
  { status, headers, body }: Answer,
  how: AnswerOptions = {},
): Uint8Array<ArrayBuffer> {
  const isBare = status === 101 || status === 204 || status === 304;
  const fields = [
    ...headers,
    ...(isBare || how.isEndless ? [] : [["Content-Length", String(how.length ?? body.length)]]),
    ...(isBare ? [] : [["X-Content-Type-Options", "nosniff"]]),
    ...(status === 101 ? [] : [["Connection", how.staysOpen ? "keep-alive" : "close"]]),
  ].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = new TextEncoder().encode(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${fields}\r\n`);
  if (how.isHead || isBare) return head;
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}
