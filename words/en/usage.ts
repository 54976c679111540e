/**
 * How commands and flags are written. In English.
 *
 * @module
 */

/** Shows how a command or a flag is written, with what it takes named in this language. */
export function usage(usage: string): string {
  return usage;
}
