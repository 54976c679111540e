/**
 * The size that the bytes of a picture say it has: whoever decodes one takes as much memory as that. Pure.
 *
 * @module
 */

/** Reads the size of a PNG, GIF, JPEG or WebP as it lies in the file; `undefined` for what is none of these. */
export function sizeOfPicture(
  bytes: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const begin = String.fromCharCode(...bytes.subarray(0, 16));
    if (begin.startsWith("\x89PNG")) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (begin.startsWith("GIF8")) return sizeOfGif(view);
    if (begin.startsWith("\xff\xd8")) return sizeOfJpeg(view);
    return begin.startsWith("RIFF") && begin.startsWith("WEBP", 8) ? sizeOfWebp(view, begin) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // It ends too early.
    throw error;
  }
}

/** The bytes of a GIF's header with its screen's descriptor, and what begins its blocks. */
const GIF_HEAD = 13;
const EXTENSION = 0x21;
const FRAME = 0x2c;

/** Reads its screen, and its first frame: that may say that it is larger, and whoever decodes it believes that. (GIF89a, 18 and 20) */
function sizeOfGif(view: DataView): ReturnType<typeof sizeOfPicture> {
  const flags = view.getUint8(10);
  let at = GIF_HEAD + ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)); // After its colours.
  for (; view.getUint8(at) === EXTENSION; at++) {
    at += 2;
    for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
  }
  if (view.getUint8(at) !== FRAME) return undefined;
  const larger = (screen: number, frame: number): number =>
    Math.max(view.getUint16(screen, true), view.getUint16(at + frame, true));
  return { width: larger(6, 5), height: larger(8, 7) };
}

/** Goes from segment to segment up to the one that begins the picture. (ITU T.81, B.2.2) */
function sizeOfJpeg(view: DataView): ReturnType<typeof sizeOfPicture> {
  for (let at = 2;;) {
    if (view.getUint8(at) !== 0xff) return undefined; // What stands between segments is read over by who decodes it.
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
}

/** Reads the first chunk: of a picture with more to it, or one with loss or without. (RFC 9649) */
function sizeOfWebp(view: DataView, begin: string): ReturnType<typeof sizeOfPicture> {
  const three = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (begin.slice(12)) {
    case "VP8X":
      return { width: three(24) + 1, height: three(27) + 1 };
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return undefined;
  }
}
