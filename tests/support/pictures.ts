/**
 * Pictures for tests: PNGs of given pixels, written with each kind of filter, and what a terminal makes of sixels.
 *
 * @module
 */

import { crc32, deflateSync } from "node:zlib";

/** The pixel at a place: red, green, blue and how opaque. */
export type PixelAt = (x: number, y: number) => readonly [number, number, number, number];

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** Makes a PNG, red green blue and alpha, whose rows are filtered in each of the five ways in turn. */
export function pngOf(width: number, height: number, pixelAt: PixelAt): Uint8Array<ArrayBuffer> {
  const row = width * 4;
  const raw = (x: number, y: number): number => {
    if (x < 0 || y < 0) return 0;
    return pixelAt(Math.floor(x / 4), y)[x % 4] ?? 0;
  };
  const data = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    const filter = data[y * (row + 1)] = y % 5;
    for (let x = 0; x < row; x++) {
      const [left, up, upLeft] = [raw(x - 4, y), raw(x, y - 1), x < 4 ? 0 : raw(x - 4, y - 1)];
      const guess = left + up - upLeft;
      const nearest = [left, up, upLeft].reduce((best, value) =>
        Math.abs(guess - value) < Math.abs(guess - best) ? value : best
      );
      data[y * (row + 1) + 1 + x] = raw(x, y) -
        ([0, left, up, (left + up) >> 1, nearest][filter] ?? 0);
    }
  }
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 6], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", head),
    chunk("IDAT", new Uint8Array(deflateSync(data))),
    chunk("IEND", new Uint8Array(0)),
  ];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Makes the controls in a terminal's sequences signs, so that they can be read and looked for. */
export function withSigns(sequences: string): string {
  return sequences.replaceAll("\x1b", "␛").replaceAll("\x07", "␇");
}

/** What sixels draw: the size that they tell, and the colour of each pixel in hundredths, empty where none is drawn. */
export function readSixels(text: string): {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): readonly number[];
} {
  const [, width = "", height = "", body = ""] = /^␛P0;1q"1;1;(\d+);(\d+)([^␛]*)␛\\$/.exec(withSigns(text)) ??
    [];
  const colors = new Map<number, readonly number[]>();
  const drawn = new Map<string, readonly number[]>();
  let [x, top, color] = [0, 0, -1];
  for (const [token] of body.matchAll(/#\d+(?:;[\d;]+)?|!\d+[?-~]|[?-~]|[$-]/g)) {
    if (token.startsWith("#")) {
      const [index = 0, , ...parts] = token.slice(1).split(";").map(Number);
      if (parts.length > 0) colors.set(index, parts);
      color = index;
    } else if (token === "$" || token === "-") {
      x = 0;
      if (token === "-") top += 6;
    } else {
      const bits = token.charCodeAt(token.length - 1) - 0x3f;
      for (let count = Number(/\d+/.exec(token)?.[0] ?? 1); count > 0; count--, x++) {
        for (let row = 0; row < 6; row++) {
          if ((bits & (1 << row)) !== 0) drawn.set(`${x},${top + row}`, colors.get(color) ?? []);
        }
      }
    }
  }
  return { width: Number(width), height: Number(height), at: (x, y) => drawn.get(`${x},${y}`) ?? [] };
}
