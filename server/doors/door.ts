/**
 * The one port: takes connections, finds out which door each came to, and lets it in there or turns it away.
 *
 * @module
 */

import { type Accepted, connections } from "../../net/accept.ts";
import type { Clock } from "../../net/clock.ts";
import { LineReader } from "../../net/lines.ts";
import type { Problem } from "../../protocol.ts";
import { Admission } from "../admission.ts";
import type { Format } from "../format.ts";
import type { Hub } from "../hub.ts";
import { causeOf, type Log } from "../log.ts";
import type { Listeners } from "../listeners.ts";
import { Outbox, type OutboxRules, type Sink } from "../outbox.ts";
import type { Session } from "../session.ts";
import type { Speakers } from "../speakers.ts";
import { Browsers } from "./browsers.ts";
import { Connection } from "./connection.ts";
import { hearNative, nativeFormat } from "./native.ts";
import { type Asked, BEAT, eventsFormat } from "./events.ts";
import { openingOf } from "./opening.ts";
import { greeting, PlainTalk } from "./plain.ts";
import { plainFormat } from "./plain_sentences.ts";
import { sendOff } from "./send_off.ts";
import { talk } from "./talk.ts";
import { withoutTelnet } from "./telnet.ts";
import type { Site } from "./site.ts";
import { Socket, webFormat } from "./socket.ts";
import { TurnAway } from "./turn_away.ts";
import { visit, type Waiting } from "./visit.ts";
import type { WebParts } from "./web.ts";
import { pongFrame } from "./websocket.ts";

/** How long a connection may say nothing before it is taken for a person with `nc`, in ms. */
const SILENCE = 300;

/** The same, where a browser asked for the page a short while ago. */
const BROWSER_SILENCE = 3000;

