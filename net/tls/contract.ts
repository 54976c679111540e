/**
 * What every engine of TLS does.
 *
 * @module
 */

import type { SecureWire, Wire } from "../wire.ts";

/** How long a peer has to shake hands, in ms. */
export const HANDSHAKE_WITHIN = 10_000;

/** A private key and its certificate, both as PEM; the certificates up to an authority may follow it. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** The server's side of TLS 1.2 and 1.3, with authenticated encryption only. */
export interface Tls {
  /**
   * Shakes hands on a wire, of which nothing else may read or write from now on, and gives what is inside. A peer has
   * 10 s for it.
   *
   * @param early What was read of the wire already.
   * @throws {HandshakeFailed} The wire is still open then; whoever has it closes it.
   */
  secure(wire: Wire, early: Uint8Array): Promise<SecureWire>;
  /** Shows another key and certificate from now on; those who are connected keep theirs. */
  change(pair: KeyPair): void;
  /** Ends it. */
  close(): void;
}
