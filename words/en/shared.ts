/**
 * What the page says as the doors for people do. In English.
 *
 * @module
 */

/** What the page says as the doors for people do. */
export const shared = {
  askName: "What is your name?",
  nothingEarlier: "Nothing was said earlier.",
};
