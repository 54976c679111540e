/**
 * TLS by `node:tls` over a stream of ours, for Deno from 2.9 on: what decides when the connection is read is ours.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Clock } from "../clock.ts";
import type { SecureWire, Wire } from "../wire.ts";
import { ClearSide } from "./clear_side.ts";
import { EncryptedSide } from "./encrypted_side.ts";
import { HANDSHAKE_WITHIN, type KeyPair, type Tls } from "./contract.ts";
import { HandshakeFailed } from "./handshake_failed.ts";

/**
 * The engine of `node:tls`, which is rustls: TLS 1.2 and 1.3 with AEAD, no renegotiation. Sessions are resumed by tickets,
 * which nothing turns off (`docs/deno.md`).
 */
export class NodeTls implements Tls {
  readonly #clock: Clock;
  readonly #deno: string;
  #context: SecureContext;

  /** @param deno The version of Deno. */
  constructor(pair: KeyPair, clock: Clock, deno: string) {
    this.#clock = clock;
    this.#deno = deno;
    this.#context = contextOf(pair);
  }

  change(pair: KeyPair): void {
    this.#context = contextOf(pair);
  }

  close(): void {}

  secure(wire: Wire, early: Uint8Array): Promise<SecureWire> {
    const { promise, resolve, reject } = Promise.withResolvers<SecureWire>();
    const encrypted = new EncryptedSide(wire, early);
    const socket = new TLSSocket(encrypted, { isServer: true, secureContext: this.#context });
    let isDecided = false;
    const decide = (): boolean => {
      if (isDecided) return false;
      isDecided = true;
      cancel();
      return true;
    };
    const fail = (error: Error): void => {
      if (!decide()) return;
      socket.destroy();
      encrypted.destroy(); // Destroying the socket alone leaves it open while hands are being shaken.
      reject(new HandshakeFailed(error));
    };
    const cancel = this.#clock.after(HANDSHAKE_WITHIN, () => fail(new Error("no handshake in time")));
    socket.once("secure", () => {
      if (decide()) resolve(new ClearSide(wire, socket, encrypted, this.#deno));
    });
    socket.on("_tlsError", fail); // What is wrong with a handshake is told by this name only.
    socket.on("error", fail);
    socket.once("close", () => fail(new Error("closed")));
    encrypted.on("error", fail);
    encrypted.once("end", () => fail(new Error("ended"))); // Of this the socket itself says nothing.
    // The socket starts at the next tick. What it was given before that and cannot read would make it throw where nobody
    // can catch it (Deno 2.9.6), and end the server.
    setImmediate(() => encrypted.release());
    return promise;
  }
}

function contextOf({ key, cert }: KeyPair): SecureContext {
  return createSecureContext({ key, cert });
}
