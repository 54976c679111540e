/**
 * Connections on their way in: finds out which door each has come to, and hands it over there.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import { Deadlines, type RushAllowance } from "../../../net/deadlines.ts";
import { LineReader } from "../../../net/lines.ts";
import type { Origins } from "../../../net/origin.ts";
import { looksProxied } from "../../../net/proxy_protocol.ts";
import type { Problem } from "../../../protocol.ts";
import {
  type Arrival,
  type Awaiting,
  type Connection,
  type Door,
  type DoorTable,
  type Passage,
  passageOf,
  type Wrapping,
} from "../../connection.ts";
import type { UnencryptedPolicy } from "../../machine/options.ts";
import type { Words } from "../../../words/en.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Session } from "../../core/members.ts";
import { encryptionProblem, logFault } from "../context.ts";
import { findDoor } from "./first_bytes.ts";
import { introduce } from "./introduction.ts";

/** How long a connection may say nothing before it is greeted, in ms, unless a door awaits it longer. */
const SILENCE = 300;

const NEWLINE = 0x0a;

/** How often a door that does is asked whether it still does, in ms. */
const ASKED_EVERY = 1000;

/**
 * One pass of the event loop reads from 128 connections at most: where more than that come at once, some have sent
 * their first bytes long before they are read, and a greeting for people would be a wrong answer to those.
 */
const RUSH: RushAllowance = { size: 128, ms: 2700 };

/** How long a connection has that must become encrypted and says nothing, in ms. */
const ENCRYPTED_WITHIN = 10_000;

/** What arrivals work with. */
export interface ArrivalsParts {
  readonly doors: DoorTable;
  readonly words: Words;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The longest line, in bytes. */
  readonly lineBytes: number;
  readonly origins: Origins;
  /** Who may come in unencrypted. */
  readonly unencrypted: UnencryptedPolicy;
  /** Forgets a session that was opened for a greeting, as another door takes its connection over. */
  forget(session: Session): void;
  /** Tells a connection why it cannot stay, and closes it. */
  reject(arrival: Arrival, problem: Problem): void;
}

/** All connections on their way in. */
export class Arrivals {
  readonly #parts: ArrivalsParts;
  /** Connections that have not shown their door yet: nobody else knows them. */
  readonly #silent: Deadlines<Arrival>;
  /** Those among them that a door still awaits. */
  readonly #awaited: Deadlines<Arrival>;
  /** Connections that must become encrypted, and have not begun with that. */
  readonly #unencrypted: Deadlines<Arrival>;
  /** Connections of which their door awaits a request; the hub does not know them either. */
  readonly #asking = new Set<Connection>();
  /** Connections that may only ask for more, first those that have waited longest. */
  readonly #idle = new Set<Connection>();

  constructor(parts: ArrivalsParts) {
    this.#parts = parts;
    const onSilent = (arrival: Arrival): void => this.#onSilent(arrival);
    this.#silent = new Deadlines(parts.clock, SILENCE, onSilent, RUSH);
    this.#awaited = new Deadlines(parts.clock, ASKED_EVERY, onSilent);
    this.#unencrypted = new Deadlines(parts.clock, ENCRYPTED_WITHIN, (arrival) => this.#letGo(arrival));
  }

