/**
 * The ways in which terminals show pictures, as the sequences that draw one. Pure.
 *
 * kitty: https://sw.kovidgoyal.net/kitty/graphics-protocol/. iTerm2: https://iterm2.com/documentation-images.html. Sixel: DEC's
 * VT330/VT340 manual, see `sixel.ts`.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { PictureBox } from "./fit.ts";

/** How a terminal shows pictures. `colors` is how many a sixel picture may have. */
export type PictureWay =
  | { readonly kind: "kitty" }
  | { readonly kind: "iterm2" }
  | { readonly kind: "sixel"; readonly colors: number };

/** kitty takes at most this much of a picture in one sequence, in letters. */
const CHUNK = 4096;

/** Draws a PNG as kitty has it: without moving the cursor, and without an answer. @param isExact Whether its pixels fill its cells. */
export function drawForKitty(png: Uint8Array, box: PictureBox, isExact: boolean): string {
  const data = Buffer.from(png).toString("base64");
  const cells = isExact ? "" : `,c=${box.columns},r=${box.rows}`;
  let sequences = "";
  for (let at = 0; at < data.length; at += CHUNK) {
    const control = at === 0 ? `a=T,f=100,C=1,q=2${cells},` : "";
    const more = at + CHUNK < data.length ? 1 : 0;
    sequences += `\x1b_G${control}m=${more};${data.slice(at, at + CHUNK)}\x1b\\`;
  }
  return sequences;
}

/** Draws a PNG as iTerm2 has it. */
export function drawForIterm2(png: Uint8Array, { columns, rows }: PictureBox): string {
  const data = Buffer.from(png).toString("base64");
  return `\x1b]1337;File=inline=1;size=${png.length};width=${columns};height=${rows}:${data}\x07`;
}
