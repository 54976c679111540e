/**
 * What the browser keeps for the page. Where storage is full or not allowed, the page works and only forgets.
 *
 * @module
 */

export type Where = "localStorage" | "sessionStorage";

export function recall(where: Where, name: string): string | undefined {
  try {
    return globalThis[where].getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param value `undefined` forgets it. */
export function keep(where: Where, name: string, value: string | undefined): void {
  try {
    if (value === undefined) globalThis[where].removeItem(name);
    else globalThis[where].setItem(name, value);
  } catch {
    // Full, or not allowed: the page works, it only forgets.
  }
}

/** The names of all that is kept and begins so. */
export function keptNames(prefix: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/** What a stored text says, as far as it can be read. */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
