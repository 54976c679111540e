/**
 * Owns the browser's storage: where it is full or not allowed, the page works and only forgets.
 * Must not know what the stored texts mean.
 * Called by the session, and by the view for the choices of its reader.
 * Nothing in it is ever open, so nothing is closed.
 *
 * @module
 */

/** A storage of the browser: for all pages of this server, or for one tab. */
export type Where = "localStorage" | "sessionStorage";

/** Returns what is stored under a name; `undefined` for nothing. */
export function recall(where: Where, name: string): string | undefined {
  try {
    return globalThis[where].getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stores a text under a name.
 *
 * @param value `undefined` forgets what was stored.
 */
export function keep(where: Where, name: string, value: string | undefined): void {
  try {
    if (value === undefined) globalThis[where].removeItem(name);
    else globalThis[where].setItem(name, value);
  } catch {
    // Full, or not allowed: the page works, it only forgets.
  }
}

/** Returns the names in `localStorage` that begin so. */
export function keptNames(prefix: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Parses a stored text as JSON; `undefined` when it is none, and `null` for nothing. */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
