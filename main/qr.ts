/**
 * An address as a QR code for a terminal. Pure.
 *
 * @module
 */

import { renderUnicodeCompact } from "uqr";

/** White on black, whatever the terminal's colours are: a code must be dark on light to be read by every phone. */
const COLORS = "\x1b[97;40m";
const RESET = "\x1b[0m";

/**
 * Draws a QR code of a text, indented by two columns; ends with a newline. Empty when it does not fit.
 *
 * @param columns How wide the terminal is.
 */
export function qrText(text: string, columns: number): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split("\n");
  if (lines.some((line) => line.length + 2 > columns)) return "";
  return lines.map((line) => `  ${COLORS}${line}${RESET}\n`).join("");
}
