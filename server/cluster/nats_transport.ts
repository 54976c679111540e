/// <reference types="./nats.d.ts" />

/**
 * A connection to NATS over Deno's own sockets.
 *
 * @module
 */

import type { Server, Transport } from "@nats-io/nats-core/internal";

/** The first line of a NATS server says what it is: `INFO {…}`. */
const INFO = /^INFO\s+(\{.*\})\s*\r\n/;

/** The longest that line may be, in bytes. */
const MOST_INFO = 64 * 1024;

/** A buffer for what is read, and how much must be left of it for one more read, in bytes. */
const READ_BYTES = 64 * 1024;
const LEAST_READ = 16 * 1024;

/** Certificates that are believed besides the system's, as PEM; without them the system's alone. */
export interface NatsTls {
  /** Whether what is not encrypted is refused; it is as well where `ca` says whom to believe. */
  readonly isRequired: boolean;
  readonly ca?: string | undefined;
  /** What is shown of oneself, as PEM: then the connection begins with TLS, as Deno shows no certificate later. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** One connection. What is sent at once is written together. */
export class NatsTransport implements Transport {
  readonly lang = "chat";
  readonly version = "1";
  closeError?: Error;
  readonly #tls: NatsTls;
  readonly #closed = Promise.withResolvers<void | Error>();
  #conn: Deno.TcpConn | Deno.TlsConn | undefined;
  #first: Uint8Array = new Uint8Array();
  #waiting: Uint8Array[] = [];
  #isWriting = false;
  #isDone = false;
  #isEncrypted = false;

  constructor(tls: NatsTls) {
    this.#tls = tls;
  }

  get isClosed(): boolean {
    return this.#isDone;
  }

  async connect(server: Server, _: unknown): Promise<void> {
    const { cert, key } = this.#tls;
    if (cert !== undefined && key !== undefined) return await this.#connectEncrypted(server, cert, key);
    const { hostname, port, tlsName } = server;
    const conn = await Deno.connect({ hostname, port });
    this.#conn = conn;
    if (this.#isDone) return this.#drop();
    conn.setNoDelay(true);
    this.#first = await readInfo(conn);
    const wantsTls = wantsEncryption(this.#first);
    if (this.#isDone) return this.#drop();
    const isRequired = this.#tls.isRequired || this.#tls.ca !== undefined;
    if (!wantsTls && isRequired) return this.#refuse("the NATS server does not encrypt");
    if (!wantsTls) return;
    // Whoever is in between could have said it: within TLS it would be taken for the server's word.
    const isAlone = this.#first.indexOf(0x0a) === this.#first.length - 1;
    if (!isAlone) return this.#refuse("the NATS server said more before it encrypted");
    const encrypted = await Deno.startTls(conn, {
      hostname: tlsName === "" ? hostname : tlsName,
      caCerts: this.#authorities,
    });
    this.#conn = encrypted;
    await encrypted.handshake();
    this.#isEncrypted = true;
    if (this.#isDone) this.#drop();
  }

  get #authorities(): string[] {
    return this.#tls.ca === undefined ? [] : [this.#tls.ca];
  }

  async #connectEncrypted({ hostname, port }: Server, cert: string, key: string): Promise<void> {
    const conn = await Deno.connectTls({ hostname, port, cert, key, caCerts: this.#authorities });
    this.#conn = conn;
    if (this.#isDone) return this.#drop();
    try { // What Deno gives here has no way to turn Nagle's algorithm off.
      await conn.handshake();
      this.#first = await readInfo(conn);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return this.#refuse(`${why}; with a certificate of ours NATS needs handshake_first: true`);
    }
    this.#isEncrypted = true;
    if (this.#isDone) this.#drop();
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    yield this.#first;
    this.#first = new Uint8Array();
    let error: Error | undefined;
    // Most reads are small, and making a buffer takes longer than they do: each goes into what is left of one. What was
    // given is never written over, as turns lie in it until they are applied.
    let left = new Uint8Array(READ_BYTES);
    while (!this.#isDone && this.#conn !== undefined) {
      try {
        if (left.length < LEAST_READ) left = new Uint8Array(READ_BYTES);
        const count = await this.#conn.read(left);
        if (count === null) break;
        const read = left.subarray(0, count);
        left = left.subarray(count);
        yield read;
      } catch (fault) {
        error = fault instanceof Error ? fault : new Error(String(fault));
        break;
      }
    }
    this.#end(error);
  }

  isEncrypted(): boolean {
    return this.#isEncrypted;
  }

  send(frame: Uint8Array): void {
    if (this.#isDone) return;
    this.#waiting.push(frame);
    if (!this.#isWriting) void this.#write();
  }

  close(error?: Error): Promise<void> {
    this.#end(error);
    return Promise.resolve();
  }

  disconnect(): void {
    this.#end(undefined);
  }

  closed(): Promise<void | Error> {
    return this.#closed.promise;
  }

  discard(): void {
    this.#isDone = true;
    this.#drop();
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#waiting.length > 0 && !this.#isDone) {
        const bytes = joined(this.#waiting);
        this.#waiting = [];
        for (let at = 0; at < bytes.length;) {
          at += await this.#conn?.write(bytes.subarray(at)) ?? bytes.length;
        }
      }
    } catch {
      // Reading ends, too, or the silence is noticed.
    }
    this.#isWriting = false;
  }

  #end(error: Error | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (error !== undefined) this.closeError = error;
    this.#drop();
    this.#closed.resolve(error);
  }

  #refuse(why: string): never {
    this.#drop();
    throw new Error(why);
  }

  #drop(): void {
    try {
      this.#conn?.close();
    } catch {
      // It is closed already.
    }
    this.#conn = undefined;
  }
}

/** Reads until the first line is there. */
async function readInfo(conn: Deno.TcpConn | Deno.TlsConn): Promise<Uint8Array> {
  let all = new Uint8Array();
  const buffer = new Uint8Array(READ_BYTES);
  while (all.length < MOST_INFO) {
    const count = await conn.read(buffer);
    if (count === null) break;
    all = joined([all, buffer.subarray(0, count)]);
    if (all.includes(0x0a)) return all;
  }
  conn.close();
  throw new Error("no NATS server");
}

function wantsEncryption(first: Uint8Array): boolean {
  const [, info] = INFO.exec(new TextDecoder().decode(first)) ?? [];
  if (info === undefined) throw new Error("no NATS server");
  const value: unknown = JSON.parse(info);
  const told = new Map(Object.entries(typeof value === "object" && value !== null ? value : {}));
  return told.get("tls_required") === true || told.get("tls_available") === true;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
