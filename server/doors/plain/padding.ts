/**
 * Padding in what a person at the plain door reads. Nc shows it as it comes, and where a terminal's row is full it goes on in the
 * next, at whose beginning else only names stand.
 *
 * @module
 */

import { columnsOf } from "../../../protocol/fold.ts";
import { VISIBLE } from "../../../protocol/text.ts";

/** So many columns may be blank in one line: three tabs behind the four spaces that each line of a message after its first has. */
const MOST = 28;

/** How wide a tab is at most, and a blank that is no space (an ideographic one), in columns. */
const TAB = 8;
const WIDE = 2;

/** A mark that can be seen, whatever it stands on. */
const MARK = String.raw`(?!\p{Default_Ignorable_Code_Point})\p{M}`;

const SEEN = new RegExp(`^(?:${VISIBLE.source}|${MARK})`, "u");

/** Blanks in one line that may be wider than that. */
const BLANKS = new RegExp(String.raw`(?:(?!${VISIBLE.source}|\n|${MARK}).){4,}`, "gsu");

/** Shortens what is blank in a line, so that it is not moved to where another line seems to begin. */
export function withoutPadding(text: string): string {
  return text.replace(BLANKS, (run) => {
    let columns = 0;
    for (const blank of run) columns += columnsOfBlank(blank);
    return columns > MOST ? " ".repeat(MOST) : run;
  });
}

/** Tells how many columns a sign that may be blank takes at most, also as a part of the blanks that stand for a long run. */
export function columnsAtMost(char: string): number {
  if (char >= " " && char <= "~") return 1; // Most signs: a pattern for each of thousands costs the room.
  return SEEN.test(char) ? columnsOf(char) : columnsOfBlank(char);
}

function columnsOfBlank(blank: string): number {
  return blank === " " ? 1 : blank === "\t" ? TAB : WIDE;
}
