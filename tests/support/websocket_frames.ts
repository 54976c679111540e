/**
 * WebSocket frames of a client, byte by byte, also malformed ones.
 *
 * @module
 */

/** The parts of a frame that a test may set. */
export interface FrameParts {
  readonly opcode: number;
  readonly payload?: Uint8Array | string;
  readonly isFinal?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  /** `null` for a frame that is not masked. */
  readonly mask?: readonly number[] | null;
  /** How many bytes the length is written with, also more than it needs. */
  readonly lengthBytes?: 0 | 2 | 8;
}

/** Opcodes by name. */
export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Encodes a frame as a client sends it. */
export function clientFrame(parts: FrameParts): Uint8Array<ArrayBuffer> {
  const { opcode, isFinal = true, reserved = 0, mask = [1, 2, 3, 4] } = parts;
  const payload = typeof parts.payload === "string"
    ? new TextEncoder().encode(parts.payload)
    : parts.payload ?? new Uint8Array();
  const needed = payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8;
  const lengthBytes = parts.lengthBytes ?? needed;
  const short = lengthBytes === 0 ? payload.length : lengthBytes === 2 ? 126 : 127;
  const length = new DataView(new ArrayBuffer(lengthBytes));
  if (lengthBytes === 2) length.setUint16(0, payload.length);
  if (lengthBytes === 8) length.setBigUint64(0, BigInt(payload.length));
  return Uint8Array.from([
    (isFinal ? 0x80 : 0) | (reserved << 4) | opcode,
    (mask === null ? 0 : 0x80) | short,
    ...new Uint8Array(length.buffer),
    ...(mask ?? []),
    ...payload.map((byte, i) => byte ^ (mask?.[i % 4] ?? 0)),
  ]);
}

/** Encodes the payload of a close frame. */
export function closePayload(code: number, reason = ""): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([code >> 8, code & 255, ...new TextEncoder().encode(reason)]);
}

/** Concatenates byte arrays. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
