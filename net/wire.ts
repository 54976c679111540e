/**
 * What a connection is to those who read and write it, whatever carries it.
 *
 * @module
 */

import type { ByteSource } from "./lines.ts";

/** The versions of TLS that are spoken (RFC 5246, RFC 8446). */
export type TlsVersion = "1.2" | "1.3";

/** Bytes in both directions between two addresses: a `Deno.TcpConn` is one, and so is the inside of TLS on one. */
export interface Wire extends ByteSource {
  /** Our end. */
  readonly localAddr: Deno.NetAddr;
  /** The peer's end. */
  readonly remoteAddr: Deno.NetAddr;
  /** Writes some of the bytes and tells how many; throws when the peer is gone. */
  write(bytes: Uint8Array): Promise<number>;
  /** Says that nothing more will be written. */
  closeWrite(): Promise<void>;
  /** Closes it now. A second time throws. */
  close(): void;
  /** Has small writes sent at once. */
  setNoDelay(on?: boolean): void;
  /** Has a peer that vanished noticed in the end. */
  setKeepAlive(on?: boolean): void;
}

/** The inside of TLS. Closing it closes the wire that it is on, unless that is closed already. */
export interface SecureWire extends Wire {
  /** What both ends agreed on. */
  readonly version: TlsVersion;
}
