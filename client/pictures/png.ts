/**
 * Reads the pixels of a PNG that Deno wrote: eight or sixteen bits a value, not interlaced. Pure. (W3C PNG, third edition.)
 *
 * @module
 */

import { inflateSync } from "node:zlib";
import type { Pixels } from "./sixel.ts";

/** How many values a pixel has, by the type of its colours: grey, red green blue, grey and alpha, red green blue and alpha. */
const VALUES: ReadonlyMap<number, number> = new Map([[0, 1], [2, 3], [4, 2], [6, 4]]);

/** Reads a PNG; `undefined` for one of another kind, or one that is not whole. */
export function readPng(bytes: Uint8Array): Pixels | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) return undefined;
  const [width, height, depth = 0, color = 0] = [
    view.getUint32(16),
    view.getUint32(20),
    bytes[24],
    bytes[25],
  ];
  const values = VALUES.get(color);
  if (values === undefined || (depth !== 8 && depth !== 16) || bytes[28] !== 0) return undefined;
  const [pixel, row] = [values * depth / 8, width * values * depth / 8];
  const data = inflateSync(contentOf(bytes, view), { maxOutputLength: height * (row + 1) });
  if (data.length !== height * (row + 1)) return undefined;
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    unfilter(data, y * (row + 1), row, pixel);
    for (let x = 0; x < width; x++) {
      const at = y * (row + 1) + 1 + x * pixel;
      const value = (index: number): number => data[at + index * depth / 8] ?? 0; // Of sixteen bits the first eight.
      const isGrey = values < 3;
      const alpha = values === 2 ? value(1) : values === 4 ? value(3) : 255;
      rgba.set([value(0), value(isGrey ? 0 : 1), value(isGrey ? 0 : 2), alpha], (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

/** Gathers what is in the chunks of pixels. */
function contentOf(bytes: Uint8Array, view: DataView): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) parts.push(bytes.subarray(at + 8, at + 8 + length)); // IDAT
    at += 12 + length;
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Undoes what a row was filtered by, in its place. @param at Where its filter stands, before its first value. */
function unfilter(data: Uint8Array, at: number, row: number, pixel: number): void {
  const filter = data[at];
  const above = at - row - 1;
  for (let i = 1; i <= row; i++) {
    const left = i > pixel ? data[at + i - pixel] ?? 0 : 0;
    const up = above >= 0 ? data[above + i] ?? 0 : 0;
    const upLeft = above >= 0 && i > pixel ? data[above + i - pixel] ?? 0 : 0;
    const add = filter === 1
      ? left
      : filter === 2
      ? up
      : filter === 3
      ? (left + up) >> 1
      : filter === 4
      ? paeth(left, up, upLeft)
      : 0;
    data[at + i] = (data[at + i] ?? 0) + add;
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
}
