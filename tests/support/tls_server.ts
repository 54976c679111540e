/**
 * A server that shakes hands with whoever comes, and counts what is said to it within: a false one must be told nothing.
 *
 * @module
 */

import { certify, makeKey, readKey } from "../../net/certificate.ts";
import { fingerprintOf, publicKeyOf } from "../../net/certificate_fields.ts";
import { fromPem } from "../../net/pem.ts";
import { Condition } from "./condition.ts";
import { freePort } from "./free_port.ts";

/** A key with a certificate of it, both in PEM. */
export interface TestIdentity {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: string;
}

/** Makes an identity as a server of ours has it, or another certificate of one that there is. */
export async function makeIdentity(of?: TestIdentity, now = Date.now()): Promise<TestIdentity> {
  const pem = of?.key ?? await makeKey();
  const key = await readKey(pem);
  if (key === undefined) throw new Error("no key");
  const cert = await certify(key, ["localhost", "127.0.0.1"], now);
  const publicKey = publicKeyOf(fromPem("CERTIFICATE", cert) ?? new Uint8Array());
  if (publicKey === undefined) throw new Error("no certificate");
  return { key: pem, cert, fingerprint: await fingerprintOf(publicKey) };
}

/** A TLS server that says `greeting` to each connection within, and counts what it is told. */
export class TlsServer implements AsyncDisposable {
  readonly port: number;
  /** What it was told within TLS, by all connections together. */
  heard = "";
  /** How many connections have shaken hands. */
  handshakes = 0;
  readonly #changed = new Condition();
  readonly #listener: Deno.TlsListener;
  readonly #conns = new Set<Deno.TlsConn>();
  readonly #accepting: Promise<void>;

  constructor({ cert, key }: Pick<TestIdentity, "cert" | "key">, port = freePort(), greeting = "") {
    this.#listener = Deno.listenTls({ hostname: "127.0.0.1", port, cert, key });
    this.port = this.#listener.addr.port;
    this.#accepting = this.#accept(greeting);
  }

  /** Resolves when it was told just this. */
  async waitToHear(text: string): Promise<void> {
    await this.#changed.waitFor(text, () => this.heard === text || undefined, () => this.heard);
  }

  async #accept(greeting: string): Promise<void> {
    const handled: Promise<void>[] = [];
    while (true) {
      try {
        const conn = await this.#listener.accept();
        this.#conns.add(conn);
        handled.push(this.#handle(conn, greeting));
      } catch (error) {
        if (error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted) break;
      }
    }
    await Promise.all(handled);
  }

  async #handle(conn: Deno.TlsConn, greeting: string): Promise<void> {
    try {
      await conn.handshake();
      this.handshakes++;
      await conn.write(new TextEncoder().encode(greeting));
      const buffer = new Uint8Array(4096);
      for (let count; (count = await conn.read(buffer)) !== null;) {
        this.heard += new TextDecoder().decode(buffer.subarray(0, count));
        this.#changed.notify();
      }
    } catch {
      // The client refused us, or went.
    }
    this.#close(conn);
  }

  #close(conn: Deno.TlsConn): void {
    if (!this.#conns.delete(conn)) return;
    try {
      conn.close();
    } catch {
      // It was.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const conn of [...this.#conns]) this.#close(conn);
    await this.#accepting;
  }
}
