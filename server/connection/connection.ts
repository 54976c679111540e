/**
 * One accepted connection: what outboxes write to and doors read from.
 *
 * @module
 */

import { formatAddress, withoutMapping } from "../../net/address.ts";
import type { Clock } from "../../net/clock.ts";
import type { ByteSource } from "../../net/lines.ts";
import { isSecure, type Origin, Origins } from "../../net/origin.ts";
import type { SecureWire, TlsVersion, Wire } from "../../net/wire.ts";
import type { Sink } from "../core/delivery.ts";

/** How long a peer that was told goodbye has to close its side, in ms. Closing at once could destroy the goodbye on its way. */
const LINGER = 200;

const noLinger = (): void => {};

/** What a write to a peer that has reset is told: one for all, as an error made for each that goes costs more than the write. */
const GONE = new Deno.errors.ConnectionReset("the peer has reset");

/** A connection whose errors are an end: a peer that resets is as gone as one that closes. */
export class Connection implements Sink, ByteSource {
  /** Whether it counts towards the number of connections allowed at once, and as one of which address; kept by the port. */
  isCounted = false;
  countedKey: string | undefined;
  #peer: Origin;
  #peerAddress: string;
  #origin: Origin;
  #address: string;
  #wire: Wire;
  #tls: TlsVersion | undefined;
  readonly #clock: Clock;
  readonly #onClose: (connection: Connection) => void;
  #isClosed = false;
  #peerHasEnded = false;
  #peerHasReset = false;
  #cancelLinger = noLinger;

  /**
   * @param onClose Called once, when the connection is closed.
   * @param origins Tells where an address is.
   */
  constructor(
    wire: Wire,
    clock: Clock,
    onClose: (connection: Connection) => void,
    origins = new Origins(),
  ) {
    const { hostname, port } = wire.remoteAddr;
    const host = withoutMapping(hostname);
    this.#peer = this.#origin = origins.of(host);
    this.#peerAddress = this.#address = formatAddress(host, port);
    this.#wire = wire;
    this.#clock = clock;
    this.#onClose = onClose;
  }

  /** Has small writes sent at once. */
  prepare(): void {
    this.#set((wire) => wire.setNoDelay(true));
  }

  /** Has a peer that vanished noticed in the end. For peers that answer no pings: setting it costs time at each arrival. */
  keepAlive(): void {
    this.#set((wire) => wire.setKeepAlive(true));
  }

  /** Our end of it. */
  get localAddr(): Deno.NetAddr {
    return this.#wire.localAddr;
  }

  /** Tells whether it is closed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The version of TLS that it is inside of, if it is. */
  get tls(): TlsVersion | undefined {
    return this.#tls;
  }

  /** Where it comes from. */
  get origin(): Origin {
    return this.#origin;
  }

  /** Address and port of whoever is there, for the log; without a port where a proxy does not tell it. */
  get address(): string {
    return this.#address;
  }

  /** Where all that it carries comes from: this end, or whom a TCP proxy that is trusted introduced. */
  get peer(): Origin {
    return this.#peer;
  }

  /** Notes whom a TCP proxy that is trusted introduces. */
  introduce(peer: Origin, port: number): void {
    this.#peer = this.#origin = peer;
    this.#peerAddress = this.#address = formatAddress(peer.host, port);
  }

  /** Notes where what it carries now comes from: its {@linkcode peer}, or whom that passes on, whose port is not known. */
  setOrigin(origin: Origin): void {
    this.#origin = origin;
    this.#address = origin.host === this.#peer.host ? this.#peerAddress : origin.host;
  }

  /** Tells whether nobody on the way can read along or change a byte: it is encrypted, or does not leave this machine. */
  get isSecure(): boolean {
    return isSecure(this.#origin);
  }

  /**
   * Goes on inside TLS. Nothing may be read or written meanwhile.
   *
   * @param handshake Shakes hands on what carries it now, and gives the inside. What it rejects with is passed on; the
   * connection is then still open.
   */
  async secure(handshake: (wire: Wire) => Promise<SecureWire>): Promise<void> {
    const inside = await handshake(this.#wire);
    if (this.#isClosed) return inside.close();
    this.#wire = inside;
    this.#tls = inside.version;
    this.#peer = this.#origin = { ...this.#peer, isEncrypted: true };
  }

  /** Reads what has come, and waits for it; `null` at the end. Never throws: a reset is an end, and so is our own {@linkcode close}. */
  read(into: Uint8Array): Promise<number | null> {
    const countOf = (result: unknown): number | null => this.#countOf(result);
    return this.#wire.read(into).then(countOf, countOf);
  }

  /** Writes some of the bytes and tells how many; throws when the peer is gone. */
  write(bytes: Uint8Array): Promise<number> {
    return this.#peerHasReset ? Promise.reject(GONE) : this.#wire.write(bytes);
  }

  /**
   * Says that nothing more will come, and closes 200 ms later or when the peer does.
   *
   * @param last What is still to be said, if the peer takes it at once.
   */
  end(last?: Uint8Array): void {
    if (this.#peerHasEnded) return this.close();
    if (this.#isClosed) return;
    this.#cancelLinger = this.#clock.after(LINGER, () => this.close());
    const ended = last === undefined
      ? this.#wire.closeWrite()
      : this.#wire.write(last).then(() => this.#wire.closeWrite());
    ended.catch(() => this.close()); // Not connected any more: nobody to wait for.
  }

  /** Closes it now, whatever is on its way. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelLinger();
    this.#wire.close();
    this.#onClose(this);
  }

  #set(set: (wire: Wire) => void): void {
    try {
      set(this.#wire);
    } catch {
      this.close(); // The peer was gone before we came to it.
    }
  }

  #countOf(result: unknown): number | null {
    if (typeof result === "number") return result;
    this.#peerHasEnded = true;
    // Who has only ended may still read what is said; who has reset never does.
    if (result instanceof Deno.errors.ConnectionReset) this.#peerHasReset = true;
    return null;
  }
}
