/**
 * How much space a picture takes on a screen. Pure.
 *
 * @module
 */

import { MOST_ROWS } from "../../protocol/fold.ts";

/** The size of a cell of a terminal, in pixels. */
export interface Cell {
  readonly width: number;
  readonly height: number;
  /** Set where the terminal did not say: a picture must then not be taken to fill the cells that are kept for it. */
  readonly isGuess?: true;
}

/** What a picture takes: in cells, and in pixels. */
export interface PictureBox {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

/** The rows of a screen that are never a picture's: the line being typed and what stands around it. */
const OTHER_ROWS = 4;

/** Fits a picture into as many rows as any message may have, and no more than the screen has: never larger than it is. */
export function fitPicture(
  picture: { readonly width: number; readonly height: number },
  cell: Cell,
  screen: { readonly columns: number; readonly rows: number },
): PictureBox {
  const columns = Math.max(1, screen.columns);
  const rows = Math.max(1, Math.min(MOST_ROWS - 1, screen.rows - OTHER_ROWS)); // One row says what it is.
  const scale = Math.min(
    1,
    (columns * cell.width) / picture.width,
    (rows * cell.height) / picture.height,
  );
  const width = Math.max(1, Math.floor(picture.width * scale));
  const height = Math.max(1, Math.floor(picture.height * scale));
  return { columns: Math.ceil(width / cell.width), rows: Math.ceil(height / cell.height), width, height };
}
