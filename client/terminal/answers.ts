/**
 * What a terminal says of itself when it is asked: where its cursor is, what it is, what it can show. Pure.
 *
 * The sequences are xterm's (`ctlseqs`), XTVERSION and XTSMGRAPHICS with them; the answer about graphics is kitty's.
 *
 * @module
 */

/** What a terminal said. */
export type TerminalAnswer =
  /** Where its cursor is; row and column count from 1. */
  | { readonly about: "position"; readonly row: number; readonly column: number }
  /** What it can do, by DEC's numbers (DA1). */
  | { readonly about: "abilities"; readonly numbers: readonly number[] }
  /** What it calls itself, and its version. */
  | { readonly about: "name"; readonly name: string }
  /** The size of a cell in pixels. */
  | { readonly about: "cell"; readonly width: number; readonly height: number }
  /** How many colours a sixel picture may have. */
  | { readonly about: "colors"; readonly count: number }
  /** Whether it takes pictures as kitty does. */
  | { readonly about: "kitty"; readonly isGood: boolean };

/** A longer string, in bytes, is no answer of interest. */
export const ANSWER_BYTES = 128;

/** Reads a control sequence (CSI). @param body What stands between its beginning and its last character. */
export function answerOfSequence(body: string, final: string): TerminalAnswer | undefined {
  switch (final) {
    case "R": {
      const [row, column] = numbersOf(/^(\d{1,5});(\d{1,5})$/, body);
      return row === undefined || column === undefined ? undefined : { about: "position", row, column };
    }
    case "c":
      return /^\?[\d;]{1,60}$/.test(body)
        ? { about: "abilities", numbers: body.slice(1).split(";").map(Number) }
        : undefined;
    case "t": {
      const [height, width] = numbersOf(/^6;(\d{1,4});(\d{1,4})$/, body);
      return width === undefined || height === undefined ? undefined : { about: "cell", width, height };
    }
    case "S": {
      const [count] = numbersOf(/^\?1;0;(\d{1,9})$/, body);
      return count === undefined ? undefined : { about: "colors", count };
    }
    default:
      return undefined;
  }
}

/** Reads a control string. @param opener The letter that began it, after ESC. */
export function answerOfString(opener: string, body: string): TerminalAnswer | undefined {
  if (opener === "P" && body.startsWith(">|")) return { about: "name", name: body.slice(2) };
  if (opener === "_" && body.startsWith("G")) return { about: "kitty", isGood: body.endsWith(";OK") };
  return undefined;
}

function numbersOf(pattern: RegExp, body: string): readonly (number | undefined)[] {
  return pattern.exec(body)?.slice(1).map(Number) ?? [];
}
