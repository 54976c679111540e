/**
 * The door for browsers and for scripts over HTTP: the page, WebSocket, `POST /say` and `GET /events`.
 *
 * Owns: HTTP, WebSocket, the page's files, and the addresses of recent browsers.
 * Must not know: rooms, or how messages are posted and subscribed to.
 * Called by: the table of doors; the wiring opens the page.
 * On close: requests that have not come are not waited for, and its connections are closed by the port.
 *
 * @module
 */

import { within } from "../../../net/clock.ts";
import { LineReader } from "../../../net/lines.ts";
import type { Origins } from "../../../net/origin.ts";
import type { Problem } from "../../../protocol.ts";
import type { BotPosting, Subscriptions } from "../../core/bots.ts";
import {
  type Arrival,
  type Connection,
  type Door,
  dropLines,
  handleLines,
  type LastWords,
  type LineHandler,
  passageOf,
  type Recognition,
  sayGoodbye,
} from "../../connection.ts";
import { Outbox, type OutboxOwner } from "../../core/delivery.ts";
import { receiveNative } from "../native/door.ts";
import {
  type DoorContext,
  encryptionProblem,
  lineHandler,
  logArrival,
  openSession,
  type SessionKind,
} from "../context.ts";
import { claimWords } from "../prefixes.ts";
import { RecentAddresses } from "../recent_addresses.ts";
import { type AcceptedEventsRequest, eventsFormat, HEARTBEAT } from "./api.ts";
import { answerPassed, FileLane } from "./files.ts";
import { pageOrigin, type RequestSource, sourceOf } from "./forwarded.ts";
import { encodeAnswer, readHead, type Request, type Status } from "./http.ts";
import { NoPage, openSite, type Site } from "./page.ts";
import { serveRequests } from "./requests.ts";
import {
  answerBusy,
  asksHealth,
  encodeSocketRefusal,
  refuseRequest,
  routeRequest,
  type WebParts,
} from "./routes.ts";
import type { Refusal } from "./unencrypted.ts";
import { pongFrame, WebSocketConnection, webSocketFormat } from "./websocket.ts";

export { NoPage, openSite, type Site };

const METHODS = [
  "GET ",
  "HEAD ",
  "POST ",
  "PUT ",
  "DELETE ",
  "OPTIONS ",
  "PATCH ",
  "CONNECT ",
  "TRACE ",
];

/** How long a browser that is rejected has to send its request's head, in ms. */
const HEAD_WITHIN = 5000;

/** The longest line of what a rejected connection still sends, in bytes: it is dropped. */
const DROPPED_LINE_BYTES = 1024;

/** How long after a request more connections of a browser are expected, in ms: it opens them before it knows what to ask for. */
const KNOWN_FOR = 60_000;

const KIND: SessionKind = { format: webSocketFormat, isProgram: true };

/** What this door works with besides {@linkcode DoorContext}. */
export interface WebDoorParts {
  readonly posting: BotPosting;
  readonly subscriptions: Subscriptions;
  /** The page, and the other origins whose pages may come in; without it nothing is served. */
  readonly web: { readonly site: Site; readonly origins: readonly string[] } | undefined;
  /** Tells where an address is, and which are of proxies that are trusted. */
  readonly origins: Origins;
  /** The names that the server's certificate is for now. */
  readonly names?: () => readonly string[];
}

/** The door for browsers. */
export class WebDoor implements Door {
  readonly unencrypted = "itself";
  readonly #parts: DoorContext & WebDoorParts;
  readonly #web: WebParts;
  readonly #handler: LineHandler;
  readonly #lane: FileLane;
  readonly #browsers = new RecentAddresses(KNOWN_FOR);