/** What the port is made of. */
export interface DoorParts {
  readonly hub: Hub;
  readonly speakers: Speakers;
  readonly listeners: Listeners;
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
  readonly #turnAway: TurnAway;
  readonly #open = new Set<Connection>();
  readonly #browsers = new Browsers();
  /** Those that have not shown their door yet; the hub does not know them. */
  readonly #undecided = new Set<Connection>();
  /** Browsers that may ask for something more; who came first is first. */
  readonly #idle = new Set<Connection>();
  #onEmpty = (): void => {};

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#admission = new Admission(parts.hub.limits);
    const { hub, web, speakers, listeners } = parts;
    this.#plain = plainFormat(hub.words);
    const isHealthy = (): boolean => hub.isHealthy;
    this.#web = {
      site: web?.site,
      origins: web?.origins ?? [],
      words: hub.words,
      speakers,
      listeners,
      isHealthy,
    };
    this.#turnAway = new TurnAway({ web: this.#web, clock: parts.clock, lineBytes: hub.limits.lineBytes });
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
      this.#undecided.delete(connection);
      this.#idle.delete(connection);
      if (isCounted) this.#admission.leave(connection.host);
      if (this.#open.size === 0) this.#onEmpty();
    });
    this.#open.add(connection);
    try {
      connection.prepare();
      const full: Problem = { code: "full", limit: this.#open.size - 1 };
      const problem = isLast ? full : this.#admit(connection.host);
      if (problem !== undefined) {
        const text = hub.words.problem(problem);
        log({ event: "refused", address: connection.address, why: problem.code, text });
        return await this.#turnAway.tell(connection, problem, isLast);
      }
      isCounted = true;
      await this.#serve(connection, new LineReader(connection, hub.limits.lineBytes));
    } catch (error) {
      log({ event: "failed", what: "unexpected", cause: causeOf(error) });
      connection.close();
    }
  }

  /** Counts a connection in; where there is no place, a browser that only may ask for more gives up its own. */
  #admit(host: string): Problem | undefined {
    const problem = this.#admission.enter(host);
    if (problem === undefined) return undefined;
    const givesWay = [...this.#idle].find((idle) => problem.code === "full" || idle.host === host);
    if (givesWay === undefined) return problem;
    givesWay.close();
    return this.#admission.enter(host);
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
    const isExpected = this.#browsers.expects(connection.host, since);
    const opening = await openingOf(reader, clock, isExpected ? BROWSER_SILENCE : SILENCE, greet);
    this.#undecided.delete(connection);
    if (person?.over) return await this.#talkPlain(person, reader); // Too late for any door: what comes is read over.
    if (opening !== "plain" && person !== undefined) hub.forget(person); // Late to show its door.
    switch (opening) {
      case "undecided":
        connection.close();
        if (isExpected && person === undefined) return; // A browser did not need it after all.
        return log({ event: "closed-unnamed", address: connection.address });
      case "native":
        if (person === undefined) this.#logArrival(connection);
        return await this.#talkNative(this.#session(connection, since, nativeFormat), reader);
      case "plain":
        return await this.#talkPlain(greet(), reader);
      case "web":
        return await this.#talkWeb(connection, since, reader);
      case "irc":
        this.#logArrival(connection);
        return await sendOff(connection, reader, `ERROR :${hub.words.doors.notYet("IRC")}\r\n`);
      case "tls":
        this.#logArrival(connection);
        return await sendOff(connection, reader, `${hub.words.doors.notYet("TLS")}\n`);
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

  #logArrival({ address }: Connection): void {
    this.#parts.log({ event: "connected", address });
  }

  #greet(connection: Connection, since: number): Session {
    this.#logArrival(connection);
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

  /** Answers requests, and goes on with one that becomes a WebSocket. */
  async #talkWeb(connection: Connection, since: number, reader: LineReader): Promise<void> {
    const { clock, log, hub: { limits } } = this.#parts;
    const onWaiting = (waiting: Waiting): void => this.#note(connection, waiting);
    const ending = await visit({
      connection,
      reader,
      clock,
      web: this.#web,
      onRefused: (status) => log({ event: "request-refused", address: connection.address, status }),
      onPage: () => this.#browsers.note(connection.host, since),
      mostBytes: limits.lineBytes,
      onWaiting,
    });
    if (ending.kind === "events") return await this.#tellEvents(connection, reader, ending.asked);
    // Not awaited here, so that nothing of the requests is kept for as long as the WebSocket is open.
    if (ending.kind === "socket") return this.#talkSocket(connection, since, ending.early, ending.answer);
  }

  #note(connection: Connection, waiting: Waiting): void {
    if (waiting === "nothing") this.#undecided.delete(connection);
    else this.#undecided.add(connection);
    if (waiting === "another") this.#idle.add(connection);
    else this.#idle.delete(connection);
  }

  async #tellEvents(
    connection: Connection,
    reader: LineReader,
    { key, wish, head }: Extract<Asked, { readonly isGood: true }>,
  ): Promise<void> {
    const { listeners, clock, outbox } = this.#parts;
    const gone = listeners.open(
      key,
      {
        address: connection.address,
        format: eventsFormat,
        beat: BEAT,
        outbox: (onOverflow) => new Outbox(connection, outbox, onOverflow),
      },
      wish,
      head,
      clock.elapsed(),
    );
    try {
      for await (const _ of reader) continue; // A listener has nothing to say.
    } finally {
      gone();
      connection.close();
    }
  }

  async #talkSocket(
    connection: Connection,
    since: number,
    early: Uint8Array,
    answer: Uint8Array,
  ): Promise<void> {
    this.#logArrival(connection);
    const { clock, hub: { limits: { lineBytes } } } = this.#parts;
    const socket = new Socket(connection, early, (said) => session.outbox.offer(pongFrame(said)));
    const session = this.#session(connection, since, webFormat, socket);
    session.outbox.offer(answer);
    const hear = (line: string): void => hearNative(session, line);
    await talk({ session, reader: new LineReader(socket, lineBytes), clock, lineBytes, hear });
    await socket.readOver();
  }
}
