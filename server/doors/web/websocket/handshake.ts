/**
 * The handshake of a WebSocket (RFC 6455, section 4.2). Pure.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Words } from "../../../../words/en.ts";
import { type Answer, hasWord, plainAnswer, type Request } from "../http.ts";

/** What RFC 6455, section 1.3, has a server append to the client's key. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A key: 16 bytes in base 64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** Tells whether a request asks for a WebSocket. */
export function asksForWebSocket(request: Request): boolean {
  return hasWord(request, "upgrade", "websocket");
}

/** Answers a request for a WebSocket: with 101, or why not. */
export function answerUpgrade(request: Request, { doors }: Words): Answer {
  const key = request.headers.get("sec-websocket-key") ?? "";
  if (
    request.isOld || request.method !== "GET" || !hasWord(request, "connection", "upgrade") || !KEY.test(key)
  ) {
    return plainAnswer(400, doors.badHandshake);
  }
  if (request.headers.get("sec-websocket-version") !== "13") {
    return plainAnswer(426, doors.otherVersion, [["Sec-WebSocket-Version", "13"]]);
  }
  const accept = createHash("sha1").update(key + GUID).digest("base64");
  const headers = [["Upgrade", "websocket"], ["Connection", "Upgrade"], ["Sec-WebSocket-Accept", accept]];
  return {
    status: 101,
    headers: headers.map(([name = "", value = ""]) => [name, value]),
    body: new Uint8Array(),
  };
}
