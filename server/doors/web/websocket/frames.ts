/**
 * WebSocket frames (RFC 6455): a client's bytes as events, and the server's frames as bytes. Pure.
 *
 * @module
 */

import { Utf8Validator } from "./utf8.ts";

/** Why a connection is closed (RFC 6455, section 7.4). */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  protocol: 1002,
  unsupported: 1003,
  notUtf8: 1007,
  tooBig: 1009,
  tryLater: 1013,
} as const;

/**
 * What a client's bytes mean. The bytes of a `text` are a piece of a message, valid until the next call; `isEnd` marks
 * its last piece. After `closed` (the client's wish, with the code to answer with) and `broken` (it broke the rules)
 * nothing more is read.
 */
export type WebSocketEvent =
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly isEnd: boolean }
  | { readonly kind: "ping"; readonly bytes: Uint8Array }
  | { readonly kind: "closed"; readonly code: number }
  | { readonly kind: "broken"; readonly code: number };

const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** Control frames have the highest bit of the four set. */
const IS_CONTROL = 8;

const FINAL = 0x80;
const RESERVED = 0x70;
const MASKED = 0x80;
const OPCODE = 0x0f;
const LENGTH = 0x7f;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;

/** The longest payload of a control frame. */
const MOST_CONTROL = 125;

/** The longest header of a client's frame: two bytes, eight of length, the mask. */
const MOST_HEADER = 14;

/** A frame whose payload is being read. */
interface FrameProgress {
  readonly opcode: number;
  readonly isFinal: boolean;
  /** How many bytes of the payload are still to come. */
  left: number;
  /** How many bytes have come: tells which byte of the mask is next. */
  come: number;
}

/** Decodes a client's bytes, however they are cut, into events. Unmasks them in place. */
export class FrameDecoder {
  readonly #mostMessage: number;
  readonly #header = new Uint8Array(MOST_HEADER);
  #headerSize = 0;
  #frame: FrameProgress | undefined;
  /** The bytes so far of the message that has begun; `undefined` between messages. */
  #message: number | undefined;
  #utf8 = new Utf8Validator();
  #control: number[] = [];
  #isOver = false;

  /** @param mostMessage The longest message, in bytes. */
  constructor(mostMessage: number) {
    this.#mostMessage = mostMessage;
  }

