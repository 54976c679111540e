/**
 * What a file is, by its first bytes and never by its name: a picture and its size, a text, or something else. Pure.
 *
 * @module
 */

/** What was found out of a file. */
export interface Kind {
  readonly type: string;
  /** The size of a picture, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** How many lines a text has. */
  readonly lines?: number;
}

/** What nothing else is known of: no program opens it by itself. */
export const UNKNOWN: Kind = { type: "application/octet-stream" };

/** How many bytes at the beginning of a file tell what it is. */
export const TELLING_BYTES = 64 * 1024;

/** Tells what a file is. A JPEG is known by `cleanJpeg` only. @param head Its first {@linkcode TELLING_BYTES}, or all of it. */
export function kindOf(head: Uint8Array): Kind {
  return png(head) ?? gif(head) ?? webp(head) ?? (isText(head) ? { type: "text/plain" } : UNKNOWN);
}

/** Reads the header of a PNG (W3C PNG, section 11.2.1). */
function png(head: Uint8Array): Kind | undefined {
  if (!has(head, 0, "\x89PNG\r\n\x1a\n") || !has(head, 12, "IHDR") || head.length < 33) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return picture("image/png", view.getUint32(16), view.getUint32(20));
}

/** Reads the screen descriptor of a GIF (GIF89a, section 18). */
function gif(head: Uint8Array): Kind | undefined {
  if (!has(head, 0, "GIF87a") && !has(head, 0, "GIF89a") || head.length < 13) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return picture("image/gif", view.getUint16(6, true), view.getUint16(8, true));
}

/** Reads the first chunk of a WebP (RFC 9649): lossy, lossless, or one of several. */
function webp(head: Uint8Array): Kind | undefined {
  if (!has(head, 0, "RIFF") || !has(head, 8, "WEBP") || head.length < 30) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const uint24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
  if (has(head, 12, "VP8X")) return picture("image/webp", uint24(24) + 1, uint24(27) + 1);
  if (has(head, 12, "VP8L")) {
    const bits = view.getUint32(21, true);
    return picture("image/webp", (bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
  }
  if (!has(head, 12, "VP8 ") || !has(head, 23, "\x9d\x01\x2a")) return undefined;
  return picture("image/webp", view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

function picture(type: string, width: number, height: number): Kind | undefined {
  return width > 0 && height > 0 ? { type, width, height } : undefined;
}

/** Control characters that no text has: all but tabs, and what ends lines and pages. */
const CONTROLS = new RegExp(String.raw`[\0-\x08\x0b\x0e-\x1f\x7f]`);

/** Tells whether bytes are the beginning of a text in UTF-8, without control characters but for tabs and ends of lines. */
function isText(head: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return text !== "" && !CONTROLS.test(text);
  } catch {
    return false; // A fatal decoder throws for nothing else.
  }
}

/** Tells whether letters stand at a place, each a byte. */
function has(bytes: Uint8Array, at: number, letters: string): boolean {
  return Array.from(letters).every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
}
