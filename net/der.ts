/**
 * DER: values as a tag, a length and their bytes (ITU-T X.690), as far as certificates need it.
 *
 * @module
 */

/** The tags of the values that certificates are made of. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value as it was read. */
export interface DerValue {
  readonly tag: number;
  /** What is in it, without tag and length. */
  readonly content: Uint8Array<ArrayBuffer>;
  /** All of it. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

/** Bytes, or numbers that are bytes. */
type Bytes = Uint8Array | readonly number[];

/** Makes a value of its parts, which are written one after the other. At most 65,535 bytes. */
export function der(tag: number, ...parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [tag, ...lengthBytes(length)];
  const out = new Uint8Array(head.length + length);
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Makes a sequence. */
export function sequence(...parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  return der(Tag.sequence, ...parts);
}

/** Makes an integer that is not negative of its bytes, the first the most significant. */
export function unsigned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const from = bytes.findIndex((byte) => byte !== 0);
  const rest = bytes.subarray(from); // Of zeros alone the last.
  return der(Tag.integer, (rest[0] ?? 0) >= 0x80 ? [0] : [], rest);
}

/**
 * Reads the values that stand one after the other. `undefined` when that is not what the bytes are: nothing is guessed
 * of a certificate that somebody else made.
 */
export function readDer(bytes: Uint8Array<ArrayBuffer>): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const value = readValue(bytes.subarray(at));
    if (value === undefined) return undefined;
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

function readValue(bytes: Uint8Array<ArrayBuffer>): DerValue | undefined {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined; // Longer tags: none in certificates.
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || extra > 3 || bytes.length < 2 + extra) return undefined;
  const length = extra === 0 ? first : bytes.subarray(2, 2 + extra).reduce((sum, byte) => sum << 8 | byte, 0);
  const begin = 2 + extra;
  if (begin + length > bytes.length) return undefined;
  return { tag, content: bytes.subarray(begin, begin + length), whole: bytes.subarray(0, begin + length) };
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x10000) return [0x82, length >> 8, length & 0xff];
  throw new RangeError(`a value of ${length} bytes`);
}
