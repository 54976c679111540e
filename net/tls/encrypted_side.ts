/**
 * The encrypted side of a connection inside TLS: what the engine of `node:tls` reads and writes.
 *
 * @module
 */

import { Duplex } from "node:stream";
import type { Wire } from "../wire.ts";

/** What a reader of the connection begins with, and the most that it grows to, in bytes. */
const FIRST_READ = 2048;
const LARGEST_READ = 64 * 1024;

const NOTHING = new Uint8Array(0);

/** A wire as a stream, held at first. It never closes the wire: whoever has the connection does. */
export class EncryptedSide extends Duplex {
  readonly #wire: Wire;
  #early: Uint8Array;
  #buffer = NOTHING;
  #size = FIRST_READ;
  #isHeld = true;
  /** Whether the engine waits for more. */
  #isWanted = false;
  /** How many writes are under way, or wait for another; and the last of them. */
  #sends = 0;
  #lastSend: Promise<void> | undefined;

  /** @param early What was read of the wire already. */
  constructor(wire: Wire, early: Uint8Array) {
    super({ allowHalfOpen: true });
    this.#wire = wire;
    this.#early = early;
  }

  /**
   * Reads no more until {@linkcode release}. Pausing a TLSSocket does not do it: it reads on, and keeps all that it
   * decrypts (Deno 2.9.6): peers that pushed took 2.8 GB within seconds.
   */
  hold(): void {
    this.#isHeld = true;
  }

  /** Reads on. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.#isWanted) this._read();
  }

  /** Reads some of the wire, once it is not held. */
  override _read(): void {
    this.#isWanted = this.#isHeld;
    if (this.#isHeld || this.destroyed) return;
    if (this.#early.length > 0) {
      const early = this.#early;
      this.#early = NOTHING;
      this.push(early);
      return;
    }
    if (this.#buffer.length !== this.#size) this.#buffer = new Uint8Array(this.#size);
    this.#wire.read(this.#buffer).then((count) => this.#take(count), (error) => this.destroy(error));
  }

  /** Writes to the wire. */
  override _write(chunk: Uint8Array, _: string, done: (error?: Error | null) => void): void {
    this.#sendNow(chunk).then(() => done(), done);
  }

  /** Writes all bytes to the wire, behind those that are being written, and behind those that wait in the stream. */
  send(bytes: Uint8Array): Promise<void> {
    if (this.writableLength === 0) return this.#sendNow(bytes);
    return new Promise((resolve, reject) => {
      this.write(bytes, (error) => error ? reject(error) : resolve());
    });
  }

  #sendNow(bytes: Uint8Array): Promise<void> {
    const before = this.#sends++ === 0 ? undefined : this.#lastSend;
    this.#lastSend = before === undefined ? this.#writeAll(bytes) : before.then(() => this.#writeAll(bytes));
    return this.#lastSend;
  }

  /** Ends our half of the wire. */
  override _final(done: (error?: Error | null) => void): void {
    this.#wire.closeWrite().then(() => done(), done);
  }

  #take(count: number | null): void {
    if (this.destroyed) return;
    if (count === null) return void this.push(null);
    if (count === this.#size) this.#size = Math.min(4 * this.#size, LARGEST_READ);
    this.push(this.#buffer.slice(0, count));
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await this.#wire.write(at === 0 ? bytes : bytes.subarray(at));
    this.#sends--; // Not when it fails: then all that comes after it fails, too.
  }
}
