/**
 * A WebSocket on an accepted connection: its messages as bytes to be read line by line, and its own goodbye.
 *
 * @module
 */

import type { ByteSource } from "../../net/lines.ts";
import type { Format } from "../format.ts";
import type { Sink } from "../outbox.ts";
import type { Connection } from "./connection.ts";
import { nativeFormat } from "./native.ts";
import { CloseCode, closeFrame, SocketDecoder, textFrame } from "./websocket.ts";

/** The longest message of a client, in bytes: a few of the longest lines. */
export const MESSAGE_BYTES = 64 * 1024;

const NEWLINE = 10;

const NOTHING = new Uint8Array(0);

/** The native protocol with one text frame around what is told at once. */
export const webFormat: Format = { ...nativeFormat, door: "web", frame: textFrame };

/** The other side of a WebSocket. What is written to it must be whole frames. */
export class Socket implements ByteSource, Sink {
  readonly #connection: Connection;
  readonly #decoder = new SocketDecoder(MESSAGE_BYTES);
  readonly #onPing: (bytes: Uint8Array) => void;
  /** What came behind the request's head and is not looked at yet. */
  #early: Uint8Array;
  #isOver = false;
  #code: number = CloseCode.normal;

  /**
   * @param early What came behind the head of the request.
   * @param onPing Called with what a pong has to say.
   */
  constructor(connection: Connection, early: Uint8Array, onPing: (bytes: Uint8Array) => void) {
    this.#connection = connection;
    this.#early = early;
    this.#onPing = onPing;
  }

  /** Reads messages, each with a newline at its end. What is read is unmasked and moved together within `into`. */
  async read(into: Uint8Array): Promise<number | null> {
    while (!this.#isOver) {
      const room = into.subarray(0, -1); // A message may get one byte longer by its newline.
      const came = this.#early.length > 0 ? this.#takeEarly(room) : await this.#connection.read(room);
      if (came === null) return null;
      const size = this.#take(into, came);
      if (size > 0) return size;
    }
    return null;
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#connection.write(bytes);
  }

  /** Says goodbye in WebSocket's way, too. */
  end(): void {
    this.#connection.end(closeFrame(this.#code));
  }

  close(): void {
    this.#connection.close();
  }

  /** Reads over what still comes, as closing on unread bytes would destroy our goodbye. */
  async readOver(): Promise<void> {
    const bytes = new Uint8Array(1024);
    while (await this.#connection.read(bytes) !== null) continue;
  }

  #takeEarly(into: Uint8Array): number {
    const part = this.#early.subarray(0, into.length);
    into.set(part);
    this.#early = part.length < this.#early.length ? this.#early.slice(part.length) : NOTHING;
    return part.length;
  }

  /** Moves the text in the first `came` bytes to the front; tells how much it is. */
  #take(into: Uint8Array, came: number): number {
    let size = 0;
    for (const event of this.#decoder.push(into.subarray(0, came))) {
      switch (event.kind) {
        case "text":
          into.set(event.bytes, size);
          size += event.bytes.length;
          if (event.isEnd) into[size++] = NEWLINE; // An empty line more means nothing.
          continue;
        case "ping":
          this.#onPing(event.bytes);
          continue;
        case "closed":
        case "broken":
          this.#isOver = true;
          this.#code = event.code;
      }
    }
    return size;
  }
}
