/**
 * The door for a browser: for now a page that says how to come in.
 *
 * @module
 */

import { type Clock, within } from "../../net/clock.ts";
import { decodeUtf8, type LineReader } from "../../net/lines.ts";
import type { Words } from "../../words/en.ts";

/** The longest request head that is read, in lines. */
const HEAD_LINES = 100;

/** How long a browser has to send its request's head, in ms. */
const HEAD_WITHIN = 5000;

/** Reads a request's head, as far as it is ours to know, and gives the answer to write. `undefined` when none is due. */
export async function answerWeb(
  reader: LineReader,
  clock: Clock,
  page: { readonly words: Words; readonly title: string; readonly host: string; readonly port: number },
): Promise<string | undefined> {
  const request = await within(clock, HEAD_WITHIN, readHead(reader), undefined);
  if (request === undefined) return undefined;
  const [method, path] = request.split(" ");
  const isRead = method === "GET" || method === "HEAD";
  const status = !isRead ? "405 Method Not Allowed" : path === "/" ? "200 OK" : "404 Not Found";
  const body = joinPage(page);
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: text/html; charset=utf-8",
    `Content-Length: ${new TextEncoder().encode(body).length}`,
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Cache-Control: no-store",
    ...(isRead ? [] : ["Allow: GET, HEAD"]),
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${method === "HEAD" ? "" : body}`;
}

/** The request line, once the head has come to its end. */
async function readHead(reader: LineReader): Promise<string | undefined> {
  let request: string | undefined;
  let lines = 0;
  for await (const line of reader) {
    if (line.kind !== "line" || ++lines > HEAD_LINES) return undefined;
    request ??= decodeUtf8(line.bytes);
    if (line.bytes.length === 0) return request;
  }
  return undefined;
}

function joinPage(
  { words, title, host, port }: { words: Words; title: string; host: string; port: number },
): string {
  const { doors } = words;
  const nc = `nc ${host} ${port}`;
  const client = `chat client --host ${host} --port ${port}`;
  return `<!doctype html>
<html lang="${words.lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${
    escape(doors.pageTitle(title))
  }</title></head>
<body>
<h1>${escape(doors.pageTitle(title))}</h1>
<p>${escape(doors.pageLead)}</p>
<dl>
<dt>${escape(doors.pageClient)}</dt><dd><code>${escape(client)}</code></dd>
<dt>${escape(doors.pagePlain)}</dt><dd><code>${escape(nc)}</code></dd>
</dl>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
