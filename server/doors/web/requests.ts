/**
 * Serves the requests of a browser or a script, one after the other on one connection.
 *
 * @module
 */

import { type Clock, within } from "../../../net/clock.ts";
import type { LineReader } from "../../../net/lines.ts";
import { isSecure } from "../../../net/origin.ts";
import { DEFAULT_ROOM } from "../../../protocol/limits.ts";
import { type Awaiting, type Connection, sayGoodbye, writeAll } from "../../connection.ts";
import {
  type Answer,
  encodeAnswer,
  type Head,
  plainAnswer,
  readHead,
  type Request,
  type Status,
  staysOpen,
} from "./http.ts";
import {
  type AcceptedEventsRequest,
  answerSay,
  authenticate,
  EVENTS_PATH,
  type EventsRequest,
  parseEventsRequest,
  SAY_PATH,
  tokenIn,
} from "./api.ts";
import { FILES_PATH, type FilesDoorParts, type FilesEnd, isAboutFiles, serveFiles } from "./files.ts";
import { answerPreflight, isShared, sharedHeaders } from "./cluster_pages.ts";
import { isOurHost } from "./hosts.ts";
import { findAsset } from "./page.ts";
import type { RequestSource } from "./forwarded.ts";
import { redirectToHttps, type Refusal, refuseUnencrypted } from "./unencrypted.ts";
import { refuseForeignPage, routeRequest, type WebParts } from "./routes.ts";

/** How long a request's head may take, from the answer before it on; and its body, in ms. */
const REQUEST_WITHIN = 5000;

/** How long is waited for other servers of the cluster to tell of what this one does not know, in ms. */
const HEARD_WITHIN = 2000;

/** How long an answer may take to be written, in ms. */
const ANSWER_WITHIN = 10_000;

/** The number of requests a connection may make: the page needs fewer. */
const MOST_REQUESTS = 100;

/** The statuses that an operator may want to know of. */
const LOGGED: readonly Status[] = [400, 401, 403, 413, 421, 431];

/** What {@linkcode serveRequests} works with. */
export interface RequestsParts {
  readonly connection: Connection;
  readonly reader: LineReader;
  readonly clock: Clock;
  readonly web: WebParts;
  /** What files are served with. */
  readonly files: Pick<FilesDoorParts, "context" | "lane">;
  /** The longest body, in bytes. */
  readonly maxBytes: number;
  /** Called with a status that an operator may want to know of. @param token Whose token came where it can be read along. */
  onRefused(status: Status, source: RequestSource | undefined, token: string | undefined): void;
  /** Tells why nothing but what tells of nobody may be answered to a request from there, if that is so. */
  refusalOf(source: RequestSource): Refusal | undefined;
  /** Finds where a request comes from, and notes it in the connection. */
  sourceOf(request: Request): RequestSource;
  /** Called when something of the page is asked for, or a file. */
  onPage(): void;
  /** Called when it changes what the connection waits for. */
  onWaiting(waiting: Awaiting): void;
}

/** How serving requests ends: the connection is closed, or goes on as events, or as a WebSocket that begins with `early`. */
export type RequestsEnd =
  | { readonly kind: "over" }
  | { readonly kind: "events"; readonly asked: AcceptedEventsRequest }
  | { readonly kind: "socket"; readonly answer: Uint8Array; readonly early: Uint8Array };

const OVER: RequestsEnd = { kind: "over" };

/** Answers requests until the connection is closed or becomes something else. */
export async function serveRequests(parts: RequestsParts): Promise<RequestsEnd> {
  const { connection, reader, clock, onRefused } = parts;
  for (let left = MOST_REQUESTS;; left--) {
    const head = await headOf(parts, left < MOST_REQUESTS);
    if (head !== undefined && "method" in head) await hearOf(head, roomOf(head), parts);
    const source = head === undefined || "status" in head ? undefined : parts.sourceOf(head);
    const script = source === undefined ? undefined : refuseScript(head, source, parts);
    const asked = head === undefined || script !== undefined ? undefined : eventsOf(head, source, parts);
    if (asked?.isAccepted) return { kind: "events", asked };
    const mayStay = left > 1 && head !== undefined && "method" in head && staysOpen(head);
    const file = script === undefined ? await filesOf(head, source, parts, mayStay) : undefined;
    if (file?.kind === "written" && mayStay) continue;
    const fileAnswer = file?.kind === "answer" ? file.answer : undefined;
    const answer = script?.answer ?? asked?.answer ?? fileAnswer ??
      (file === undefined ? await answerTo(head, source, parts) : undefined);
    if (head === undefined || answer === undefined) {
      if (file?.kind === "written") connection.end();
      else connection.close();
      return OVER;
    }
    if (LOGGED.includes(answer.status)) onRefused(answer.status, source, script?.token);
    const isHead = "method" in head && head.method === "HEAD";
    const staysHere = mayStay && answer.status < 400;
    const bytes = encodeAnswer(answer, { isHead, staysOpen: staysHere });
    if (answer.status === 101) return { kind: "socket", answer: bytes, early: reader.release() };
    if (!staysHere) {
      await sayGoodbye(connection, reader, bytes);
      return OVER;
    }
    const isWritten = writeAll(connection, bytes).then(() => true, () => false);
    if (!await within(clock, ANSWER_WITHIN, isWritten, false)) {
      connection.close();
      return OVER;
    }
  }
}

