/**
 * A picture among lines: the rows that it takes, and what draws it there. Pure.
 *
 * @module
 */

/** A picture to be shown above the line being typed. */
export interface PictureRows {
  readonly rows: number;
  readonly columns: number;
  /** What draws it with its upper left corner where the cursor is. */
  readonly drawing: string;
}

/** Makes what shows a picture at the beginning of a row, and goes on below it; nothing where it would not fit any more. */
export function showPicture(
  { rows, columns, drawing }: PictureRows,
  size: { readonly rows: number; readonly columns: number },
): string {
  if (rows > size.rows - 1 || columns > size.columns) return "";
  // Its rows come first, so that nothing scrolls below it; terminals differ in where they leave the cursor after one.
  return `${"\r\n".repeat(rows)}\x1b7\x1b[${rows}A${drawing}\x1b8`;
}
