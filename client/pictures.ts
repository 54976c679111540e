/**
 * Pictures on a terminal that says that it can show them: made smaller on a thread that may do nothing else, and drawn in the way
 * that the terminal knows (kitty's, iTerm2's, or sixel).
 *
 * Owns: what a picture takes on a screen, decoding it within bounds, the sequences that draw it.
 * Must not know: sockets, rooms, which terminal it is and what else is on it.
 * Called by: the terminal.
 * On close: each picture's thread ends with it, whatever came of it.
 *
 * @module
 */

export { canDrawPictures, drawPicture } from "./pictures/draw.ts";
export { type Cell, fitPicture, type PictureBox } from "./pictures/fit.ts";
export type { PictureWay } from "./pictures/way.ts";
