/**
 * Takes out of a PNG what it tells besides the picture: where it was taken, by whom, with what, and what stands behind its
 * end. Pure. (W3C PNG, third edition.)
 *
 * @module
 */

import { crc32 } from "node:zlib";
import {
  begins,
  type CleanPicture,
  Kept,
  MOST_CHUNKS,
  orientationOf,
  orientationTiff,
  shownSize,
} from "./exif.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";

/** What a picture is made of, and what says how it is shown: transparency, colours, size, animation. */
const NEEDED = new Set(
  ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI"]
    .concat(["bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT"]),
);

/** Length, type and checksum of a chunk, in bytes. */
const FRAME = 12;

/** Takes all out of a PNG that is not needed to show it; `undefined` for what is none, or is not whole. */
export function cleanPng(bytes: Uint8Array): CleanPicture | undefined {
  if (!begins(bytes, SIGNATURE) || typeAt(bytes, 8) !== "IHDR" || bytes.length < 33) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  if (size.width === 0 || size.height === 0) return undefined;
  const kept = new Kept(bytes);
  kept.keep(0, 8);
  let [at, orientation, isShown] = [8, 1, false];
  for (let chunks = 0; chunks < MOST_CHUNKS && at + FRAME <= bytes.length; chunks++) {
    const type = typeAt(bytes, at);
    const end = at + FRAME + view.getUint32(at);
    if (end > bytes.length) return undefined;
    if (type === "eXIf" && orientation === 1) {
      orientation = orientationOf(bytes.subarray(at + 8, end - 4)) ?? 1;
      if (orientation !== 1) kept.insert(exifChunk(orientation));
    } else if (NEEDED.has(type)) kept.keep(at, end);
    isShown ||= type === "IDAT" && end > at + FRAME;
    if (type === "IEND") { // What follows is no part of the picture.
      return isShown ? { bytes: kept.whole(), ...shownSize(size, orientation) } : undefined;
    }
    at = end;
  }
  return undefined;
}

function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at + 4, at + 8));
}

/** Makes a chunk that says nothing but which way up the picture is. */
function exifChunk(orientation: number): Uint8Array {
  const content = [..."eXIf"].map((letter) => letter.charCodeAt(0)).concat(orientationTiff(orientation));
  const chunk = new Uint8Array(content.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length - 4);
  chunk.set(content, 4);
  view.setUint32(4 + content.length, crc32(Uint8Array.from(content)));
  return chunk;
}
