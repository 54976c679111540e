// @ts-check
/**
 * The elements that the document has.
 *
 * @module
 */

/**
 * An element of the document, by its id.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** @param {string} id */
export function byId(id) {
  return get(id, HTMLElement);
}