  constructor(parts: DoorContext & WebDoorParts) {
    this.#parts = parts;
    this.#lane = new FileLane(parts.hub.bulk);
    const { files } = parts.hub.context;
    if (files?.relay !== undefined) files.relay.answer = (passed) => answerPassed(passed, parts.hub.context);
    const { hub, web, posting, subscriptions, names = () => [] } = parts;
    this.#handler = lineHandler(parts, (session, line) => receiveNative(hub, session, line));
    this.#web = {
      site: web?.site,
      own: {
        get origins() {
          return web?.origins ?? [];
        },
        get names() { // Another certificate may be for others.
          return names();
        },
        get servers() {
          return hub.clusterServers;
        },
      },
      words: hub.words,
      posting,
      subscriptions,
      canStore: () => hub.canStore,
    };
  }

  claims(firstBytes: Uint8Array): Recognition {
    return claimWords(firstBytes, METHODS);
  }

  awaitedUntil({ origin: { key } }: Connection, since: number, now: number): number {
    return this.#browsers.awaitedUntil(key, since, now);
  }

  /** Answers requests, and goes on with one that becomes a WebSocket or events. */
  async enter(arrival: Arrival): Promise<void> {
    const { connection, reader } = arrival;
    const { clock, hub: { limits } } = this.#parts;
    if (arrival.session !== undefined) this.#browsers.note(connection.origin.key, clock.elapsed()); // Greeted: it comes again.
    const end = await serveRequests({
      connection,
      reader,
      clock,
      web: this.#web,
      files: { context: this.#parts.hub.context, lane: this.#lane },
      onRefused: (status, source, token) => this.#logRefused(connection, status, source, token),
      refusalOf: (source) => this.#refusalOf(connection, source),
      sourceOf: (request) => this.#sourceOf(connection, request),
      onPage: () => this.#browsers.note(connection.origin.key, clock.elapsed()),
      maxBytes: limits.lineBytes,
      onWaiting: (awaiting) => arrival.setAwaiting(awaiting),
    });
    switch (end.kind) {
      case "over":
        return;
      case "events":
        return await this.#streamEvents(arrival, end.asked);
      case "socket":
        return await this.#openSocket(arrival, end.early, end.answer);
    }
  }

  async refuse(problem: Problem, { connection, reader }: Arrival, isUrgent: boolean): Promise<LastWords> {
    const { words } = this.#web;
    if (isUrgent) {
      return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n" +
        `Connection: close\r\n\r\n${words.problem(problem)}\n`;
    }
    const head = await within(this.#parts.clock, HEAD_WITHIN, readHead(reader), undefined);
    if (head === undefined) return undefined;
    const source = "method" in head ? sourceOf(head, connection.peer, this.#parts.origins) : undefined;
    const refused = refuseRequest(routeRequest(head, this.#web, source), problem, words);
    const bytes = encodeAnswer(refused, { isHead: "method" in head && head.method === "HEAD" });
    return Uint8Array.from([...bytes, ...refused.more]);
  }

  /** Tells machines that ask that the server is alive, and takes nobody in any more. */
  async answerLate({ connection: { peer }, reader }: Arrival): Promise<LastWords> {
    const head = await within(this.#parts.clock, HEAD_WITHIN, readHead(reader), undefined);
    if (head === undefined || !("method" in head) || !asksHealth(head)) return undefined;
    const answer = routeRequest(head, this.#web, sourceOf(head, peer, this.#parts.origins));
    return encodeAnswer(answer, { isHead: head.method === "HEAD" });
  }

  #sourceOf(connection: Connection, request: Request): RequestSource {
    const source = sourceOf(request, connection.peer, this.#parts.origins);
    connection.setOrigin(source.origin);
    if (source.unknownProxy !== undefined) {
      this.#parts.logger({ event: "proxy-not-trusted", host: source.unknownProxy });
    }
    return source;
  }

  #refusalOf(connection: Connection, { origin }: RequestSource): Refusal | undefined {
    if (passageOf(origin, this.#parts.unencrypted) === "open") return undefined;
    return { problem: encryptionProblem(connection), words: this.#web.words };
  }

  #logRefused(
    { address }: Connection,
    status: Status,
    source: RequestSource | undefined,
    token: string | undefined,
  ): void {
    const { logger } = this.#parts;
    logger({ event: "request-refused", address, status, ...(token !== undefined && { token }) });
    const origin = status === 421 && source !== undefined ? pageOrigin(source) : undefined;
    if (origin !== undefined) logger({ event: "unknown-host", address, origin });
  }

  /** Tells somebody whom a proxy passed on why they cannot stay; `false` when they can. */
  async #isRefused(arrival: Arrival, refusalOf: (problem: Problem) => Uint8Array): Promise<boolean> {
    const problem = arrival.admit();
    if (problem === undefined) return false;
    const { connection } = arrival;
    const text = this.#web.words.problem(problem);
    this.#parts.logger({ event: "refused", address: connection.address, why: problem.code, text });
    await sayGoodbye(connection, new LineReader(connection, DROPPED_LINE_BYTES), refusalOf(problem));
    return true;
  }

  async #streamEvents(arrival: Arrival, { key, cursor, head }: AcceptedEventsRequest): Promise<void> {
    const { subscriptions, clock, outbox } = this.#parts;
    const { connection, reader } = arrival;
    const { words } = this.#web;
    if (await this.#isRefused(arrival, (problem) => encodeAnswer(answerBusy(problem, words)))) return;
    connection.keepAlive();
    const peer = {
      address: connection.address,
      host: connection.origin.host,
      format: eventsFormat,
      heartbeat: HEARTBEAT,
      outbox: (owner: OutboxOwner) => new Outbox(connection, outbox, owner),
    };
    const gone = subscriptions.open(key, peer, cursor, head, clock.elapsed());
    try {
      await dropLines(reader); // A subscriber has nothing to say.
    } finally {
      gone();
      connection.close();
    }
  }

  async #openSocket(arrival: Arrival, early: Uint8Array, answer: Uint8Array): Promise<void> {
    const { words } = this.#web;
    const refusal = (problem: Problem): Uint8Array =>
      Uint8Array.from([...answer, ...encodeSocketRefusal(problem, words)]);
    if (await this.#isRefused(arrival, refusal)) return;
    logArrival(this.#parts, arrival);
    this.#browsers.note(arrival.connection.origin.key, this.#parts.clock.elapsed());
    const onPing = (payload: Uint8Array): void => session.outbox.offer(pongFrame(payload));
    const socket = new WebSocketConnection(arrival.connection, early, onPing);
    const session = openSession(this.#parts, arrival, KIND, socket);
    session.outbox.offer(answer);
    void handleLines(session, socket, new LineReader(socket, this.#handler.lineBytes), this.#handler);
  }
}
