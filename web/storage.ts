// @ts-check
/**
 * What the browser keeps for the page. Where storage is full or not allowed, the page works and only forgets.
 *
 * @module
 */

/** @typedef {"localStorage" | "sessionStorage"} Where */

/**
 * @param {Where} where
 * @param {string} name
 * @returns {string | undefined}
 */
export function recall(where, name) {
  try {
    return globalThis[where].getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Where} where
 * @param {string} name
 * @param {string | undefined} value `undefined` forgets it.
 */
export function keep(where, name, value) {
  try {
    if (value === undefined) globalThis[where].removeItem(name);
    else globalThis[where].setItem(name, value);
  } catch {
    // Full, or not allowed: the page works, it only forgets.
  }
}

/**
 * The names of all that is kept and begins so.
 *
 * @param {string} prefix
 * @returns {readonly string[]}
 */
export function keptNames(prefix) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/** What a stored text says, as far as it can be read. @param {string | undefined} text @returns {unknown} */
export function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
