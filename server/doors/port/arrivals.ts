/**
 * Finding out which door a connection came to, and letting it in there.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import { Deadlines, type RushAllowance } from "../../../net/deadlines.ts";
import { type CallingSource, LineReader } from "../../../net/lines.ts";
import { type Format, Outbox, type OutboxOwner, type OutboxRules, type Sink } from "../../delivery.ts";
import type { Hub } from "../../hub.ts";
import type { Subscriptions } from "../../bots.ts";
import { causeOf, type Logger } from "../../logger.ts";
import type { Session } from "../../members.ts";
import { RecentBrowsers } from "../web/browsers.ts";
import { type Connection, type LineHandler, LineLoop, sayGoodbye } from "../../connection.ts";
import { eventsFormat, type EventsRequest, HEARTBEAT } from "../web/api/events.ts";
import { nativeFormat, receiveNative } from "../native/door.ts";
import { Arrival } from "./first_bytes.ts";
import { greeting, PlainConversation } from "../plain/door.ts";
import { plainFormat } from "../plain/sentences.ts";
import type { DoorKind } from "./sniff.ts";
import { webFormat, WebSocketConnection } from "../web/websocket/socket.ts";
import { withoutTelnet } from "../plain/telnet.ts";
import { type Awaiting, serveRequests } from "../web/requests.ts";
import type { WebParts } from "../web/routes.ts";
import { pongFrame } from "../web/websocket/frames.ts";

/** How long a connection may say nothing before it is taken for a person with `nc`, in ms. */
const SILENCE = 300;

/** The same, where a browser asked for the page a short while ago. */
const BROWSER_SILENCE = 3000;

/**
 * One pass of the event loop reads from 128 connections at most: where more than that come at once, some have said
 * who they are long before they are read, and a greeting for people would be no answer to that.
 */
const CROWD: RushAllowance = { size: 128, ms: 2700 };

/** What is needed to let somebody in. */
export interface ArrivalsParts {
  readonly hub: Hub;
  readonly listeners: Subscriptions;
  readonly title: string;
  readonly clock: Clock;
  readonly outbox: OutboxRules;
  readonly log: Logger;
  readonly web: WebParts;
}

/** What is read line by line. */
type Source = CallingSource & { close(): void };

const encoder = new TextEncoder();

/** All who are coming in. */
export class Arrivals {
  readonly #parts: ArrivalsParts;
  readonly #plain: Format;
  readonly #programs: LineHandler;
  readonly #browsers = new RecentBrowsers();
  /** Those that have not shown their door yet, and where a browser may be: nobody else knows them. */
  readonly #silent: Deadlines<Arrival>;
  readonly #expected: Deadlines<Arrival>;
  /** Browsers that are to ask for something; the hub does not know them either. */
  readonly #asking = new Set<Connection>();
  /** Browsers that may ask for something more; who came first is first. */
  readonly #idle = new Set<Connection>();

