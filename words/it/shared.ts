/**
 * What the page says as the doors for people do. In Italian.
 *
 * @module
 */

import type { SharedWords } from "../en.ts";

/** What the page says as the doors for people do. */
export const shared: SharedWords = {
  askName: "Come ti chiami?",
  nothingEarlier: "Prima non si è detto nulla.",
};
