/**
 * The clear side of a connection inside TLS, as a wire.
 *
 * @module
 */

import type { TLSSocket } from "node:tls";
import type { SecureWire, TlsVersion, Wire } from "../wire.ts";
import { closeQuietly } from "./close_quietly.ts";
import type { EncryptedSide } from "./encrypted_side.ts";
import { MOST_SEALED, type Seal, sealOf } from "./seal.ts";

/** Decrypted bytes that may wait: above the first no more is read from the connection, until there are less than the second. */
const MOST_WAITING = 32 * 1024;
const FEW_WAITING = 16 * 1024;

/** A read that waits for bytes. */
interface Reader {
  readonly into: Uint8Array;
  took(count: number | null): void;
}

/** What is inside a socket of `node:tls`. Its errors are its end: what a peer breaks is as gone as what it closes. */
export class ClearSide implements SecureWire {
  readonly localAddr: Deno.NetAddr;
  readonly remoteAddr: Deno.NetAddr;
  readonly version: TlsVersion;
  readonly #wire: Wire;
  readonly #socket: TLSSocket;
  readonly #encrypted: EncryptedSide;
  readonly #seal: Seal | undefined;
  readonly #chunks: Uint8Array[] = [];
  #waiting = 0;
  /** Whether nothing more comes; and whether nothing more can be sent. */
  #hasEnded = false;
  #isBroken = false;
  #reader: Reader | undefined;

  /** @param deno The version of Deno. */
  constructor(wire: Wire, socket: TLSSocket, encrypted: EncryptedSide, deno: string) {
    this.#wire = wire;
    this.#socket = socket;
    this.#encrypted = encrypted;
    this.#seal = sealOf(socket, deno);
    this.localAddr = wire.localAddr;
    this.remoteAddr = wire.remoteAddr;
    this.version = socket.getProtocol() === "TLSv1.2" ? "1.2" : "1.3";
    socket.on("data", (chunk: Uint8Array) => this.#keep(chunk));
    const end = (): void => {
      this.#hasEnded = true;
      this.#give();
    };
    const fail = (): void => {
      this.#isBroken = true;
      end();
    };
    socket.on("end", end);
    for (const event of ["close", "error", "_tlsError"]) socket.on(event, fail);
    encrypted.on("error", fail);
  }

  read(into: Uint8Array): Promise<number | null> {
    return new Promise((took) => {
      this.#reader = { into, took };
      this.#give();
    });
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.#isBroken) return Promise.reject(brokenPipe());
    return this.#seal === undefined ? this.#writeToSocket(bytes) : this.#send(bytes, this.#seal);
  }

  closeWrite(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.end((error?: Error | null) => error ? reject(error) : resolve());
    });
  }

  close(): void {
    this.#socket.destroy();
    this.#encrypted.destroy();
    closeQuietly(this.#wire);
  }

  setNoDelay(on?: boolean): void {
    this.#wire.setNoDelay(on);
  }

  setKeepAlive(on?: boolean): void {
    this.#wire.setKeepAlive(on);
  }

  /** Encrypts some of the bytes, and waits until they are on the wire. */
  async #send(bytes: Uint8Array, seal: Seal): Promise<number> {
    const some = bytes.length > MOST_SEALED ? bytes.subarray(0, MOST_SEALED) : bytes;
    const sealed = seal(some);
    if (sealed.length === 0 && some.length > 0) throw brokenPipe();
    await this.#encrypted.send(sealed);
    sealed.buffer.transfer(0); // Frees it now: until garbage is collected, each write would take new pages of memory.
    return some.length;
  }

  #writeToSocket(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        // A socket that is broken calls back as if all were well (Deno 2.9.6).
        const wrong = error ?? (this.#isBroken ? brokenPipe() : undefined);
        if (wrong === undefined) resolve(bytes.length);
        else reject(wrong);
      });
    });
  }

  #keep(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    if (this.#waiting > MOST_WAITING) this.#encrypted.hold();
    this.#give();
  }

  /** Gives what is there, or the end, to the read that waits. */
  #give(): void {
    const reader = this.#reader;
    const [first] = this.#chunks;
    if (reader === undefined || first === undefined && !this.#hasEnded) return;
    this.#reader = undefined;
    if (first === undefined) return reader.took(null);
    const count = Math.min(first.length, reader.into.length);
    reader.into.set(first.subarray(0, count));
    if (count === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(count);
    this.#waiting -= count;
    if (this.#waiting < FEW_WAITING) this.#encrypted.release();
    reader.took(count);
  }
}

function brokenPipe(): Error {
  return new Deno.errors.BrokenPipe("closed");
}
