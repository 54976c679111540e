/**
 * TLS around whatever comes: a connection that begins with a handshake shows its door inside.
 *
 * Owns: how TLS is recognized, how many hands are shaken at once, and the addresses that have encrypted lately.
 * Must not know: other doors, or what is inside TLS; how to encrypt (`net/tls.ts`).
 * Called by: the table of doors.
 * On close: its connections are closed by the port.
 *
 * @module
 */

import { HandshakeFailed, type Tls } from "../../../net/tls.ts";
import type { Arrival, Connection, Recognition, Wrapping } from "../../connection.ts";
import type { DoorContext } from "../context.ts";
import { RecentAddresses } from "../recent_addresses.ts";
import { Handshakes } from "./handshakes.ts";

/** The first byte of a TLS handshake record and of its major version (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;
const MAJOR_VERSION = 0x03;

/** How long an address is known to encrypt, in ms: a greeting breaks a handshake that is late. */
const KNOWN_FOR = 3_600_000;

/** The connections at once with which hands are shaken only to say that they cannot stay. */
const MOST_REJECTED = 16;

/** How often a handshake that failed is logged, in ms. */
const LOGGED_EVERY = 1000;

/** TLS on a port. */
export class TlsWrapping implements Wrapping {
  readonly #context: Pick<DoorContext, "clock" | "logger">;
  readonly #tls: Tls;
  readonly #handshakes: Handshakes;
  readonly #encrypting = new RecentAddresses(KNOWN_FOR);
  #rejected = 0;
  /** When a failure was last logged, and how many were not since. */
  #loggedAt = -Infinity;
  #unlogged = 0;

  constructor(context: DoorContext, tls: Tls) {
    this.#context = context;
    this.#tls = tls;
    this.#handshakes = new Handshakes(context.clock, (run) => context.outbox.turn.defer(run));
  }

  claims([first, second]: Uint8Array): Recognition {
    if (first === undefined) return "wait";
    if (first !== HANDSHAKE) return "no";
    if (second === undefined) return "wait";
    return second === MAJOR_VERSION ? "yes" : "no";
  }

  awaitedUntil({ origin: { key }, tls }: Connection, since: number, now: number): number {
    return tls === undefined ? this.#encrypting.awaitedUntil(key, since, now) : 0;
  }

  async unwrap(arrival: Arrival, isRejected: boolean): Promise<boolean> {
    const { connection } = arrival;
    this.#encrypting.note(connection.origin.key, this.#context.clock.elapsed());
    // TLS in TLS; and what was greeted in clear text before its handshake came cannot go on, but is known the next time.
    if (connection.tls !== undefined || arrival.session !== undefined) return false;
    if (isRejected && this.#rejected >= MOST_REJECTED) return false;
    if (isRejected) this.#rejected++;
    try {
      await this.#shake(arrival);
      return true;
    } catch (error) {
      if (!(error instanceof HandshakeFailed)) throw error;
      this.#logFailure(connection, error);
      return false;
    } finally {
      if (isRejected) this.#rejected--;
    }
  }

  #shake({ connection, reader }: Arrival): Promise<void> {
    const shake = (): Promise<void> => {
      if (connection.isClosed) return Promise.reject(new HandshakeFailed("closed while it waited"));
      return connection.secure((wire) => this.#tls.secure(wire, reader.release()));
    };
    return this.#handshakes.run(connection.origin.key, shake, () => connection.close());
  }

  #logFailure({ address }: Connection, error: HandshakeFailed): void {
    const now = this.#context.clock.elapsed();
    if (now - this.#loggedAt < LOGGED_EVERY) {
      this.#unlogged++;
      return;
    }
    const others = this.#unlogged;
    this.#loggedAt = now;
    this.#unlogged = 0;
    this.#context.logger({ event: "handshake-failed", address, cause: error.message, others });
  }
}
