/**
 * The elements that the document has.
 *
 * @module
 */

/** An element of the document, by its id. */
export function elementById<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** Finds an element of the document, whatever kind it is of. */
export function byId(id: string): HTMLElement {
  return elementById(id, HTMLElement);
}

/** Tells whether the page was kept without a network: it may be of another version than the server, and never talks to it. */
export function isKept(): boolean {
  return document.documentElement.dataset.kept !== undefined;
}
