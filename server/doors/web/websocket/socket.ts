/**
 * A WebSocket on an accepted connection: its messages as bytes to be read line by line, and its own goodbye.
 *
 * @module
 */

import type { ByteSource } from "../../../../net/lines.ts";
import type { Format, Sink } from "../../../core/delivery.ts";
import { type Connection, dropBytes } from "../../../connection.ts";
import { nativeFormat } from "../../native/door.ts";
import { CloseCode, closeFrame, FrameDecoder, textFrame } from "./frames.ts";

/** The longest message of a client, in bytes: a few of the longest lines. */
export const MESSAGE_BYTES = 64 * 1024;

const NEWLINE = 10;

const NOTHING = new Uint8Array(0);

/** The native protocol with one text frame around what is written at once. */
export const webSocketFormat: Format = { ...nativeFormat, door: "web", frame: textFrame };

/** The other side of a WebSocket. What is written to it must be whole frames. */
export class WebSocketConnection implements ByteSource, Sink {
  readonly #connection: Connection;
  readonly #decoder = new FrameDecoder(MESSAGE_BYTES);
  readonly #onPing: (payload: Uint8Array) => void;
  /** What was read behind the request's head and is not decoded yet. */
  #early: Uint8Array;
  #isOver = false;
  #code: number = CloseCode.normal;

  /**
   * @param early What was read behind the head of the request.
   * @param onPing Called with the payload of a ping, for its pong.
   */
  constructor(connection: Connection, early: Uint8Array, onPing: (payload: Uint8Array) => void) {
    this.#connection = connection;
    this.#early = early;
    this.#onPing = onPing;
  }

  /**
   * Reads messages, each with a newline at its end; `null` at the end. What is read is unmasked and moved together
   * within `into`. Throws what `onPing` throws.
   */
  async read(into: Uint8Array): Promise<number | null> {
    const space = into.subarray(0, -1); // A message may get one byte longer by its newline.
    while (!this.#isOver) {
      const count = this.#early.length > 0 ? this.#takeEarly(space) : await this.#connection.read(space);
      if (count === null) return null;
      const size = this.#decode(into, count);
      if (size > 0) return size;
    }
    void dropBytes(this.#connection); // Nothing more is read as text, but closing on unread bytes would destroy our goodbye.
    return null;
  }

  /** Writes some of the bytes and tells how many; throws when the peer is gone. */
  write(bytes: Uint8Array): Promise<number> {
    return this.#connection.write(bytes);
  }

  /** Ends the connection with a close frame. */
  end(): void {
    this.#connection.end(closeFrame(this.#code));
  }

  /** Closes the connection now. */
  close(): void {
    this.#connection.close();
  }

  #takeEarly(into: Uint8Array): number {
    const part = this.#early.subarray(0, into.length);
    into.set(part);
    this.#early = part.length < this.#early.length ? this.#early.slice(part.length) : NOTHING;
    return part.length;
  }

  /** Moves the text in the first `count` bytes to the front; tells how much it is. */
  #decode(into: Uint8Array, count: number): number {
    let size = 0;
    for (const event of this.#decoder.push(into.subarray(0, count))) {
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
