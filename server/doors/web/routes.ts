/**
 * Answers to requests by their path: the page, the handshake of a WebSocket, `/healthz` and `/readyz`. Pure.
 *
 * @module
 */

import type { Problem } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import type { BotPosting, Subscriptions } from "../../bots.ts";
import { type Answer, plainAnswer, type Request, type Status } from "./http.ts";
import { isOurHost, isOurPage } from "./hosts.ts";
import { encodeRefusal } from "../native/door.ts";
import { answerAsset, findAsset, type Site } from "./page.ts";
import { answerUpgrade, asksForWebSocket, CloseCode, closeFrame, textFrame } from "./websocket.ts";

/** The path of the WebSocket. */
const WEBSOCKET_PATH = "/ws";

/** Where a machine asks whether the server is alive, and whether it takes messages. */
const HEALTH_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** What requests are answered from. */
export interface WebParts {
  /** The page; without it every request is answered with 404. */
  readonly site: Site | undefined;
  /** Other origins than our own whose pages may connect. */
  readonly origins: readonly string[];
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
 * @param isLoopback Whether it came to a loopback address.
 */
export function routeRequest(
  request: Request | { readonly status: Status },
  parts: WebParts,
  isLoopback: boolean,
): Answer {
  const { site, origins, words } = parts;
  const { doors } = words;
  if ("status" in request) {
    return plainAnswer(request.status, request.status === 431 ? doors.bigRequest : doors.badRequest);
  }
  const { method, path } = request;
  if (site === undefined) return plainAnswer(404, doors.noPage);
  const asset = findAsset(site, request);
  const isKnown = asset !== undefined || path === WEBSOCKET_PATH || HEALTH_PATHS.has(path);
  if (!isKnown) return plainAnswer(404, doors.notHere);
  if (method !== "GET" && method !== "HEAD") {
    return plainAnswer(405, doors.onlyRead, [["Allow", "GET, HEAD"]]);
  }
  if (path === "/" && !isOurHost(request, origins, isLoopback)) {
    return plainAnswer(421, doors.elsewhere(request.headers.get("host") ?? ""));
  }
  if (asset !== undefined) return answerAsset(asset, request);
  if (path === WEBSOCKET_PATH) {
    if (asksForWebSocket(request)) {
      return refuseForeignPage(request, parts, isLoopback) ?? answerUpgrade(request, words);
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
  { origins, words: { doors } }: WebParts,
  isLoopback: boolean,
): Answer | undefined {
  return isOurPage(request, origins, isLoopback) ? undefined : plainAnswer(403, doors.otherPage);
}

/** Refuses a connection that cannot stay: one line, or over a WebSocket the frames that say why. */
export function refuseRequest(
  answer: Answer,
  problem: Problem,
  words: Words,
): Answer & { readonly more: Uint8Array } {
  const text = words.problem(problem);
  if (answer.status !== 101) {
    return { ...plainAnswer(503, text, [["Retry-After", "5"]]), more: new Uint8Array() };
  }
  const refusal = new TextEncoder().encode(encodeRefusal(problem, words));
  const frames = [...textFrame(refusal), ...closeFrame(CloseCode.tryLater)];
  return { ...answer, more: Uint8Array.from(frames) };
}
