/**
 * The one port: takes connections, finds out which door each came to, and lets it in there or turns it away.
 *
 * @module
 */

import { type Accepted, connections } from "../../net/accept.ts";
import { type Clock, within } from "../../net/clock.ts";
import { LineReader } from "../../net/lines.ts";
import type { Problem } from "../../protocol.ts";
import { Admission } from "../admission.ts";
import type { Format } from "../format.ts";
import type { Hub } from "../hub.ts";
import { causeOf, type Log } from "../log.ts";
import { Outbox, type OutboxRules, type Sink } from "../outbox.ts";
import type { Session } from "../session.ts";
import { Browsers } from "./browsers.ts";
import { Connection } from "./connection.ts";
import { hearNative, nativeFormat } from "./native.ts";
import { greeting, PlainTalk } from "./plain.ts";
import { plainFormat } from "./plain_sentences.ts";
import { type Opening, sniff } from "./sniff.ts";
import { talk } from "./talk.ts";
import { withoutTelnet } from "./telnet.ts";
import { encodeAnswer, type Head, readHead } from "./http.ts";
import type { Site } from "./site.ts";
import { Socket, webFormat } from "./socket.ts";
import { answerWeb, refuseWeb, type WebParts } from "./web.ts";
import { pongFrame } from "./websocket.ts";

/** How long a connection may say nothing before it is taken for a person with `nc`, in ms. */
const SILENCE = 300;

/** The same, where a browser asked for the page a short while ago. */
const BROWSER_SILENCE = 3000;

/** How long one that is turned away has to show its door, in ms, when descriptors are short. */
const SHORT_SILENCE = 20;

/** How long a browser has to send its request's head, in ms. */
const HEAD_WITHIN = 5000;

/** So many at once are told why they are turned away; more are only closed. */
const MOST_TURNED_AWAY = 64;

/** What the port is made of. */
export interface DoorParts {
  readonly hub: Hub;
  readonly title: string;
  readonly clock: Clock;
  readonly outbox: OutboxRules;
  readonly log: Log;
  /** The page, and the other origins whose pages may come in; without it there is no door for browsers. */
  readonly web: { readonly site: Site; readonly origins: readonly string[] } | undefined;
}

const encoder = new TextEncoder();