  /** Connections that may be closed to make room, first those that have waited longest: a browser opens them again. */
  get idle(): Iterable<Connection> {
    const awaited = Array.from(this.#awaited.waiting, ({ connection }) => connection);
    return [...this.#idle, ...awaited.filter(({ isClosed }) => !isClosed)]; // A closed one is read to its end first.
  }

  /** Closes those that have not shown their door yet, or not what they want there: the hub tells the others. */
  closeUndecided(): void {
    for (const { waiting } of [this.#silent, this.#awaited, this.#unencrypted]) {
      for (const { connection } of waiting) connection.close();
    }
    for (const connection of this.#asking) connection.close();
  }

  /** Forgets a connection that is closed. */
  forget(connection: Connection): void {
    this.#asking.delete(connection);
    this.#idle.delete(connection);
  }

  /** Makes an arrival of a connection. @param admit See {@linkcode Arrival.admit}. */
  arrivalOf(connection: Connection, admit: Arrival["admit"]): Arrival {
    return {
      connection,
      reader: new LineReader(connection, this.#parts.lineBytes),
      since: this.#parts.clock.elapsed(),
      session: undefined,
      isLogged: false,
      refusal: undefined,
      admit,
      setAwaiting: (awaiting) => this.#setAwaiting(connection, awaiting),
    };
  }

  /**
   * Reads first for whom a proxy that is trusted opened a connection, and then brings it in. Never throws.
   *
   * @param problem Why it cannot stay, if that is known already.
   */
  async bringInFromProxy(arrival: Arrival, problem: Problem | undefined): Promise<void> {
    const { clock, origins, logger, reject } = this.#parts;
    const { connection } = arrival;
    try {
      this.#asking.add(connection);
      const came = await introduce(arrival, clock, origins, () => this.#greet(arrival));
      this.#asking.delete(connection);
      if (came === "malformed") {
        logger({ event: "proxy-unreadable", address: connection.address });
        return connection.close();
      }
      const why = problem ?? arrival.admit();
      if (why !== undefined) return reject(arrival, why);
    } catch (error) {
      return this.fail(connection, error);
    }
    await this.bringIn(arrival);
  }

  /** Finds out which door a connection has come to, and hands it over there. Never throws. */
  async bringIn(arrival: Arrival): Promise<void> {
    const { connection, reader } = arrival;
    const { doors } = this.#parts;
    try {
      const isOpen = this.#passageOf(arrival) === "open";
      if (arrival.session === undefined) (isOpen ? this.#silent : this.#unencrypted).add(arrival);
      const found = await findDoor(reader, doors);
      for (const waiting of [this.#silent, this.#awaited, this.#unencrypted]) waiting.delete(arrival);
      this.#noteUnknownProxy(arrival);
      if (found !== undefined && "unwrap" in found) await this.#unwrap(arrival, found);
      else this.#handOver(arrival, found);
    } catch (error) {
      this.fail(connection, error);
    }
  }

  /** Logs a fault of ours, and ends the connection. */
  fail(connection: Connection, error: unknown): void {
    logFault(this.#parts.logger, error);
    connection.close();
  }

  /** Takes a PROXY header of somebody near who is no proxy of ours for what it is: whoever is there is not near. */
  #noteUnknownProxy({ connection, reader }: Arrival): void {
    const { peer } = connection;
    if (peer.kind === "public" || !looksProxied(reader.buffered)) return;
    connection.setOrigin({ ...peer, kind: "public" });
    this.#parts.logger({ event: "proxy-not-trusted", host: peer.host });
  }

  /** Tells what a connection may do, as far as it is known where it comes from. */
  #passageOf({ connection }: Arrival): Passage {
    return passageOf(connection.origin, this.#parts.unencrypted);
  }

  /** Says to somebody who was silent that they must encrypt: in plain text, as there is a person with `nc` at best. */
  #letGo(arrival: Arrival): void {
    const { logger, words } = this.#parts;
    const { connection } = arrival;
    const problem = encryptionProblem(connection);
    logger({
      event: "refused",
      address: connection.address,
      why: problem.code,
      text: words.problem(problem),
    });
    connection.end(new TextEncoder().encode(`${words.problem(problem)}\n`));
  }

  /** Tells whether a door awaits a connection although it is silent. */
  #isAwaited({ connection, since }: Arrival): boolean {
    const { doors: { wrappings, claiming }, clock } = this.#parts;
    const now = clock.elapsed();
    return [...wrappings, ...claiming].some((row) => (row.awaitedUntil?.(connection, since, now) ?? 0) > now);
  }

  /**
   * Greets a connection, unless a door awaits it: a browser opens several at once, before it knows what to ask for. Who has pressed
   * Enter is a person.
   */
  #onSilent(arrival: Arrival): void {
    if (this.#isAwaited(arrival) && !arrival.reader.buffered.includes(NEWLINE)) this.#awaited.add(arrival);
    else this.#greet(arrival);
  }

  #greet(arrival: Arrival): void {
    if (this.#passageOf(arrival) !== "open") return;
    try {
      arrival.session = this.#parts.doors.otherwise.greet(arrival);
    } catch (error) {
      this.fail(arrival.connection, error);
    }
  }

  /** Takes a wrapping off, and finds out which door is inside. */
  async #unwrap(arrival: Arrival, wrapping: Wrapping): Promise<void> {
    const { connection, session } = arrival;
    if (session !== undefined) this.#parts.forget(session);
    arrival.setAwaiting("request");
    const isOff = await wrapping.unwrap(arrival, false);
    arrival.setAwaiting("nothing");
    if (isOff) await this.bringIn(arrival);
    else connection.end();
  }

  /** @param claiming Nothing when the connection has ended and said nothing. */
  #handOver(arrival: Arrival, claiming: Door | undefined): void {
    const { connection, session } = arrival;
    const { otherwise } = this.#parts.doors;
    const door = session?.isOver ? otherwise : claiming; // Too late for any door: what comes is dropped.
    if (session !== undefined && door !== otherwise) this.#parts.forget(session); // Late to show its door.
    if (door !== undefined) {
      const passage = this.#passageOf(arrival);
      if (passage !== "open") arrival.refusal = encryptionProblem(connection);
      const mayEnter = passage === "open" || door.unencrypted === "itself" || door.unencrypted === passage;
      if (!mayEnter && arrival.refusal !== undefined) return this.#parts.reject(arrival, arrival.refusal);
      door.enter(arrival)?.catch((error) => this.fail(connection, error));
      return;
    }
    connection.close();
    // A browser did not need it after all; or somebody has only looked which key is shown, as our client does at first.
    if ((connection.tls !== undefined || this.#isAwaited(arrival)) && session === undefined) return;
    this.#parts.logger({ event: "closed-unnamed", address: connection.address });
  }

  #setAwaiting(connection: Connection, awaiting: Awaiting): void {
    if (awaiting === "nothing") this.#asking.delete(connection);
    else this.#asking.add(connection);
    if (awaiting === "another") this.#idle.add(connection);
    else this.#idle.delete(connection);
  }
}
