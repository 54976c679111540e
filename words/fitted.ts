/**
 * Help and the like on a screen: broken between words, under its own beginning. Pure.
 *
 * @module
 */

/** Breaks a text between words for a screen of this many columns. */
export function fitted(text: string, width: number): string {
  return text.split("\n").map((line) => wrapped(line, width)).join("\n");
}

/** Lines are not narrower than this, whatever the terminal is. */
const NARROWEST = 40;

/** Breaks a line of help at spaces: the further rows begin where the second column does, or the text. */
function wrapped(line: string, width: number): string {
  const columns = Math.max(NARROWEST, width);
  if (line.length <= columns) return line;
  const [beginning = ""] = /^ +(?:\S(?:.*?\S)? {2,})?/.exec(line) ?? [];
  if (beginning.length > columns / 2) {
    const below = " ".repeat(BELOW) + line.slice(beginning.length);
    return `${beginning.trimEnd()}\n${wrapped(below, width)}`;
  }
  const rows = [beginning];
  let isFirst = true;
  for (const word of line.slice(beginning.length).split(" ")) {
    const row = rows.at(-1) ?? "";
    const fits = row.length + (isFirst ? 0 : 1) + word.length <= columns;
    if (isFirst || fits) rows[rows.length - 1] = isFirst ? row + word : `${row} ${word}`;
    else rows.push(" ".repeat(beginning.length) + word);
    isFirst = false;
  }
  return rows.join("\n");
}

/** Where a second column begins that has no room beside the first. */
const BELOW = 10;
