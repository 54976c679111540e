/**
 * The one port of a server, and all its doors.
 *
 * Owns: the listener, the connections and their number, and the doors behind the port.
 * Must not know: any door's grammar, or what happens in the rooms.
 * Called by: the wiring.
 * On close: connections that the hub does not know are closed at once, the others once they have read their goodbye, or 2 s later.
 * Until then whoever asks how the server is gets an answer.
 *
 * @module
 */

import { acceptConnections, type Accepted } from "../net/accept.ts";
import type { Wire } from "../net/wire.ts";
import { wirePair } from "../net/wire_pair.ts";
import type { Problem } from "../protocol.ts";
import { Admission } from "./doors/port/admission.ts";
import { type Arrival, Connection, type DoorTable } from "./connection.ts";
import { Arrivals } from "./doors/port/arrivals.ts";
import { nativeDoor, OWN_KIND } from "./doors/native/door.ts";
import { Rejections } from "./doors/port/reject.ts";
import { doorTable, type PortParts } from "./doors/port/table.ts";

export { CannotOpen, listen, type ListenOptions } from "./doors/port/listen.ts";
export { doorTable, type PortParts } from "./doors/port/table.ts";
export { NoPage, openSite } from "./doors/web/door.ts";

/**
 * How many connections are accepted before all else has its turn, while somebody talks and while nobody does: one that waits
 * is accepted at once, and finding out which door it has come to takes some 50 µs; what it then asks for comes in the same pass.
 */
const ACCEPTED_BESIDE_TALK = 1;
const ACCEPTED = 64;

/** The port and all its connections. */
export class Port {
  readonly #parts: PortParts;
  readonly #admission: Admission;
  readonly #arrivals: Arrivals;
  readonly #rejections: Rejections;
  readonly #open = new Set<Connection>();
  /** Those that came while the server closes: nobody waits for them. */
  readonly #late = new Set<Connection>();
  #isClosing = false;
  #onEmpty = (): void => {};

