/**
 * Masks: `*` stands for any text, `?` for one character (RFC 2812, section 2.5). Pure.
 *
 * @module
 */

/** Makes a test for texts that fit a mask. In time that grows with the text only as many times as the mask has stars. */
export function matcher(mask: string): (text: string) => boolean {
  const chars = [...mask];
  return (text) => fits(chars, [...text]);
}

/** Goes back to the last star only, as what an earlier one took need not change. */
function fits(mask: readonly string[], text: readonly string[]): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let i = 0; i < text.length;) {
    const wanted = mask[at];
    if (wanted === "*") {
      star = at++;
      taken = i;
    } else if (wanted === "?" || wanted === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++taken;
    } else return false;
  }
  while (mask[at] === "*") at++;
  return at === mask.length;
}

/** Tells whether a text is a mask and not a name. */
export function isMask(text: string): boolean {
  return /[*?]/.test(text);
}
