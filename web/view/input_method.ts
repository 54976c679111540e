/**
 * Keys that belong to an input method, with which Chinese, Japanese and Korean are written.
 *
 * @module
 */

/** What `keyCode` is for a key that an input method has taken: in Safari all that tells, for the key that ends it. */
const TAKEN = 229;

/** Tells whether a key belongs to an input method: Enter chooses a letter then, and Tab a word. */
export function isForInputMethod({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === TAKEN;
}
