/**
 * Where the bytes of files lie: in a folder beside the log, under their hash. Pure.
 *
 * @module
 */

/** Returns the folder of the files of a log. @param log Its path, without links. */
export function filesFolderOf(log: string): string {
  return `${log}-files`;
}

/** Returns where what has this hash lies. */
export function placeOf(folder: string, sha256: string): string {
  return `${folder}/${sha256.slice(0, 2)}/${sha256}`;
}

/** Returns where what has come of an upload lies until all of it is there. */
export function partOf(folder: string, upload: string): string {
  return `${folder}/parts/${upload}`;
}

/** Tells whether a name is one under which a file is kept. */
export function isHash(name: string): boolean {
  return /^[\da-f]{64}$/.test(name);
}
