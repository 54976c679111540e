/**
 * The one port: takes connections, counts them, and lets each in or turns it away.
 *
 * @module
 */

import { acceptConnections, type Accepted } from "../net/accept.ts";
import type { Clock } from "../net/clock.ts";
import { LineReader } from "../net/lines.ts";
import type { Problem } from "../protocol.ts";
import { Admission } from "./doors/port/admission.ts";
import type { Hub } from "./hub.ts";
import { causeOf, type Logger } from "./logger.ts";
import type { BotPosting, Subscriptions } from "./bots.ts";
import type { OutboxRules } from "./delivery.ts";
import { Connection } from "./connection.ts";
import { Arrivals } from "./doors/port/arrivals.ts";
import type { Site } from "./doors/web/page.ts";
import { Rejections } from "./doors/port/reject.ts";
import type { WebParts } from "./doors/web/routes.ts";

export { CannotOpen, listen, type ListenOptions } from "./doors/port/listen.ts";

/** What the port is made of. */
export interface PortParts {
  readonly hub: Hub;
  readonly speakers: BotPosting;
  readonly listeners: Subscriptions;
  readonly title: string;
  readonly clock: Clock;
  readonly outbox: OutboxRules;
  readonly log: Logger;
  /** The page, and the other origins whose pages may come in; without it there is no door for browsers. */
  readonly web: { readonly site: Site; readonly origins: readonly string[] } | undefined;
}

/** The port and all its connections. */
export class Port {
  readonly #parts: PortParts;
  readonly #admission: Admission;
  readonly #entrance: Arrivals;
  readonly #turnAway: Rejections;
  readonly #open = new Set<Connection>();
  #isClosing = false;
  #onEmpty = (): void => {};

  constructor(parts: PortParts) {
    this.#parts = parts;
    const { hub, clock, web, speakers, listeners } = parts;
    this.#admission = new Admission(hub.limits);
    const webParts: WebParts = {
      site: web?.site,
      origins: web?.origins ?? [],
      words: hub.words,
      speakers,
      listeners,
      isHealthy: () => hub.isHealthy,
    };
    this.#entrance = new Arrivals({ ...parts, web: webParts });
    this.#turnAway = new Rejections({ web: webParts, clock, lineBytes: hub.limits.lineBytes });
  }

  /** Takes connections until the listener is closed. */
  async accept(listener: Deno.TcpListener): Promise<void> {
    const { clock, log } = this.#parts;
    const onShortage = (isShort: boolean): void =>
      log({ event: isShort ? "no-descriptors" : "descriptors-back" });
    for await (const accepted of acceptConnections(listener, clock, onShortage)) this.#take(accepted);
  }

  /** Resolves when no connection is open any more. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#open.size === 0) resolve();
    });
  }

  /** Closes those that have not shown their door yet, and whoever still comes: the hub tells the others. */
  closeUndecided(): void {
    this.#isClosing = true;
    this.#entrance.closeUndecided();
  }

  /** Closes every connection now. */
  close(): void {
    for (const connection of this.#open) connection.close();
  }

  #take({ conn, tookSpare }: Accepted): void {
    if (this.#isClosing) return conn.close(); // Taken before the listener was closed; nobody would say goodbye to it.
    const { clock, log, hub } = this.#parts;
    const connection = new Connection(conn, clock, this.#onClose);
    this.#open.add(connection);
    try {
      connection.prepare();
      const full: Problem = { code: "full", limit: this.#open.size - 1 };
      const problem = tookSpare ? full : this.#admit(connection.host);
      if (problem !== undefined) {
        const text = hub.words.problem(problem);
        log({ event: "refused", address: connection.address, why: problem.code, text });
        this.#turnAway.reject(connection, problem, tookSpare).catch((error) =>
          this.#failed(connection, error)
        );
        return;
      }
      connection.isCounted = true;
      this.#entrance.open(connection, new LineReader(connection, hub.limits.lineBytes));
    } catch (error) {
      this.#failed(connection, error);
    }
  }

  #failed(connection: Connection, error: unknown): void {
    this.#parts.log({ event: "failed", what: "unexpected", cause: causeOf(error) });
    connection.close();
  }

  readonly #onClose = (connection: Connection): void => {
    this.#open.delete(connection);
    this.#entrance.forget(connection);
    if (connection.isCounted) this.#admission.release(connection.host);
    if (this.#open.size === 0) this.#onEmpty();
  };

  /** Counts a connection in; where there is no place, a browser that only may ask for more gives up its own. */
  #admit(host: string): Problem | undefined {
    const problem = this.#admission.admit(host);
    if (problem === undefined) return undefined;
    const givesWay = [...this.#entrance.idle].find((idle) => problem.code === "full" || idle.host === host);
    if (givesWay === undefined) return problem;
    givesWay.close();
    return this.#admission.admit(host);
  }
}
