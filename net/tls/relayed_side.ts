/**
 * What is inside TLS where a listener of Deno's encrypts: bytes that are led through it.
 *
 * @module
 */

import type { SecureWire, TlsVersion, Wire } from "../wire.ts";
import { closeQuietly } from "./close_quietly.ts";

/** The bytes that are passed on at once. */
const PIECE = 16 * 1024;

/** The extension of a ServerHello that says TLS 1.3: its number, its length, the version (RFC 8446, section 4.2.1). */
const SAYS_1_3 = [0x00, 0x2b, 0x00, 0x02, 0x03, 0x04];

/** The end of a connection that leads into the listener, and what comes out of it decrypted. */
export interface Passage {
  readonly outer: Deno.TcpConn;
  readonly inner: Deno.TlsConn;
}

/** The inside of TLS, led through the listener. Each way waits for the other end: nothing is kept but one piece. */
export class RelayedSide implements SecureWire {
  readonly localAddr: Deno.NetAddr;
  readonly remoteAddr: Deno.NetAddr;
  readonly #wire: Wire;
  readonly #passage: Passage;
  version: TlsVersion = "1.2";
  #isClosed = false;

  constructor(wire: Wire, passage: Passage) {
    this.#wire = wire;
    this.#passage = passage;
    this.localAddr = wire.localAddr;
    this.remoteAddr = wire.remoteAddr;
  }

  /** Passes bytes on from now on. */
  begin(early: Uint8Array): void {
    const { outer } = this.#passage;
    void this.#pass(this.#wire, outer, early);
    void this.#pass(outer, this.#wire);
  }

  /** Ends the passage and leaves the wire open. */
  abandon(): void {
    this.#isClosed = true;
    const { outer, inner } = this.#passage;
    for (const end of [outer, inner]) closeQuietly(end);
  }

  read(into: Uint8Array): Promise<number | null> {
    return this.#passage.inner.read(into);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#passage.inner.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#passage.inner.closeWrite();
  }

  close(): void {
    this.abandon();
    closeQuietly(this.#wire);
  }

  setNoDelay(on?: boolean): void {
    this.#wire.setNoDelay(on);
  }

  setKeepAlive(on?: boolean): void {
    this.#wire.setKeepAlive(on);
  }

  /** Passes all bytes on from one side to the other, then its end. */
  async #pass(from: Wire, to: Wire, early?: Uint8Array): Promise<void> {
    const piece = new Uint8Array(PIECE);
    try {
      if (early !== undefined) await writeAll(to, early);
      for (let isFirst = true;; isFirst = false) {
        const count = await from.read(piece);
        if (count === null) break;
        const bytes = piece.subarray(0, count);
        if (isFirst && to === this.#wire) this.version = versionOf(bytes);
        await writeAll(to, bytes);
      }
      await to.closeWrite();
    } catch {
      if (!this.#isClosed) this.abandon(); // One side is gone: so is the other, and whoever reads sees the end.
    }
  }
}

/** Tells which version a server's first record agrees to. */
function versionOf(hello: Uint8Array): TlsVersion {
  const at = hello.findIndex((_, from) => SAYS_1_3.every((byte, offset) => hello[from + offset] === byte));
  return at < 0 ? "1.2" : "1.3";
}

async function writeAll(wire: Pick<Wire, "write">, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await wire.write(bytes.subarray(at));
}
