/**
 * A connection inside this process: two ends, and what is written at one is read at the other.
 *
 * @module
 */

import type { Wire } from "./wire.ts";

/** Where both ends are said to be: on this machine, and at no port. */
const HERE: Deno.NetAddr = { transport: "tcp", hostname: "127.0.0.1", port: 0 };

/** Makes a connection, and gives both of its ends. Whoever writes faster than is read waits, as with any other. */
export function wirePair(): readonly [Wire, Wire] {
  const [there, back] = [new Bytes(), new Bytes()];
  return [new End(there, back), new End(back, there)];
}

/** One direction: at most one write is under way, and it is done when all of it has been read. */
class Bytes {
  #waiting = new Uint8Array();
  #isEnded = false;
  #onBytes = (): void => {};
  #onRead = (): void => {};

  async read(into: Uint8Array): Promise<number | null> {
    while (this.#waiting.length === 0) {
      if (this.#isEnded) return null;
      await new Promise<void>((resolve) => this.#onBytes = resolve);
    }
    const some = this.#waiting.subarray(0, into.length);
    into.set(some);
    this.#waiting = this.#waiting.subarray(some.length);
    if (this.#waiting.length === 0) this.#onRead();
    return some.length;
  }

  async write(bytes: Uint8Array): Promise<number> {
    if (this.#isEnded) throw new Deno.errors.BrokenPipe("The other end is gone");
    this.#waiting = bytes.slice();
    this.#onBytes();
    if (bytes.length > 0) await new Promise<void>((resolve) => this.#onRead = resolve);
    return bytes.length;
  }

  /** What waits can still be read. */
  end(): void {
    this.#isEnded = true;
    this.#onBytes();
  }

  /** Nothing can be read or written any more. */
  break(): void {
    this.#waiting = new Uint8Array();
    this.end();
    this.#onRead();
  }
}

class End implements Wire {
  readonly localAddr = HERE;
  readonly remoteAddr = HERE;
  readonly #out: Bytes;
  readonly #in: Bytes;
  #isClosed = false;

  constructor(out: Bytes, into: Bytes) {
    this.#out = out;
    this.#in = into;
  }

  read(into: Uint8Array): Promise<number | null> {
    return this.#in.read(into);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#out.write(bytes);
  }

  closeWrite(): Promise<void> {
    this.#out.end();
    return Promise.resolve();
  }

  close(): void {
    if (this.#isClosed) throw new Deno.errors.BadResource("It is closed");
    this.#isClosed = true;
    this.#out.end();
    this.#in.break();
  }

  setNoDelay(): void {}

  setKeepAlive(): void {}
}