/** The port and all its connections. */
export class Door {
  readonly #parts: DoorParts;
  readonly #admission: Admission;
  readonly #plain: Format;
  readonly #web: WebParts;
  readonly #open = new Set<Connection>();
  readonly #browsers = new Browsers();
  #turnedAway = 0;
  /** Those that have not shown their door yet; the hub does not know them. */
  readonly #undecided = new Set<Connection>();
  #onEmpty = (): void => {};

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#admission = new Admission(parts.hub.limits);
    const { hub, web } = parts;
    this.#plain = plainFormat(hub.words);
    const isHealthy = (): boolean => hub.isHealthy;
    this.#web = { site: web?.site, origins: web?.origins ?? [], words: hub.words, isHealthy };
  }

  /** Takes connections until the listener is closed. */
  async accept(listener: Deno.TcpListener): Promise<void> {
    const { clock, log } = this.#parts;
    const onShortage = (isShort: boolean): void =>
      log({ event: isShort ? "no-descriptors" : "descriptors-back" });
    for await (const accepted of connections(listener, clock, onShortage)) void this.#take(accepted);
  }

  /** Resolves when no connection is open any more. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#open.size === 0) resolve();
    });
  }

  /** Closes those that have not shown their door yet: the hub tells the others. */
  closeUndecided(): void {
    for (const connection of this.#undecided) connection.close();
  }

  /** Closes every connection now. */
  close(): void {
    for (const connection of this.#open) connection.close();
  }

  async #take({ conn, isLast }: Accepted): Promise<void> {
    const { clock, log, hub } = this.#parts;
    let isCounted = false;
    const connection = new Connection(conn, clock, () => {
      this.#open.delete(connection);
      if (isCounted) this.#admission.leave(connection.host);
      if (this.#open.size === 0) this.#onEmpty();
    });
    this.#open.add(connection);
    try {
      connection.prepare();
      const full: Problem = { code: "full", limit: this.#open.size - 1 };
      const problem = isLast ? full : this.#admission.enter(connection.host);
      if (problem !== undefined) {
        return await this.#turnAway(connection, problem, isLast);
      }
      isCounted = true;
      log({ event: "connected", address: connection.address });
      await this.#serve(connection, new LineReader(connection, hub.limits.lineBytes));
    } catch (error) {
      log({ event: "failed", what: "unexpected", cause: causeOf(error) });
      connection.close();
    }
  }

  async #serve(connection: Connection, reader: LineReader): Promise<void> {
    const { hub, clock, log } = this.#parts;
    let person: Session | undefined;
    const since = clock.elapsed();
    const greet = (): Session => {
      this.#undecided.delete(connection);
      return person ??= this.#greet(connection, since);
    };
    this.#undecided.add(connection);
    const silence = this.#browsers.expects(connection.host, since) ? BROWSER_SILENCE : SILENCE;
    const opening = await this.#opening(reader, silence, greet);
    this.#undecided.delete(connection);
    if (person?.over) return await this.#talkPlain(person, reader); // Too late for any door: what comes is read over.
    if (opening !== "plain" && person !== undefined) hub.forget(person); // Late to show its door.
    switch (opening) {
      case "undecided":
        connection.close();
        return log({ event: "closed-unnamed", address: connection.address });
      case "native":
        return await this.#talkNative(this.#session(connection, since, nativeFormat), reader);
      case "plain":
        return await this.#talkPlain(greet(), reader);
      case "web":
        return await this.#talkWeb(connection, since, reader);
      case "irc":
        return await this.#sendOff(connection, reader, `ERROR :${hub.words.doors.notYet("IRC")}\r\n`);
      case "tls":
        return await this.#sendOff(connection, reader, `${hub.words.doors.notYet("TLS")}\n`);
    }
  }

  /** Reads until it is clear which door this is; `undecided` when the connection ends before that. */
  async #opening(reader: LineReader, silence: number, onSilence: () => void): Promise<Opening> {
    const cancel = this.#parts.clock.after(silence, onSilence);
    try {
      while (await reader.fill()) {
        const opening = sniff(reader.buffered);
        if (opening !== "undecided") return opening;
      }
      return reader.buffered.length > 0 ? "plain" : "undecided";
    } finally {
      cancel();
    }
  }

  #session(connection: Connection, since: number, format: Format, sink: Sink = connection): Session {
    return this.#parts.hub.open({
      address: connection.address,
      format,
      since,
      isProgram: format !== this.#plain,
      outbox: (onOverflow) => new Outbox(sink, this.#parts.outbox, onOverflow),
    });
  }

  #greet(connection: Connection, since: number): Session {
    const session = this.#session(connection, since, this.#plain);
    session.outbox.offer(encoder.encode(greeting(this.#parts.hub.words, this.#parts.title)));
    return session;
  }

  #talkNative(session: Session, reader: LineReader): Promise<void> {
    const { clock, hub: { limits: { lineBytes } } } = this.#parts;
    return talk({ session, reader, clock, lineBytes, hear: (line) => hearNative(session, line) });
  }

  #talkPlain(session: Session, reader: LineReader): Promise<void> {
    const { clock, hub: { words, limits: { lineBytes } } } = this.#parts;
    const tell = (text: string): void => session.outbox.offer(encoder.encode(text));
    const plain = new PlainTalk(session, words, tell);
    const hear = (line: string): void => plain.hear(line);
    return talk({ session, reader, clock, lineBytes, hear, clean: withoutTelnet });
  }

  /** Answers one request, and goes on with it if it becomes a WebSocket. */
  async #talkWeb(connection: Connection, since: number, reader: LineReader): Promise<void> {
    this.#browsers.note(connection.host, since);
    const head = await this.#head(connection, reader);
    if (head === undefined) return connection.close();
    const answer = answerWeb(head, this.#web);
    const bytes = encodeAnswer(answer, "method" in head && head.method === "HEAD");
    if (answer.status !== 101) return await this.#sendOff(connection, reader, bytes);
    // Not awaited here, so that the head is not kept for as long as the WebSocket is open.
    return this.#talkSocket(connection, since, reader.release(), bytes);
  }

  async #talkSocket(
    connection: Connection,
    since: number,
    early: Uint8Array,
    answer: Uint8Array,
  ): Promise<void> {
    const { clock, hub: { limits: { lineBytes } } } = this.#parts;
    const socket = new Socket(connection, early, (said) => session.outbox.offer(pongFrame(said)));
    const session = this.#session(connection, since, webFormat, socket);
    session.outbox.offer(answer);
    const hear = (line: string): void => hearNative(session, line);
    await talk({ session, reader: new LineReader(socket, lineBytes), clock, lineBytes, hear });
    await socket.readOver();
  }

  /** The head of a request; `undefined` when it does not come in time. */
  async #head(connection: Connection, reader: LineReader): Promise<Head> {
    this.#undecided.add(connection);
    const head = await within(this.#parts.clock, HEAD_WITHIN, readHead(reader), undefined);
    this.#undecided.delete(connection);
    return head;
  }

  /** Tells a connection that cannot stay why, in the grammar of its door. */
  async #turnAway(connection: Connection, problem: Problem, isLast: boolean): Promise<void> {
    const silence = isLast ? SHORT_SILENCE : SILENCE;
    const { hub: { words, limits }, clock, log } = this.#parts;
    const text = words.problem(problem);
    log({ event: "refused", address: connection.address, why: problem.code, text });
    if (this.#turnedAway >= MOST_TURNED_AWAY) return connection.close();
    this.#turnedAway++;
    try {
      const reader = new LineReader(connection, limits.lineBytes);
      const opening = await within<Opening, Opening>(
        clock,
        silence,
        this.#opening(reader, silence, () => {}),
        "plain",
      );
      if (opening === "web" && !isLast) return await this.#turnAwayWeb(connection, reader, problem);
      await this.#sendOff(connection, reader, refusal(opening, problem, text, words.bye("refused")), isLast);
    } finally {
      this.#turnedAway--;
    }
  }

  async #turnAwayWeb(connection: Connection, reader: LineReader, problem: Problem): Promise<void> {
    const head = await this.#head(connection, reader);
    if (head === undefined) return connection.close();
    const refused = refuseWeb(answerWeb(head, this.#web), problem, this.#web.words);
    const bytes = encodeAnswer(refused, "method" in head && head.method === "HEAD");
    await this.#sendOff(connection, reader, Uint8Array.from([...bytes, ...refused.more]));
  }

  /**
   * Writes a last word, and closes once the peer had time to read it, or at once when its descriptor is needed.
   * What the peer still sends is read over.
   */
  async #sendOff(
    connection: Connection,
    reader: LineReader,
    last: string | Uint8Array,
    isUrgent = false,
  ): Promise<void> {
    const written = writeAll(connection, typeof last === "string" ? encoder.encode(last) : last);
    written.then(() => isUrgent ? connection.close() : connection.end(), () => connection.close());
    for await (const _ of reader) continue;
    connection.close();
  }
}

async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

function refusal(opening: Opening, problem: Problem, text: string, bye: string): string {
  switch (opening) {
    case "native":
      return nativeFormat.encode({ type: "error", text, ...problem }) +
        nativeFormat.encode({ type: "bye", reason: "refused", text: bye });
    case "web":
      return `HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}\n`;
    case "irc":
      return `ERROR :${text}\r\n`;
    case "plain":
    case "tls":
    case "undecided":
      return `${text}\n`;
  }
}
