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
    if (begin.startsWith("GIF8")) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (begin.startsWith("\xff\xd8")) return sizeOfJpeg(view);
    return begin.startsWith("RIFF") && begin.startsWith("WEBP", 8) ? sizeOfWebp(view, begin) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // It ends too early.
    throw error;
  }
}

/** Goes from segment to segment up to the one that begins the picture. (ITU T.81, B.2.2) */
function sizeOfJpeg(view: DataView): ReturnType<typeof sizeOfPicture> {
  for (let at = 2;;) {
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
