/**
 * Pictures as sixels: bands of six rows of pixels, one colour after the other. (DEC, VT330/VT340 Programmer Reference Manual,
 * volume 2, chapter 14.) Pure.
 *
 * Colours are those of a fixed cube, dithered: good enough for a picture of some hundred pixels, and the same cost for any.
 *
 * @module
 */

/** Pixels, row by row: red, green, blue and how opaque, a byte each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** How many shades there are of red, green and blue; the eye tells most of green. */
const FULL = [6, 7, 6] as const;
const FEW = [2, 4, 2] as const;

/** An ordered dither, 4 by 4. */
const DITHER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** Less opaque than this, a pixel is left as the screen is. */
const OPAQUE = 128;

/** The rows of pixels in a band. */
const BAND = 6;

/** Draws pixels. @param colors How many colours the terminal has for them; fewer than 16 are taken for 16. */
export function drawSixels({ width, height, rgba }: Pixels, colors: number): string {
  const shades = colors >= FULL[0] * FULL[1] * FULL[2] ? FULL : FEW;
  const indexes = indexesOf({ width, height, rgba }, shades);
  const used = new Set(indexes);
  used.delete(NONE);
  let text = `\x1bP0;1q"1;1;${width};${height}`; // What is not drawn stays as it is.
  for (const index of used) text += `#${index};2;${percentsOf(index, shades).join(";")}`;
  const bands: string[] = [];
  for (let top = 0; top < height; top += BAND) {
    bands.push(band(indexes, width, Math.min(BAND, height - top), top));
  }
  return `${text}${bands.join("-")}\x1b\\`;
}

/** Stands for a pixel that is not drawn. */
const NONE = 0xff;

/** Finds the colour of each pixel. */
function indexesOf({ width, height, rgba }: Pixels, [reds, greens, blues]: readonly number[]): Uint8Array {
  const indexes = new Uint8Array(width * height);
  const shadeOf = (value: number, shades = 2, x: number, y: number): number => {
    const threshold = ((DITHER[(y % 4) * 4 + (x % 4)] ?? 0) + 0.5) / 16;
    return Math.min(shades - 1, Math.floor((value / 255) * (shades - 1) + threshold));
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4);
      const [r, g, b] = [shadeOf(red, reds, x, y), shadeOf(green, greens, x, y), shadeOf(blue, blues, x, y)];
      indexes[y * width + x] = alpha < OPAQUE ? NONE : (r * (greens ?? 1) + g) * (blues ?? 1) + b;
    }
  }
  return indexes;
}

/** Gives a colour as sixels have it: hundredths of red, green and blue. */
function percentsOf(index: number, [reds = 2, greens = 2, blues = 2]: readonly number[]): readonly number[] {
  const part = (shade: number, shades: number): number => Math.round((100 * shade) / (shades - 1));
  return [
    part(Math.floor(index / (greens * blues)), reds),
    part(Math.floor(index / blues) % greens, greens),
    part(index % blues, blues),
  ];
}

/** Draws a band: for each of its colours the pixels that have it. */
function band(indexes: Uint8Array, width: number, rows: number, top: number): string {
  const byColor = new Map<number, Uint8Array>();
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      const index = indexes[(top + row) * width + x] ?? NONE;
      if (index === NONE) continue;
      let bits = byColor.get(index);
      if (bits === undefined) byColor.set(index, bits = new Uint8Array(width));
      bits[x] = (bits[x] ?? 0) | (1 << row);
    }
  }
  const lines = [...byColor].map(([index, bits]) => `#${index}${runs(bits)}`);
  return lines.join("$");
}

/** A run shorter than this is as short written out. */
const SHORT_RUN = 4;

/** Writes sixels, equal ones as how many there are; what is empty up to the end is left out. */
function runs(bits: Uint8Array): string {
  let text = "";
  const end = bits.findLastIndex((value) => value !== 0) + 1;
  for (let at = 0; at < end;) {
    let next = at + 1;
    while (next < end && bits[next] === bits[at]) next++;
    const letter = String.fromCharCode(0x3f + (bits[at] ?? 0));
    text += next - at < SHORT_RUN ? letter.repeat(next - at) : `!${next - at}${letter}`;
    at = next;
  }
  return text;
}
