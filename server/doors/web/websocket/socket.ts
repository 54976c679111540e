/**
 * A WebSocket on an accepted connection: its messages as bytes to be read line by line, and its own goodbye.
 *
 * @module
 */

import type { ByteSource, CallingSource, Taker } from "../../../../net/lines.ts";
import type { Format, Sink } from "../../../delivery.ts";
import type { Connection } from "../../../connection.ts";
import { nativeFormat } from "../../native/door.ts";
import { CloseCode, closeFrame, FrameDecoder, textFrame } from "./frames.ts";

/** The longest message of a client, in bytes: a few of the longest lines. */
export const MESSAGE_BYTES = 64 * 1024;

const NEWLINE = 10;

const NOTHING = new Uint8Array(0);

/** The native protocol with one text frame around what is told at once. */
export const webFormat: Format = { ...nativeFormat, door: "web", frame: textFrame };

/** Who is told of what is no text. */
export interface SocketOwner {
  /** Told what a pong has to say. */
  pinged(bytes: Uint8Array): void;
  /** Told of a fault of ours, after which nothing more is read. */
  failed(error: unknown): void;
}

/** The other side of a WebSocket. What is written to it must be whole frames. */
export class WebSocketConnection implements ByteSource, CallingSource, Taker, Sink {
  readonly #connection: Connection;
  readonly #decoder = new FrameDecoder(MESSAGE_BYTES);
  readonly #owner: SocketOwner;
  /** What came behind the request's head and is not looked at yet. */
  #early: Uint8Array;
  /** Where the read under way goes to, and who is told of it. */
  #into: Uint8Array = NOTHING;
  #taker: Taker | undefined;
  #isOver = false;
  #code: number = CloseCode.normal;

  /** @param early What came behind the head of the request. */
  constructor(connection: Connection, early: Uint8Array, owner: SocketOwner) {
    this.#connection = connection;
    this.#early = early;
    this.#owner = owner;
  }

  /** Reads messages, each with a newline at its end. What is read is unmasked and moved together within `into`. */
  pull(into: Uint8Array, taker: Taker): void {
    this.#into = into;
    this.#taker = taker;
    if (this.#isOver) queueMicrotask(() => this.#endFor(taker));
    else if (this.#early.length > 0) queueMicrotask(() => this.took(this.#takeEarly(this.#space())));
    else this.#connection.pull(this.#space(), this);
  }

  took(came: number | null): void {
    const taker = this.#taker;
    const size = came === null ? null : this.#takeOrFail(this.#into, came);
    if (size === null || size > 0) taker?.took(size);
    else if (taker !== undefined) this.pull(this.#into, taker);
  }

  read(into: Uint8Array): Promise<number | null> {
    return new Promise((took) => this.pull(into, { took }));
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

  /** Says that nothing more will come, and reads over what still does, as closing on unread bytes would destroy our goodbye. */
  #endFor(taker: Taker): void {
    taker.took(null);
    const bytes = new Uint8Array(1024);
    const over: Taker = { took: (count) => count === null ? undefined : this.#connection.pull(bytes, over) };
    this.#connection.pull(bytes, over);
  }

  /** A message may get one byte longer by its newline. */
  #space(): Uint8Array {
    return this.#into.subarray(0, -1);
  }

  #takeEarly(into: Uint8Array): number {
    const part = this.#early.subarray(0, into.length);
    into.set(part);
    this.#early = part.length < this.#early.length ? this.#early.slice(part.length) : NOTHING;
    return part.length;
  }

  /** The same as {@linkcode #take}; `null` after a fault of ours, which must end this connection and nothing else. */
  #takeOrFail(into: Uint8Array, came: number): number | null {
    try {
      return this.#take(into, came);
    } catch (error) {
      this.#owner.failed(error);
      return null;
    }
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
          this.#owner.pinged(event.bytes);
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
