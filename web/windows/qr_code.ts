/**
 * An address as a QR code: loaded when somebody wants one. Imports nothing of the page, so that it stays a script of its own.
 *
 * @module
 */

import { encode } from "uqr";

/** Draws the dark squares of a code of a text, as an SVG path; `size` is how many squares a side has. */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => isDark ? [`M${x} ${y}h1v1h-1z`] : []));
  return { path: squares.join(""), size };
}
