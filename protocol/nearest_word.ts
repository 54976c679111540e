/**
 * What somebody probably meant who mistyped one of a few words. Pure.
 *
 * @module
 */

/** The most mistakes in a word that is still taken for another; in short words only a third of the letters. */
const MOST_MISTAKES = 3;

/**
 * Finds the word that was probably meant: the one with the fewest mistakes, if these are few. `undefined` when none is
 * near, as a far-fetched offer is worse than none. Without regard to case.
 */
export function nearestOf<Word extends string>(written: string, words: readonly Word[]): Word | undefined {
  let nearest: { readonly word: Word; readonly count: number } | undefined;
  for (const word of words) {
    const longest = Math.max(written.length, word.length);
    const most = Math.min(MOST_MISTAKES, Math.max(1, Math.floor(longest / 3)));
    if (Math.abs(written.length - word.length) > most) continue;
    const count = mistakes(written.toLowerCase(), word.toLowerCase());
    if (count <= most && count < longest && (nearest === undefined || count < nearest.count)) {
      nearest = { word, count };
    }
  }
  return nearest?.word;
}

/**
 * Counts letters that are left out, put in, wrong or swapped with the next. A wrong first letter counts double: `kick` is
 * not `nick`, since nobody mistypes the letter that they look for.
 */
function mistakes(written: string, word: string): number {
  let before: number[] = [];
  let row = Array.from({ length: word.length + 1 }, (_, j) => j);
  for (let i = 1; i <= written.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const wrong = written[i - 1] === word[j - 1] ? 0 : i === 1 && j === 1 ? 2 : 1;
      const isSwapped = i > 1 && j > 1 && written[i - 1] === word[j - 2] && written[i - 2] === word[j - 1];
      next.push(Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + wrong,
        isSwapped ? at(before, j - 2) + 1 : Infinity,
      ));
    }
    [before, row] = [row, next];
  }
  return at(row, word.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
