/**
 * What a thread of ours may do: all rights by name, as one that is left out would be those of the program.
 *
 * @module
 */

/** A thread that may only read what the program may, its own code among it. */
export const ONLY_READING = {
  read: "inherit",
  write: false,
  net: false,
  env: false,
  sys: false,
  run: false,
  ffi: false,
  import: false,
} as const;
