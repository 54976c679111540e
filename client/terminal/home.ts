/**
 * Paths as a shell's user writes them. Pure.
 *
 * @module
 */

/**
 * Takes off quotes around a path, or strokes before signs in it, as a terminal pastes it, and puts the home folder in the
 * place of `~`.
 *
 * @param home The home folder, where it is known.
 * @param isWindows Whether strokes stand between folders.
 */
export function typedPath(written: string, home: string | undefined, isWindows: boolean): string {
  const quoted = /^(["'])(.*)\1$/s.exec(written)?.[2];
  const path = quoted ?? (isWindows ? written : written.replace(/\\([ '"()&\\])/g, "$1"));
  const isHome = path === "~" || path.startsWith("~/");
  return isHome && home !== undefined ? home + path.slice(1) : path;
}
