/**
 * The folder of the file that rooms are kept in.
 *
 * @module
 */

import { dirname } from "node:path";

/** Makes the folder of a file, for this person only. Never throws: what is wrong is said when the file is opened. */
export function makeParentFolder(path: string): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    // Opening the file fails for the same reason, and says so.
  }
}