  constructor(parts: ArrivalsParts) {
    this.#parts = parts;
    const { hub, clock, outbox: { turn } } = parts;
    const { words, limits: { lineBytes } } = hub;
    this.#plain = plainFormat(words);
    this.#programs = {
      clock,
      lineBytes,
      receive: (session, line) => receiveNative(hub, session, line),
      disconnected: (session) => hub.disconnected(session),
      flooded: (session) => hub.end(session, "flood", "removed"),
      later: (run) => turn.defer(run),
      logFault: (error) => this.#failed(error),
    };
    const greet = (newcomer: Arrival): void => {
      try {
        newcomer.person = this.#greet(newcomer);
      } catch (error) {
        this.#end(newcomer.connection, error);
      }
    };
    this.#silent = new Deadlines(clock, SILENCE, greet, CROWD);
    this.#expected = new Deadlines(clock, BROWSER_SILENCE, greet);
  }

  /** Those who would not miss their connection; who came first is first. */
  get idle(): Iterable<Connection> {
    return this.#idle;
  }

  /** Closes those that have not shown their door yet: the hub tells the others. */
  closeUndecided(): void {
    for (const { waiting } of [this.#silent, this.#expected]) {
      for (const { connection } of waiting) connection.close();
    }
    for (const connection of this.#asking) connection.close();
  }

  /** Forgets a connection that is closed. */
  forget(connection: Connection): void {
    this.#asking.delete(connection);
    this.#idle.delete(connection);
  }

  /** Finds out which door a connection came to, and lets it in there. */
  open(connection: Connection, reader: LineReader): void {
    const since = this.#parts.clock.elapsed();
    const isExpected = this.#browsers.expects(connection.host, since);
    const deadlines = isExpected ? this.#expected : this.#silent;
    const newcomer = new Arrival(connection, reader, since, (opening) => {
      deadlines.delete(newcomer);
      try {
        this.#letIn(newcomer, opening, isExpected);
      } catch (error) {
        this.#end(connection, error);
      }
    });
    deadlines.add(newcomer);
    newcomer.come();
  }

  #letIn(newcomer: Arrival, opening: DoorKind, isExpected: boolean): void {
    const { connection, person } = newcomer;
    if (person?.isOver) return this.#talkPlainly(person, newcomer); // Too late for any door: what comes is read over.
    if (opening !== "plain" && person !== undefined) this.#parts.hub.forget(person); // Late to show its door.
    switch (opening) {
      case "undecided":
        connection.close();
        if (isExpected && person === undefined) return; // A browser did not need it after all.
        return this.#parts.log({ event: "closed-unnamed", address: connection.address });
      case "native":
        if (person === undefined) this.#logArrival(connection);
        return this.#talk(this.#session(newcomer, nativeFormat), newcomer, connection, this.#programs);
      case "plain":
        return this.#talkPlainly(person ?? this.#greet(newcomer), newcomer);
      case "web":
        return this.#see(newcomer, this.#visit(newcomer));
      case "irc":
        return this.#notYet(newcomer, (sentence) => `ERROR :${sentence}\r\n`, "IRC");
      case "tls":
        return this.#notYet(newcomer, (sentence) => `${sentence}\n`, "TLS");
    }
  }

  #session({ connection, since }: Arrival, format: Format, sink: Sink = connection): Session {
    return this.#parts.hub.open({
      address: connection.address,
      format,
      since,
      isProgram: format !== this.#plain,
      outbox: (owner) => new Outbox(sink, this.#parts.outbox, owner),
    });
  }

  #logArrival({ address }: Connection): void {
    this.#parts.log({ event: "connected", address });
  }

  #greet(newcomer: Arrival): Session {
    this.#logArrival(newcomer.connection);
    newcomer.connection.keepAlive();
    const session = this.#session(newcomer, this.#plain);
    session.outbox.offer(encoder.encode(greeting(this.#parts.hub.words, this.#parts.title)));
    return session;
  }

  #talk(session: Session, { reader }: Pick<Arrival, "reader">, source: Source, manner: LineHandler): void {
    new LineLoop({ session, source, reader, manner }).filled();
  }

  #talkPlainly(session: Session, newcomer: Arrival): void {
    const tell = (text: string): void => session.outbox.offer(encoder.encode(text));
    const plain = new PlainConversation(this.#parts.hub, session, tell);
    const receive = (_: Session, line: string): void => plain.receive(line);
    this.#talk(session, newcomer, newcomer.connection, { ...this.#programs, receive, strip: withoutTelnet });
  }

  #notYet({ connection, reader }: Arrival, write: (sentence: string) => string, door: string): void {
    this.#logArrival(connection);
    const sentence = this.#parts.hub.words.doors.notYet(door);
    this.#see({ connection }, sayGoodbye(connection, reader, write(sentence)));
  }

  /** Answers requests, and goes on with one that becomes a WebSocket or events. */
  async #visit(newcomer: Arrival): Promise<void> {
    const { connection, reader, since } = newcomer;
    const { clock, log, web, hub: { limits } } = this.#parts;
    const ending = await serveRequests({
      connection,
      reader,
      clock,
      web,
      onRefused: (status) => log({ event: "request-refused", address: connection.address, status }),
      onPage: () => this.#browsers.note(connection.host, since),
      mostBytes: limits.lineBytes,
      onWaiting: (waiting) => this.#note(connection, waiting),
    });
    switch (ending.kind) {
      case "over":
        return;
      case "events":
        return this.#see(newcomer, this.#listen(newcomer, ending.asked));
      case "socket":
        return this.#openSocket(newcomer, ending.early, ending.answer);
    }
  }

  #note(connection: Connection, waiting: Awaiting): void {
    if (waiting === "nothing") this.#asking.delete(connection);
    else this.#asking.add(connection);
    if (waiting === "another") this.#idle.add(connection);
    else this.#idle.delete(connection);
  }

  async #listen(
    { connection, reader }: Arrival,
    { key, wish, head }: Extract<EventsRequest, { readonly isGood: true }>,
  ): Promise<void> {
    const { listeners, clock, outbox } = this.#parts;
    connection.keepAlive();
    const ear = {
      address: connection.address,
      format: eventsFormat,
      beat: HEARTBEAT,
      outbox: (owner: OutboxOwner) => new Outbox(connection, outbox, owner),
    };
    const gone = listeners.open(key, ear, wish, head, clock.elapsed());
    try {
      for await (const _ of reader) continue; // A listener has nothing to say.
    } finally {
      gone();
      connection.close();
    }
  }

  #openSocket(newcomer: Arrival, early: Uint8Array, answer: Uint8Array): void {
    const { connection } = newcomer;
    this.#logArrival(connection);
    const socket = new WebSocketConnection(connection, early, {
      pinged: (said) => session.outbox.offer(pongFrame(said)),
      failed: (error) => this.#end(connection, error),
    });
    const session = this.#session(newcomer, webFormat, socket);
    session.outbox.offer(answer);
    const reader = new LineReader(socket, this.#programs.lineBytes);
    this.#talk(session, { reader }, socket, this.#programs);
  }

  /** Sees to what goes on by itself: a fault of ours in it ends the connection, and nothing else. */
  #see({ connection }: Pick<Arrival, "connection">, task: Promise<void>): void {
    task.catch((error) => this.#end(connection, error));
  }

  #end(connection: Connection, error: unknown): void {
    this.#failed(error);
    connection.close();
  }

  #failed(error: unknown): void {
    this.#parts.log({ event: "failed", what: "unexpected", cause: causeOf(error) });
  }
}
