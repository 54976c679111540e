/**
 * Events encoded once, as bytes that many members share.
 *
 * @module
 */

import type { ServerFrame } from "../../../protocol.ts";
import type { Format } from "./format.ts";
import { ofRoom } from "./room_bytes.ts";

const encoder = new TextEncoder();

/** The events of a turn in one format, encoded once. */
export class EncodedEvents {
  readonly #format: Format;
  readonly #room: string | undefined;
  readonly #bytes: Uint8Array;
  /** All of it, wrapped as the format does, once it was asked for. */
  #whole: Uint8Array | undefined;
  /** The offset of each event, and of the end. */
  readonly #offsets: readonly number[];

  /** @param room The room that they are of. */
  constructor(format: Format, events: readonly (ServerFrame | undefined)[], room?: string) {
    this.#format = format;
    this.#room = room;
    const offsets = [0];
    let text = "";
    const lines = events.map((event) => event === undefined ? "" : format.encode(event));
    for (const line of lines) text += line;
    this.#bytes = encoder.encode(text);
    const isAscii = this.#bytes.length === text.length;
    let at = 0;
    for (const line of lines) {
      at += isAscii ? line.length : encoder.encode(line).length;
      offsets.push(at);
    }
    this.#offsets = offsets;
  }

  /** Returns the events from `begin` up to and without `end`, all by default. The bytes are shared and must not be changed. */
  slice(begin = 0, end = this.#offsets.length - 1): Uint8Array {
    if (begin === 0 && end === this.#offsets.length - 1) {
      return this.#whole ??= ofRoom(wrap(this.#format, this.#bytes), this.#room);
    }
    const part = this.#bytes.subarray(this.#offsets[begin], this.#offsets[end]);
    return ofRoom(wrap(this.#format, part), this.#room);
  }

  /** Returns the same with others in the place of some of them, which are given in their order: copied once, into bytes of the member's own. */
  sliceWith(begin: number, end: number, replacements: readonly Replacement[]): Uint8Array {
    const parts: Uint8Array[] = [];
    let from = begin;
    // Whoever says several things at once has them behind one another: nothing is between them.
    for (const { at, text } of replacements) {
      if (from < at) parts.push(this.#bytes.subarray(this.#offset(from), this.#offset(at)));
      if (text !== "") parts.push(encoder.encode(text));
      from = at + 1;
    }
    if (from < end) parts.push(this.#bytes.subarray(this.#offset(from), this.#offset(end)));
    return ofRoom(wrap(this.#format, joined(parts)), this.#room);
  }

  #offset(index: number): number {
    return this.#offsets[index] ?? this.#bytes.length;
  }
}

/** What stands in the place of one event, for one member. */
export interface Replacement {
  /** The index of the event. */
  readonly at: number;
  /** What this member gets instead, in their format; often nothing. */
  readonly text: string;
}

/** Encodes one frame for one member; with their name, the door may speak to them of themselves. */
export function encodeFor(format: Format, frame: ServerFrame, reader?: string): Uint8Array {
  return encodeText(format, format.encode(frame, reader));
}

/** Encodes text of a format for one member. @param room The room that it is of. */
export function encodeText(format: Format, text: string, room?: string): Uint8Array {
  return ofRoom(wrap(format, encoder.encode(text)), room);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function wrap({ frame }: Format, bytes: Uint8Array): Uint8Array {
  return frame === undefined || bytes.length === 0 ? bytes : frame(bytes);
}
