/**
 * Photographs: where they were taken, by whom and with what is taken out of a JPEG, with all else that is no picture. Which
 * way up it is shown stays. Pure. (ITU-T T.81, annex B; Exif 2.32, section 4.5.)
 *
 * @module
 */

import { begins, type CleanPicture, joined, orientationOf, orientationTiff, shownSize } from "./exif.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const TEM = 0x01;

/** What has more segments is no photograph: a camera makes some dozens, and each takes memory here. */
const MOST_SEGMENTS = 4096;

const EXIF = "Exif\0\0";
const ICC = "ICC_PROFILE\0";
const ADOBE = "Adobe";
const JFIF = "JFIF\0";

/** Takes all out of a JPEG that is not needed to show it; `undefined` for what is none. */
export function cleanJpeg(bytes: Uint8Array): CleanPicture | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let [at, orientation, isScanned] = [2, 1, false];
  let size: { readonly width: number; readonly height: number } | undefined;
  for (let segments = 0; at < bytes.length; segments++) {
    if (segments > MOST_SEGMENTS) return undefined;
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++; // A marker may have fill before it.
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined || marker === 0) return undefined;
    if (marker === EOI) {
      kept.push(bytes.subarray(at, at + 2));
      break; // What follows is no part of the picture: videos, other files, what an editor left.
    }
    if (isBare(marker)) {
      kept.push(bytes.subarray(at, at + 2));
      at += 2;
      continue;
    }
    const length = uint16(bytes, at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined; // It is not whole.
    const content = bytes.subarray(at + 4, end);
    if (marker === APP1 && begins(content, EXIF)) {
      orientation = orientationOf(content.subarray(6)) ?? orientation;
    }
    if (isFrame(marker)) size ??= sizeOf(content);
    if (isKept(marker, content)) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker !== SOS) continue;
    isScanned = true;
    const after = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, after));
    at = after;
  }
  return isScanned ? finished() : undefined;

  function finished(): CleanPicture | undefined {
    if (size === undefined) return undefined;
    const [first = new Uint8Array(), ...others] = kept;
    const parts = orientation === 1 ? kept : [first, orientationSegment(orientation), ...others];
    return { bytes: joined(parts), ...shownSize(size, orientation) };
  }
}

/** Tells whether a marker stands alone, without a length. */
function isBare(marker: number): boolean {
  return marker === TEM || marker >= 0xd0 && marker <= SOI;
}

/** Tells whether a segment is the frame header, which has the size: SOF0 to SOF15, but for three others between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Tells whether a segment is needed to show the picture: of what applications put in, only what says how its colours are meant. */
function isKept(marker: number, content: Uint8Array): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  return marker === APP0 && begins(content, JFIF) && content.length <= 14 || // Without a small picture.
    marker === APP2 && begins(content, ICC) ||
    marker === APP14 && begins(content, ADOBE) && content.length <= 12;
}

/** Finds the marker behind the data of a scan; the end where it is cut off, as browsers show such a picture, and so where it was taken must go. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    const isData = next === 0 || next === 0xff || next >= 0xd0 && next <= 0xd7;
    if (!isData) return at;
  }
  return bytes.length;
}

function sizeOf(frame: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const [height, width] = [uint16(frame, 1), uint16(frame, 3)];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** Makes an Exif segment that says nothing but which way up the picture is. */
function orientationSegment(orientation: number): Uint8Array {
  const content = [...new TextEncoder().encode(EXIF), ...orientationTiff(orientation)];
  return Uint8Array.from([0xff, APP1, 0, content.length + 2, ...content]);
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}
