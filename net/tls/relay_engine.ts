/**
 * TLS by a listener of Deno's own on this machine, through which each connection is led: for Deno before 2.9, where
 * nothing else can encrypt a connection that has begun. Slower, as bytes go through two sockets more.
 *
 * @module
 */

import { type Clock, sleep, within } from "../clock.ts";
import type { SecureWire, Wire } from "../wire.ts";
import { HANDSHAKE_WITHIN, type KeyPair, type Tls } from "./contract.ts";
import { HandshakeFailed } from "./handshake_failed.ts";
import { type Passage, RelayedSide } from "./relayed_side.ts";

const LOOPBACK = "127.0.0.1";

/** Leads connections through a listener of Deno's. */
export class RelayTls implements Tls {
  readonly #clock: Clock;
  #pair: KeyPair;
  /** Opened when it is needed for the first time. */
  #listener: Deno.TlsListener | undefined;
  /** Those who wait for the inside of what they have connected, by the port that they come from. */
  readonly #expected = new Map<number, (inner: Deno.TlsConn) => void>();
  /** What was accepted while somebody connects and does not know their port yet. */
  readonly #unclaimed = new Map<number, Deno.TlsConn>();
  #connecting = 0;
  #isClosed = false;

  constructor(pair: KeyPair, clock: Clock) {
    this.#clock = clock;
    this.#pair = pair;
  }

  change(pair: KeyPair): void {
    this.#pair = pair;
    this.#listener?.close();
    this.#listener = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#listener?.close();
  }

  async secure(wire: Wire, early: Uint8Array): Promise<SecureWire> {
    const passage = await this.#open();
    const relayed = new RelayedSide(wire, passage);
    relayed.begin(early);
    const shaken = passage.inner.handshake().then(() => undefined, (error: unknown) => error ?? "failed");
    const failure = await within(this.#clock, HANDSHAKE_WITHIN, shaken, "no handshake in time");
    if (failure === undefined) return relayed;
    relayed.abandon();
    throw new HandshakeFailed(failure);
  }

  /** Connects to our own listener. */
  async #open(): Promise<Passage> {
    const { promise, resolve } = Promise.withResolvers<Deno.TlsConn>();
    const outer = await this.#connect(resolve);
    const inner = await within(this.#clock, HANDSHAKE_WITHIN, promise, undefined);
    this.#expected.delete(outer.localAddr.port);
    if (inner !== undefined) return { outer, inner };
    outer.close();
    throw new HandshakeFailed("the relay takes nothing");
  }

  /** @param take Called with the other end. */
  async #connect(take: (inner: Deno.TlsConn) => void): Promise<Deno.TcpConn> {
    this.#connecting++;
    try {
      const outer = await Deno.connect({ hostname: LOOPBACK, port: this.#listening().addr.port });
      outer.setNoDelay(true);
      const from = outer.localAddr.port;
      const inner = this.#unclaimed.get(from);
      this.#unclaimed.delete(from);
      if (inner === undefined) this.#expected.set(from, take);
      else take(inner);
      return outer;
    } catch (error) {
      throw new HandshakeFailed(error);
    } finally {
      if (--this.#connecting === 0) this.#closeUnclaimed();
    }
  }

  /** Closes what somebody else on this machine has connected: nobody comes in this way. */
  #closeUnclaimed(): void {
    for (const inner of this.#unclaimed.values()) inner.close();
    this.#unclaimed.clear();
  }

  #listening(): Deno.TlsListener {
    if (this.#listener !== undefined) return this.#listener;
    const { key, cert } = this.#pair;
    this.#listener = Deno.listenTls({ hostname: LOOPBACK, port: 0, key, cert });
    void this.#accept(this.#listener);
    return this.#listener;
  }

  #take(inner: Deno.TlsConn): void {
    const from = inner.remoteAddr.port;
    const take = this.#expected.get(from);
    if (take !== undefined) return take(inner);
    if (this.#connecting > 0) this.#unclaimed.set(from, inner);
    else inner.close();
  }

  async #accept(listener: Deno.TlsListener): Promise<void> {
    while (true) {
      try {
        const inner = await listener.accept();
        this.#take(inner);
      } catch (error) {
        if (this.#isClosed || listener !== this.#listener || error instanceof Deno.errors.BadResource) return;
        await sleep(this.#clock, 50); // Descriptors are short.
      }
    }
  }
}