  /** @param doors The doors behind the port. */
  constructor(parts: PortParts, doors: DoorTable = doorTable(parts)) {
    this.#parts = parts;
    const { hub, clock, logger } = parts;
    const { lineBytes } = hub.limits;
    this.#admission = new Admission(hub.limits);
    this.#arrivals = new Arrivals({
      doors,
      clock,
      logger,
      lineBytes,
      origins: parts.origins,
      unencrypted: parts.unencrypted,
      words: hub.words,
      forget: (session) => hub.abandon(session),
      reject: (arrival, problem) => this.#reject(arrival, problem, false),
    });
    this.#rejections = new Rejections(doors, clock);
  }

  /** Takes connections until the listener is closed. */
  async accept(listener: Deno.TcpListener): Promise<void> {
    const { clock, logger } = this.#parts;
    const onShortage = (isShort: boolean): void =>
      logger({ event: isShort ? "no-descriptors" : "descriptors-back" });
    const { bulk } = this.#parts.hub;
    let together = 0;
    for await (const accepted of acceptConnections(listener, clock, onShortage)) {
      this.#accept(accepted);
      if (++together < (bulk.isTalk ? ACCEPTED_BESIDE_TALK : ACCEPTED)) continue;
      together = 0;
      await new Promise<void>((resolve) => bulk.nextPass(resolve));
    }
  }

  /** How many connections there are. */
  get count(): number {
    return this.#open.size;
  }

  /** Brings in a native client of this process, past the port and its limits. @returns Its end of the connection. */
  attach(): Wire {
    const { clock, origins } = this.#parts;
    const [ours, theirs] = wirePair();
    const connection = new Connection(ours, clock, this.#onClose, origins);
    this.#open.add(connection);
    const arrival = this.#arrivals.arrivalOf(connection, () => undefined);
    arrival.isLogged = true;
    void nativeDoor(this.#parts, OWN_KIND).enter(arrival);
    return theirs;
  }

  /** Resolves when no connection is open any more. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#open.size === 0) resolve();
    });
  }

  /** Closes connections that have not shown their door yet, and those that still come: the hub tells the others. */
  closeUndecided(): void {
    this.#isClosing = true;
    this.#arrivals.closeUndecided();
  }

  /** Closes every connection now. */
  close(): void {
    for (const connection of [...this.#open, ...this.#late]) connection.close();
  }

  #accept({ conn, tookSpare }: Accepted): void {
    if (this.#isClosing) return this.#answerLate(conn);
    const { clock } = this.#parts;
    const { origins } = this.#parts;
    const connection = new Connection(conn, clock, this.#onClose, origins);
    this.#open.add(connection);
    try {
      connection.prepare();
      const isProxied = origins.isProxy(connection.peer.host);
      const full: Problem = { code: "full", limit: this.#open.size - 1 };
      const key = isProxied ? undefined : connection.peer.key;
      const banned = isProxied ? undefined : this.#parts.hub.addressProblem(connection.peer.host);
      const problem = tookSpare ? full : banned ?? this.#admit(key);
      const arrival = this.#arrivals.arrivalOf(connection, () => this.#admitForwarded(connection));
      connection.isCounted = problem === undefined;
      if (problem === undefined) connection.countedKey = key;
      if (isProxied && !tookSpare) void this.#arrivals.bringInFromProxy(arrival, problem);
      else if (problem !== undefined) this.#reject(arrival, problem, tookSpare);
      else void this.#arrivals.bringIn(arrival);
    } catch (error) {
      this.#arrivals.fail(connection, error);
    }
  }

  /** Takes a connection while the server closes: it holds up nothing, and only what asks how the server is gets an answer. */
  #answerLate(conn: Deno.TcpConn): void {
    const { clock, origins } = this.#parts;
    const connection = new Connection(conn, clock, () => this.#late.delete(connection), origins);
    this.#late.add(connection);
    const arrival = this.#arrivals.arrivalOf(connection, () => undefined);
    this.#rejections.answerLate(arrival).catch((error) => this.#arrivals.fail(connection, error));
  }

  #reject(arrival: Arrival, problem: Problem, isUrgent: boolean): void {
    const { logger, hub } = this.#parts;
    const { connection } = arrival;
    const text = hub.words.problem(problem);
    logger({ event: "refused", address: connection.address, why: problem.code, text });
    const rejected = this.#rejections.reject(arrival, problem, isUrgent);
    rejected.catch((error) => this.#arrivals.fail(connection, error));
  }

  /** Counts a connection as one from the address that its proxy tells, in the place of the one before. */
  #admitForwarded(connection: Connection): Problem | undefined {
    const { origin, countedKey } = connection;
    if (!origin.isForwarded || origin.key === countedKey) return undefined;
    const banned = this.#parts.hub.addressProblem(origin.host);
    if (banned !== undefined) return banned;
    if (countedKey !== undefined) this.#admission.releaseFrom(countedKey);
    const problem = this.#admission.admitFrom(origin.key);
    connection.countedKey = problem === undefined ? origin.key : undefined;
    return problem;
  }

  readonly #onClose = (connection: Connection): void => {
    this.#open.delete(connection);
    this.#arrivals.forget(connection);
    if (connection.isCounted) this.#admission.release(connection.countedKey);
    if (this.#open.size === 0) this.#onEmpty();
  };

  /** Counts a connection in; where there is no place, a browser that only may ask for more gives up its own. */
  #admit(key: string | undefined): Problem | undefined {
    const problem = this.#admission.admit(key);
    if (problem === undefined) return undefined;
    const givesWay = [...this.#arrivals.idle].find(({ countedKey }) =>
      problem.code === "full" || countedKey === key
    );
    if (givesWay === undefined) return problem;
    givesWay.close();
    return this.#admission.admit(key);
  }
}
