/**
 * UTF-8 that comes in pieces. Pure.
 *
 * @module
 */

/** Checks whether bytes that come in pieces are UTF-8 so far (Unicode, table 3-7). */
export class Utf8Validator {
  #left = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Whether no character is cut off. */
  get isWhole(): boolean {
    return this.#left === 0;
  }

  /** Checks the next piece; `false` when it cannot be UTF-8. */
  push(bytes: Uint8Array): boolean {
    for (const byte of bytes) {
      if (this.#left > 0) {
        if (byte < this.#low || byte > this.#high) return false;
        this.#left--;
        this.#low = 0x80;
        this.#high = 0xbf;
      } else if (byte >= 0x80) {
        if (byte < 0xc2 || byte > 0xf4) return false;
        this.#left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        this.#low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
        this.#high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
      }
    }
    return true;
  }
}
