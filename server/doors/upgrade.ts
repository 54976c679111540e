/**
 * Whether a request may become a WebSocket, and the answer that makes it one. Pure.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { type Answer, hasWord, plainAnswer, type Request } from "./http.ts";

/** What RFC 6455, section 1.3, has a server append to the client's key. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A key: 16 bytes in base 64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** Whether a request asks for a WebSocket. */
export function asksForSocket(request: Request): boolean {
  return hasWord(request, "upgrade", "websocket");
}

/**
 * The answer to a request for a WebSocket: 101, or why not.
 *
 * @param origins Other origins than our own whose pages may come in, as `https://chat.example`.
 */
export function upgrade(request: Request, origins: readonly string[]): Answer {
  const key = request.headers.get("sec-websocket-key") ?? "";
  if (request.method !== "GET" || !hasWord(request, "connection", "upgrade") || !KEY.test(key)) {
    return plainAnswer(400, "This is no good WebSocket handshake.");
  }
  if (request.headers.get("sec-websocket-version") !== "13") {
    return plainAnswer(426, "Version 13 of WebSocket is spoken here.", [["Sec-WebSocket-Version", "13"]]);
  }
  if (!isWelcome(request, origins)) {
    return plainAnswer(403, "Pages of other sites may not come in (see --web-origin).");
  }
  const accept = createHash("sha1").update(key + GUID).digest("base64");
  const headers = [["Upgrade", "websocket"], ["Connection", "Upgrade"], ["Sec-WebSocket-Accept", accept]];
  return {
    status: 101,
    headers: headers.map(([name = "", value = ""]) => [name, value]),
    body: new Uint8Array(),
  };
}

/**
 * Whether the page that asks is ours. A program that is no browser says nothing of where it comes from; a browser
 * always does, and its pages can set neither of the headers that tell which host they came to.
 */
function isWelcome({ headers }: Request, origins: readonly string[]): boolean {
  const origin = headers.get("origin");
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (from === null) return false;
  const hosts = [headers.get("host"), headers.get("x-forwarded-host")];
  const isOurs = hosts.some((host) =>
    host !== undefined && URL.parse(`${from.protocol}//${host}`)?.host === from.host
  );
  return isOurs && from.host !== "" || origins.includes(from.origin);
}
