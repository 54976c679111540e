/**
 * Answers to requests by their path: the page, the handshake of a WebSocket, `/healthz` and `/readyz`. Pure.
 *
 * @module
 */

import type { Problem } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import type { BotPosting, Subscriptions } from "../../core/bots.ts";
import { type Answer, plainAnswer, type Request, type Status } from "./http.ts";
import { pageOrigin, type RequestSource } from "./forwarded.ts";
import { isOurHost, isOurPage, type OwnNames } from "./hosts.ts";
import { otherOrigins } from "./cluster_pages.ts";
import { encodeRefusal } from "../native/door.ts";
import { answerAsset, findAsset, type Site } from "./page.ts";
import { redirectToHttps, type Refusal, refuseUnencrypted, sentenceOf } from "./unencrypted.ts";
import { answerUpgrade, asksForWebSocket, CloseCode, closeFrame, textFrame } from "./websocket.ts";

/** The path of the WebSocket. */
const WEBSOCKET_PATH = "/ws";

/** What is asked for by some path. */
const ALL_METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";

/** Where a machine asks whether the server is alive, and whether it takes messages. */
const HEALTH_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** Tells whether a machine asks how the server is. */
export function asksHealth({ path }: Request): boolean {
  return HEALTH_PATHS.has(path);
}

/** What requests are answered from. */
export interface WebParts {
  /** The page; without it only whether the server is alive is answered. */
  readonly site: Site | undefined;
  /** The names that this server is known by. */
  readonly own: OwnNames;
  readonly words: Words;
  /** What scripts with a token post to and subscribe with. */
  readonly posting: BotPosting;
  readonly subscriptions: Subscriptions;
  /** Tells whether messages can be stored. */
  canStore(): boolean;
}

/**
 * Answers a request by its path; a 101 is the beginning of a WebSocket.
 *
 * @param source Where it comes from; nothing for what is no request.
 * @param refusal Why only what tells of nobody is answered, if that is so.
 */
export function routeRequest(
  request: Request | { readonly status: Status },
  parts: WebParts,
  source: RequestSource | undefined,
  refusal?: Refusal,
): Answer {
  const { site, own, words } = parts;
  const { doors } = words;
  if ("status" in request || source === undefined) {
    const status = "status" in request ? request.status : 400;
    return plainAnswer(status, status === 431 ? doors.bigRequest : doors.badRequest);
  }
  const { method, path } = request;
  if (path === "*") return { status: 200, headers: [["Allow", ALL_METHODS]], body: new Uint8Array() };
  if (site === undefined && !HEALTH_PATHS.has(path)) return plainAnswer(404, doors.noPage);
  const asset = site && findAsset(site, request);
  const isKnown = asset !== undefined || path === WEBSOCKET_PATH || HEALTH_PATHS.has(path);
  if (!isKnown) return plainAnswer(404, doors.notHere);
  if (method !== "GET" && method !== "HEAD") {
    return plainAnswer(405, doors.onlyRead, [["Allow", "GET, HEAD"]]);
  }
  if (path === "/" && !isOurHost(source.host, own)) {
    return plainAnswer(421, doors.elsewhere(source.host ?? "", pageOrigin(source)));
  }
  if (asset !== undefined) {
    if (refusal === undefined) {
      return answerAsset(asset, request, otherOrigins(source.host, source.origin.isEncrypted, own.servers));
    }
    return isOurHost(source.host, own)
      ? redirectToHttps(request, source, refusal)
      : refuseUnencrypted(source, refusal);
  }
  if (path === WEBSOCKET_PATH) {
    if (refusal !== undefined) {
      return plainAnswer(426, sentenceOf(source, refusal), [["Upgrade", "TLS/1.2, HTTP/1.1"]]);
    }
    if (asksForWebSocket(request)) {
      return refuseForeignPage(request, parts, source) ?? answerUpgrade(request, words);
    }
    return plainAnswer(426, doors.badRequest, [["Upgrade", "websocket"]]);
  }
  const never = [["Cache-Control", "no-store"]] as const;
  // A server that cannot store is alive: ending it would lose what its open file still has.
  if (path === "/healthz") return plainAnswer(200, doors.alive, never);
  return parts.canStore() ? plainAnswer(200, doors.healthy, never) : plainAnswer(503, doors.unwell, never);
}

/** Refuses a request of a page that is not ours; `undefined` when it is allowed. */
export function refuseForeignPage(
  request: Request,
  { own, words: { doors } }: WebParts,
  { hosts }: RequestSource,
): Answer | undefined {
  return isOurPage(request.headers.get("origin"), hosts, own) ? undefined : plainAnswer(403, doors.otherPage);
}

/** Refuses a connection that cannot stay: one line, or over a WebSocket the frames that say why. */
export function refuseRequest(
  answer: Answer,
  problem: Problem,
  words: Words,
): Answer & { readonly more: Uint8Array } {
  if (answer.status !== 101) return { ...answerBusy(problem, words), more: new Uint8Array() };
  return { ...answer, more: encodeSocketRefusal(problem, words) };
}

/** Makes the answer to a request that cannot be served for now. */
export function answerBusy(problem: Problem, words: Words): Answer {
  return plainAnswer(503, words.problem(problem), [["Retry-After", "5"]]);
}

/** Encodes why a WebSocket cannot stay open, and its end. */
export function encodeSocketRefusal(problem: Problem, words: Words): Uint8Array {
  const refusal = new TextEncoder().encode(encodeRefusal(problem, words));
  return Uint8Array.from([...textFrame(refusal), ...closeFrame(CloseCode.tryLater)]);
}