/** Gives the room that a script asks for by the address alone; what it says may name another. */
function roomOf({ path, query }: Request): string | undefined {
  return path === EVENTS_PATH || path === FILES_PATH ? query.get("room") ?? DEFAULT_ROOM : undefined;
}

/** Waits until this server knows of the token of a request, and of a room, what others of its cluster told before. */
async function hearOf(
  request: Request,
  room: string | undefined,
  { web, clock }: Pick<RequestsParts, "web" | "clock">,
): Promise<void> {
  const token = tokenIn(request);
  if (token !== undefined) await within(clock, HEARD_WITHIN, web.posting.hearOf(token, room), undefined);
}

/** Serves a request about files; `undefined` when it is another one. */
async function filesOf(
  head: Head,
  source: RequestSource | undefined,
  { web, files, connection, reader, clock, refusalOf, onWaiting, onPage }: RequestsParts,
  mayStay: boolean,
): Promise<FilesEnd | undefined> {
  if (head === undefined || "status" in head || source === undefined || !isAboutFiles(head)) return undefined;
  const refusal = refusalOf(source);
  const refused = refusal === undefined
    ? refuseForeignPage(head, web, source)
    : head.method === "GET" && isOurHost(source.host, web.own)
    ? redirectToHttps(head, source, refusal)
    : refuseUnencrypted(source, refusal);
  if (refused !== undefined) return { kind: "answer", answer: refused };
  const shared = sharedHeaders(head, source.host);
  if (head.method === "OPTIONS" && isShared(head, source.host)) {
    return { kind: "answer", answer: answerPreflight(shared) };
  }
  const { posting, subscriptions } = web;
  const { host, key } = source.origin;
  const hear = (): Promise<void> => within(clock, HEARD_WITHIN, posting.hear(), undefined);
  onPage(); // It opens a connection for each of several pictures, also before it knows what to ask for.
  onWaiting("nothing");
  return await serveFiles(
    head,
    { ...files, posting, subscriptions, connection, reader, clock, host, key, shared, hear },
    mayStay,
  );
}

/** Parses a request for events; `undefined` when it is another one. */
function eventsOf(
  head: Exclude<Head, undefined>,
  source: RequestSource | undefined,
  { web }: RequestsParts,
): EventsRequest | undefined {
  if ("status" in head || source === undefined || head.path !== EVENTS_PATH) return undefined;
  const refused = refuseForeignPage(head, web, source);
  if (refused !== undefined) return { isAccepted: false, answer: refused };
  return parseEventsRequest(head, web.posting, web.subscriptions, web.words, source.origin.host);
}

async function answerTo(
  head: Head,
  source: RequestSource | undefined,
  parts: RequestsParts,
): Promise<Answer | undefined> {
  if (head === undefined) return undefined;
  const { web, clock, maxBytes } = parts;
  if ("path" in head && web.site !== undefined && findAsset(web.site, head) !== undefined) {
    parts.onPage();
    await parts.files.lane.turn(); // A file of the page is a piece like others: a class that opens it at once is talked over.
  }
  if ("status" in head || source === undefined || head.path !== SAY_PATH) {
    return routeRequest(head, web, source, source && parts.refusalOf(source));
  }
  const refused = refuseForeignPage(head, web, source);
  if (refused !== undefined) return refused;
  return await answerSay(head, {
    posting: web.posting,
    words: web.words,
    maxBytes,
    now: clock.elapsed(),
    host: source.origin.host,
    readBody: (size) => bodyOf(head, size, parts),
    hearOf: (room) => hearOf(head, room, parts),
  });
}

/** Refuses a script that would say its token where it can be read along; `undefined` when it may go on. */
function refuseScript(
  head: Head,
  source: RequestSource,
  { web, refusalOf }: RequestsParts,
): { readonly answer: Answer; readonly token: string | undefined } | undefined {
  if (head === undefined || "status" in head || isSecure(source.origin)) return undefined;
  const isScript = head.path === SAY_PATH || head.path === EVENTS_PATH || head.path === FILES_PATH ||
    (isAboutFiles(head) && head.headers.has("authorization"));
  if (!isScript) return undefined;
  const bearer = authenticate(head, web.posting, web.words);
  const refusal = refusalOf(source);
  const token = bearer.isKnown ? bearer.key.name : undefined;
  if (token !== undefined) return { answer: plainAnswer(403, web.words.doors.tokenInTheClear(token)), token };
  return refusal && { answer: refuseUnencrypted(source, refusal), token };
}

/** Reads the head of a request; `undefined` when it does not come in time. */
async function headOf({ reader, clock, onWaiting }: RequestsParts, isAnother: boolean): Promise<Head> {
  onWaiting(isAnother && reader.buffered.length === 0 ? "another" : "request");
  const head = await within(clock, REQUEST_WITHIN, readHead(reader), undefined);
  onWaiting("nothing");
  return head;
}

async function bodyOf(
  request: Request,
  size: number,
  { reader, connection, clock, onWaiting }: RequestsParts,
): Promise<Uint8Array | undefined> {
  const read = async (): Promise<Uint8Array | undefined> => {
    for await (const bytes of reader.peek()) if (bytes.length >= size) return bytes.slice(0, size);
    return undefined;
  };
  onWaiting("request");
  if (request.headers.get("expect")?.toLowerCase() === "100-continue") {
    await writeAll(connection, new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n"));
  }
  const body = await within(clock, REQUEST_WITHIN, read(), undefined);
  onWaiting("nothing");
  return body;
}
