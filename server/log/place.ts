/**
 * Where a log can lie.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { CannotStore } from "./errors.ts";

/** What is in these folders Deno shows to nobody who has given up a right, as a server does once its log is open. */
const SYSTEM_FOLDERS = ["/dev", "/proc", "/sys"];

/** Checks that a server can look at its log where it is to lie. @throws {CannotStore} */
export function checkPlace(path: string): void {
  if (Deno.build.os === "windows") return;
  const [folder] = [path, folderOf(path)].flatMap((place) =>
    SYSTEM_FOLDERS.filter((each) => `${resolve(place)}/`.startsWith(`${each}/`))
  );
  if (folder !== undefined) throw new CannotStore("system-folder", path, folder);
}

/** Returns the folder of a file, without links; the path itself where the folder may not be looked at, or is not there. */
function folderOf(path: string): string {
  try {
    return Deno.realPathSync(dirname(resolve(path)));
  } catch {
    return path;
  }
}
