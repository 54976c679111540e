/**
 * Finding out which door a connection came to, and letting it in there.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { LineReader } from "../../net/lines.ts";
import type { Format } from "../format.ts";
import type { Hub } from "../hub.ts";
import type { Listeners } from "../listeners.ts";
import type { Log } from "../log.ts";
import { Outbox, type OutboxRules, type Owner, type Sink } from "../outbox.ts";
import type { Session } from "../session.ts";
import { Browsers } from "./browsers.ts";
import type { Connection } from "./connection.ts";
import { type Asked, BEAT, eventsFormat } from "./events.ts";
import { hearNative, nativeFormat } from "./native.ts";
import { openingOf } from "./opening.ts";
import { greeting, PlainTalk } from "./plain.ts";
import { plainFormat } from "./plain_sentences.ts";
import { sendOff } from "./send_off.ts";
import { Socket, webFormat } from "./socket.ts";
import { type Manner, talk } from "./talk.ts";
import { withoutTelnet } from "./telnet.ts";
import { visit, type Waiting } from "./visit.ts";
import type { WebParts } from "./web.ts";
import { pongFrame } from "./websocket.ts";

/** How long a connection may say nothing before it is taken for a person with `nc`, in ms. */
const SILENCE = 300;

/** The same, where a browser asked for the page a short while ago. */
const BROWSER_SILENCE = 3000;

/** What is needed to let somebody in. */
export interface EntranceParts {
  readonly hub: Hub;
  readonly listeners: Listeners;
  readonly title: string;
  readonly clock: Clock;
  readonly outbox: OutboxRules;
  readonly log: Log;
  readonly web: WebParts;
}

/**
 * What a connection does from now on, until it is over. To be called once, and not waited for by a function that was
 * waited for to get it: an idle connection keeps every function that waits, and each costs more than half a kilobyte.
 */
export type Stay = () => Promise<void>;

const encoder = new TextEncoder();

/** All who are coming in. */
export class Entrance {
  readonly #parts: EntranceParts;
  readonly #plain: Format;
  readonly #programs: Manner;
  readonly #browsers = new Browsers();
  /** Those that have not shown their door yet; the hub does not know them. */
  readonly #undecided = new Set<Connection>();
  /** Browsers that may ask for something more; who came first is first. */
  readonly #idle = new Set<Connection>();

  constructor(parts: EntranceParts) {
    this.#parts = parts;
    const { hub: { words, limits: { lineBytes } }, clock } = parts;
    this.#plain = plainFormat(words);
    this.#programs = { clock, lineBytes, hear: hearNative };
  }

  /** Those who would not miss their connection; who came first is first. */
  get idle(): Iterable<Connection> {
    return this.#idle;
  }

  /** Closes those that have not shown their door yet: the hub tells the others. */
  closeUndecided(): void {
    for (const connection of this.#undecided) connection.close();
  }

  /** Forgets a connection that is closed. */
  forget(connection: Connection): void {
    this.#undecided.delete(connection);
    this.#idle.delete(connection);
  }

  /** Finds out which door a connection came to; `undefined` when it was over before that, or needed no more. */
  async open(connection: Connection, reader: LineReader): Promise<Stay | undefined> {
    const { hub, clock } = this.#parts;
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
    if (person?.over) return this.#plainStay(person, reader); // Too late for any door: what comes is read over.
    if (opening !== "plain" && person !== undefined) hub.forget(person); // Late to show its door.
    switch (opening) {
      case "undecided":
        connection.close();
        if (isExpected && person === undefined) return undefined; // A browser did not need it after all.
        this.#parts.log({ event: "closed-unnamed", address: connection.address });
        return undefined;
      case "native":
        if (person === undefined) this.#logArrival(connection);
        return this.#programStay(this.#session(connection, since, nativeFormat), reader);
      case "plain":
        return this.#plainStay(greet(), reader);
      case "web":
        return await this.#webStay(connection, since, reader);
      case "irc":
        return this.#notYet(connection, reader, (sentence) => `ERROR :${sentence}\r\n`, "IRC");
      case "tls":
        return this.#notYet(connection, reader, (sentence) => `${sentence}\n`, "TLS");
    }
  }

  #session(connection: Connection, since: number, format: Format, sink: Sink = connection): Session {
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

  #greet(connection: Connection, since: number): Session {
    this.#logArrival(connection);
    const session = this.#session(connection, since, this.#plain);
    session.outbox.offer(encoder.encode(greeting(this.#parts.hub.words, this.#parts.title)));
    return session;
  }

  #programStay(session: Session, reader: LineReader): Stay {
    return () => talk(session, reader, this.#programs);
  }

  #plainStay(session: Session, reader: LineReader): Stay {
    const tell = (text: string): void => session.outbox.offer(encoder.encode(text));
    const plain = new PlainTalk(session, this.#parts.hub.words, tell);
    const hear = (_: Session, line: string): void => plain.hear(line);
    return () => talk(session, reader, { ...this.#programs, hear, clean: withoutTelnet });
  }

  #notYet(
    connection: Connection,
    reader: LineReader,
    write: (sentence: string) => string,
    door: string,
  ): Stay {
    this.#logArrival(connection);
    return () => sendOff(connection, reader, write(this.#parts.hub.words.doors.notYet(door)));
  }

  /** Answers requests, and goes on with one that becomes a WebSocket or events. */
  async #webStay(connection: Connection, since: number, reader: LineReader): Promise<Stay | undefined> {
    const { clock, log, web, hub: { limits } } = this.#parts;
    const ending = await visit({
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
        return undefined;
      case "events":
        return this.#eventsStay(connection, reader, ending.asked);
      case "socket":
        return this.#socketStay(connection, since, ending.early, ending.answer);
    }
  }

  #note(connection: Connection, waiting: Waiting): void {
    if (waiting === "nothing") this.#undecided.delete(connection);
    else this.#undecided.add(connection);
    if (waiting === "another") this.#idle.add(connection);
    else this.#idle.delete(connection);
  }

  #eventsStay(
    connection: Connection,
    reader: LineReader,
    { key, wish, head }: Extract<Asked, { readonly isGood: true }>,
  ): Stay {
    const { listeners, clock, outbox } = this.#parts;
    const ear = {
      address: connection.address,
      format: eventsFormat,
      beat: BEAT,
      outbox: (owner: Owner) => new Outbox(connection, outbox, owner),
    };
    const gone = listeners.open(key, ear, wish, head, clock.elapsed());
    return async () => {
      try {
        for await (const _ of reader) continue; // A listener has nothing to say.
      } finally {
        gone();
        connection.close();
      }
    };
  }

  #socketStay(connection: Connection, since: number, early: Uint8Array, answer: Uint8Array): Stay {
    this.#logArrival(connection);
    const socket = new Socket(connection, early, (said) => session.outbox.offer(pongFrame(said)));
    const session = this.#session(connection, since, webFormat, socket);
    session.outbox.offer(answer);
    const reader = new LineReader(socket, this.#programs.lineBytes);
    return () => talk(session, reader, this.#programs).then(() => socket.readOver());
  }
}
