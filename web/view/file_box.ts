/**
 * The place of a file in the line of its message, as large as the file will be: what is in it comes later.
 *
 * @module
 */

import { filePath, isPicture } from "../../protocol/files.ts";
import type { FileInfo } from "../../protocol.ts";

/** The most that a picture takes, in pixels of the page, before somebody enlarges it. */
const MOST_WIDE = 320;
const MOST_HIGH = 240;

/** A text with more lines is not shown whole beside its card: there is a button to do that. */
const MOST_LINES = 5;

/** Gives how large a picture stands in its line, in pixels of the page: one that is a thread of colour takes no more place. */
export function frameOf({ width = 1, height = 1 }: Pick<FileInfo, "width" | "height">): {
  readonly wide: number;
  readonly high: number;
} {
  const scale = Math.min(1, MOST_WIDE / width, MOST_HIGH / height);
  const shown = (size: number): number => Math.max(1, Math.round(size * scale));
  return { wide: shown(width), high: shown(height) };
}

/** Makes it; with a link in it, so that the file can be had whatever happens. */
export function fileBox(file: FileInfo): HTMLElement {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = filePath(file);
  link.textContent = file.name;
  link.dir = "auto";
  box.className = "file";
  if (!isPicture(file)) {
    box.classList.add("card");
    box.classList.toggle("long", (file.lines ?? 0) > MOST_LINES);
  } else {
    const { wide, high } = frameOf(file);
    const frame = document.createElement("div");
    frame.className = "picture";
    frame.style.inlineSize = `${wide}px`;
    frame.style.aspectRatio = `${wide} / ${high}`;
    box.append(frame);
  }
  box.append(link);
  return box;
}
