/**
 * Which way up a picture is, as cameras write it into pictures of every kind, and bytes put together. Pure. (Exif 2.32,
 * section 4.5; TIFF 6.0.)
 *
 * @module
 */

/** A picture without what it told besides. */
export interface CleanPicture {
  readonly bytes: Uint8Array;
  /** As it is shown, in pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * What has more chunks is no picture: each takes memory here. The largest that is looked at (64 MiB) may still be in pieces
 * of 1 KiB.
 */
export const MOST_CHUNKS = 65_536;

/** Reads from 1 to 8 which way up the picture is: a tag of the first directory of TIFF fields. */
export function orientationOf(tiff: Uint8Array): number | undefined {
  const isLittle = begins(tiff, "II");
  if (!isLittle && !begins(tiff, "MM")) return undefined;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const directory = tiff.length >= 8 ? view.getUint32(4, isLittle) : Infinity;
  if (directory + 2 > tiff.length) return undefined;
  const count = view.getUint16(directory, isLittle);
  for (let n = 0; n < count; n++) {
    const field = directory + 2 + n * 12;
    if (field + 12 > tiff.length) return undefined;
    if (view.getUint16(field, isLittle) !== 0x0112) continue;
    const value = view.getUint16(field + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** Makes TIFF fields that say nothing but which way up the picture is. */
export function orientationTiff(orientation: number): readonly number[] {
  return [
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8], // Big-endian, the directory follows.
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], // One field, a short.
    ...[0, 0, 0, 0], // No other directory.
  ];
}

/** Gives the size in which a picture is shown that is turned. */
export function shownSize(
  { width, height }: Pick<CleanPicture, "width" | "height">,
  orientation: number,
): Pick<CleanPicture, "width" | "height"> {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/** Tells whether bytes begin with letters, each a byte. */
export function begins(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length &&
    Array.from(text).every((sign, at) => bytes[at] === sign.charCodeAt(0));
}

/** Puts bytes together. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Parts of something that stay, in their order: what stands together is one part, however many they are. */
export class Kept {
  readonly #bytes: Uint8Array;
  readonly #parts: Uint8Array[] = [];
  #from = 0;
  #to = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Has what stands there stay. */
  keep(from: number, to: number): void {
    if (from !== this.#to) this.#end(from);
    this.#to = to;
  }

  /** Puts something between. */
  insert(part: Uint8Array): void {
    this.#end(this.#to);
    this.#parts.push(part);
  }

  /** Gives all of it. */
  whole(): Uint8Array {
    this.#end(this.#to);
    return joined(this.#parts);
  }

  #end(next: number): void {
    if (this.#to > this.#from) this.#parts.push(this.#bytes.subarray(this.#from, this.#to));
    this.#from = this.#to = next;
  }
}