  /** Decodes the next bytes. */
  push(bytes: Uint8Array): readonly WebSocketEvent[] {
    const events: WebSocketEvent[] = [];
    let at = 0;
    while (!this.#isOver && (at < bytes.length || this.#frame?.left === 0)) {
      if (this.#frame === undefined) {
        at = this.#readHeader(bytes, at, events);
      } else {
        const end = Math.min(bytes.length, at + this.#frame.left);
        this.#readPayload(this.#frame, bytes.subarray(at, end), events);
        at = end;
      }
    }
    return events;
  }

  /** Reads bytes of a header until it is whole; tells where the rest begins. */
  #readHeader(bytes: Uint8Array, from: number, events: WebSocketEvent[]): number {
    let at = from;
    while (at < bytes.length && this.#headerSize < this.#headerNeeds()) {
      this.#header[this.#headerSize++] = bytes[at++] ?? 0;
      const problem = this.#headerSize === 2 ? this.#check() : undefined;
      if (problem !== undefined) return this.#break(problem, events, at);
    }
    if (this.#headerSize < this.#headerNeeds()) return at;
    this.#headerSize = 0;
    const [first = 0] = this.#header;
    const opcode = first & OPCODE;
    const left = this.#length();
    if (left === undefined) return this.#break(CloseCode.protocol, events, at);
    if (opcode < IS_CONTROL) {
      this.#message = (this.#message ?? 0) + left;
      if (this.#message > this.#mostMessage) return this.#break(CloseCode.tooBig, events, at);
    }
    this.#control = [];
    this.#frame = { opcode, isFinal: (first & FINAL) !== 0, left, come: 0 };
    return at;
  }

  #headerNeeds(): number {
    if (this.#headerSize < 2) return 2;
    return this.#lengthEnds() + MASK_BYTES;
  }

  /** Tells where the length ends and the mask begins. */
  #lengthEnds(): number {
    const short = (this.#header[1] ?? 0) & LENGTH;
    return short === LENGTH_64 ? 10 : short === LENGTH_16 ? 4 : 2;
  }

  /** Checks the first two bytes, and tells what is wrong with them. */
  #check(): number | undefined {
    const [first = 0, second = 0] = this.#header;
    const opcode = first & OPCODE;
    if ((first & RESERVED) !== 0 || (second & MASKED) === 0) return CloseCode.protocol;
    if (opcode === CLOSE || opcode === PING || opcode === PONG) {
      const isWhole = (first & FINAL) !== 0 && (second & LENGTH) <= MOST_CONTROL;
      return isWhole ? undefined : CloseCode.protocol;
    }
    if (opcode === BINARY) return CloseCode.unsupported;
    const isExpected = opcode === (this.#message === undefined ? TEXT : CONTINUATION);
    return isExpected ? undefined : CloseCode.protocol;
  }

  /** Reads the payload's length; `undefined` when it is written with more bytes than it needs, or is too large a number. */
  #length(): number | undefined {
    const short = (this.#header[1] ?? 0) & LENGTH;
    const view = new DataView(this.#header.buffer);
    if (short < LENGTH_16) return short;
    if (short === LENGTH_16) return view.getUint16(2) < LENGTH_16 ? undefined : view.getUint16(2);
    const long = view.getBigUint64(2);
    if (long > BigInt(Number.MAX_SAFE_INTEGER) || long < 0x10000n) return undefined;
    return Number(long);
  }

  #readPayload(frame: FrameProgress, part: Uint8Array, events: WebSocketEvent[]): void {
    const mask = this.#header.subarray(this.#lengthEnds(), this.#lengthEnds() + MASK_BYTES);
    for (let i = 0; i < part.length; i++) {
      part[i] = (part[i] ?? 0) ^ (mask[(frame.come + i) % MASK_BYTES] ?? 0);
    }
    frame.come += part.length;
    frame.left -= part.length;
    const isDone = frame.left === 0;
    if (isDone) this.#frame = undefined;
    if (frame.opcode < IS_CONTROL) return this.#readText(part, isDone && frame.isFinal, events);
    this.#control.push(...part);
    if (isDone) this.#readControl(frame.opcode, Uint8Array.from(this.#control), events);
  }

  #readText(bytes: Uint8Array, isEnd: boolean, events: WebSocketEvent[]): void {
    if (!this.#utf8.push(bytes) || (isEnd && !this.#utf8.isWhole)) {
      this.#break(CloseCode.notUtf8, events, 0);
      return;
    }
    if (isEnd) this.#message = undefined;
    if (bytes.length > 0 || isEnd) events.push({ kind: "text", bytes, isEnd });
  }

  #readControl(opcode: number, bytes: Uint8Array, events: WebSocketEvent[]): void {
    if (opcode === PING) events.push({ kind: "ping", bytes });
    if (opcode !== CLOSE) return; // A pong means nothing but that it came.
    const code = closeCodeOf(bytes);
    if (code === CloseCode.protocol || code === CloseCode.notUtf8) {
      this.#break(code, events, 0);
      return;
    }
    this.#isOver = true;
    events.push({ kind: "closed", code });
  }

  #break(code: number, events: WebSocketEvent[], at: number): number {
    this.#isOver = true;
    events.push({ kind: "broken", code });
    return at;
  }
}

/** Tells the code to answer a close frame with: its own, if that is valid. */
function closeCodeOf(payload: Uint8Array): number {
  if (payload.length === 0) return CloseCode.normal;
  if (payload.length === 1) return CloseCode.protocol;
  const reason = new Utf8Validator();
  if (!reason.push(payload.subarray(2)) || !reason.isWhole) return CloseCode.notUtf8;
  const code = (payload[0] ?? 0) * 256 + (payload[1] ?? 0);
  const isDefined = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
  if (!isDefined && (code < 3000 || code > 4999)) return CloseCode.protocol;
  return code === CloseCode.protocol || code === CloseCode.notUtf8 ? CloseCode.normal : code;
}

/** Encodes a text frame with this payload. */
export function textFrame(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame(TEXT, payload);
}

/** Encodes the answer to a ping. */
export function pongFrame(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame(PONG, payload);
}

/** Encodes the last frame of a connection. */
export function closeFrame(code: number): Uint8Array<ArrayBuffer> {
  return frame(CLOSE, Uint8Array.of(code >> 8, code & 0xff));
}

function frame(opcode: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const size = length < LENGTH_16 ? 2 : length < 0x10000 ? 4 : 10;
  const whole = new Uint8Array(size + length);
  const view = new DataView(whole.buffer);
  whole[0] = FINAL | opcode;
  whole[1] = size === 2 ? length : size === 4 ? LENGTH_16 : LENGTH_64;
  if (size === 4) view.setUint16(2, length);
  if (size === 10) view.setBigUint64(2, BigInt(length));
  whole.set(payload, size);
  return whole;
}
