/**
 * Long texts, shown short: so that no message takes more than a screen, and one cannot wipe what was said before. Pure.
 *
 * @module
 */

/** The rows of a screen that a message takes at most; the last says how much more there is. */
export const MOST_ROWS = 20;

/** A text shorter than this on one line takes fewer rows than that on any screen that is not tiny. */
const SHORT = 400;

/** Letters from here on may take two columns: those of East Asia, and pictures. */
const WIDE = 0x1100;

/** The beginning of a text, and how many rows of it are left out. */
export interface Folded {
  readonly text: string;
  readonly more: number;
}

/**
 * Shortens a text that takes more rows than `most`; `undefined` for one that does not. Runs of empty lines count.
 *
 * @param columns How wide a row is.
 * @param most How many rows are left of it.
 */
export function foldText(text: string, columns: number, most = MOST_ROWS - 1): Folded | undefined {
  if (text.length < SHORT && !text.includes("\n")) return undefined;
  const lines = text.split("\n");
  const rows = lines.map((line) => rowsOf(line, columns));
  const all = rows.reduce((sum, count) => sum + count, 0);
  if (all <= most + 1) return undefined; // One row more is what the note would take.
  const kept: string[] = [];
  let left = most;
  for (const [i, line] of lines.entries()) {
    const needs = rows[i] ?? 1;
    if (needs <= left) kept.push(line);
    else if (left > 0) kept.push(beginning(line, columns * left));
    left -= needs;
    if (left <= 0) break;
  }
  return { text: kept.join("\n").trimEnd(), more: all - most };
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns)));
}

function widthOf(line: string): number {
  let width = 0;
  for (const char of line) width += columnsOf(char);
  return width;
}

/** Tells how many columns a sign takes at most. */
export function columnsOf(char: string): number {
  return (char.codePointAt(0) ?? 0) < WIDE ? 1 : 2;
}

/** Returns as much of a line as has space, but no half word where it has a beginning. */
function beginning(line: string, columns: number): string {
  let width = 0;
  let part = "";
  for (const char of line) {
    width += columnsOf(char);
    if (width > columns) break;
    part += char;
  }
  const at = part.lastIndexOf(" ");
  return at > part.length / 2 ? part.slice(0, at) : part;
}
