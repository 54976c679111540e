/**
 * Takes out of a WebP what it tells besides the picture: where it was taken, by whom, with what, and what stands behind its
 * end. Pure. (RFC 9649.)
 *
 * @module
 */

import {
  begins,
  type CleanPicture,
  Kept,
  MOST_CHUNKS,
  orientationOf,
  orientationTiff,
  shownSize,
} from "./exif.ts";
import { kindOf } from "./kinds.ts";

/** What a picture is made of. */
const NEEDED = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);

/** What of it is seen. */
const SHOWN = new Set(["VP8 ", "VP8L", "ANMF"]);

/** How many bytes the chunk has at least that says what else there is. */
const EXTENDED_BYTES = 10;

/** The flags that say that there is Exif, and XMP. */
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;

/** What some programs write before the fields, though it belongs to JPEG. */
const JPEG_HEAD = "Exif\0\0";

/** Takes all out of a WebP that is not needed to show it; `undefined` for what is none, or is not whole. */
export function cleanWebp(bytes: Uint8Array): CleanPicture | undefined {
  const { type, width, height } = kindOf(bytes.subarray(0, 64));
  if (type !== "image/webp" || width === undefined || height === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const until = 8 + view.getUint32(4, true);
  if (until > bytes.length) return undefined;
  const kept = new Kept(bytes);
  kept.keep(0, 12);
  const isExtended = begins(bytes.subarray(12), "VP8X"); // Only then there may be anything besides.
  if (isExtended && view.getUint32(16, true) < EXTENDED_BYTES) return undefined;
  let [at, orientation, isShown] = [12, 1, false];
  for (let chunks = 0; at + 8 <= until; chunks++) {
    const length = view.getUint32(at + 4, true);
    const chunk = String.fromCharCode(...bytes.subarray(at, at + 4));
    if (chunks >= MOST_CHUNKS || at + 8 + length > until) return undefined;
    const end = Math.min(until, at + 8 + length + length % 2); // Some leave the last chunk odd.
    if (chunk === "EXIF" && isExtended) {
      const content = bytes.subarray(at + 8, end);
      orientation = orientationOf(begins(content, JPEG_HEAD) ? content.subarray(6) : content) ?? 1;
    } else if (NEEDED.has(chunk)) kept.keep(at, end);
    isShown ||= SHOWN.has(chunk) && length > 0;
    at = end;
  }
  if (!isShown) return undefined;
  if (orientation !== 1) kept.insert(exifChunk(orientation));
  const clean = kept.whole();
  const written = new DataView(clean.buffer);
  written.setUint32(4, clean.length - 8, true);
  if (isExtended) {
    const others = written.getUint8(20) & ~(EXIF_FLAG | XMP_FLAG);
    written.setUint8(20, others | (orientation === 1 ? 0 : EXIF_FLAG));
  }
  return { bytes: clean, ...shownSize({ width, height }, orientation) };
}

/** Makes a chunk that says nothing but which way up the picture is. */
function exifChunk(orientation: number): Uint8Array {
  const tiff = orientationTiff(orientation);
  const head = Array.from("EXIF", (letter) => letter.charCodeAt(0));
  return Uint8Array.from([...head, tiff.length, 0, 0, 0, ...tiff]);
}
