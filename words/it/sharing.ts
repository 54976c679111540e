/**
 * Files that people send. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** Files that people send. */
export const sharing: Words["sharing"] = {
  at: (name, size, link) => `${name} (${size}): ${link}`,
  forYou: (until) => `Questo indirizzo è solo per te, fino al ${until}.`,
};
