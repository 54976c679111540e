/**
 * Where a log can lie.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { CannotStore } from "./errors.ts";

/** What is in these folders Deno shows to nobody who has given up a right, as a server does once its log is open. */
const SYSTEM_FOLDERS = ["/dev", "/proc", "/sys"];

/** So many links are followed from one to the next: more are a circle. */
const MOST_LINKS = 40;

/** Checks that a server can look at its log where it is to lie. @throws {CannotStore} */
export function checkPlace(path: string): void {
  const folder = systemFolderOf(path);
  if (folder !== undefined) throw new CannotStore("system-folder", path, folder);
}

/** Returns which folder of the system a path leads into, by links as well; `undefined` for none. */
export function systemFolderOf(path: string): string | undefined {
  if (Deno.build.os === "windows") return undefined;
  const places = [resolve(path), leadsTo(resolve(path))];
  return SYSTEM_FOLDERS.find((each) => places.some((place) => `${place}/`.startsWith(`${each}/`)));
}

/** Returns where a path leads without links, also where what it leads to is not there yet. */
function leadsTo(path: string, links = MOST_LINKS): string {
  const real = orNothing(() => Deno.realPathSync(path));
  const above = dirname(path);
  if (real !== undefined || above === path) return real ?? path;
  const folder = leadsTo(above, links);
  const target = orNothing(() => Deno.readLinkSync(path));
  return target === undefined || links === 0
    ? join(folder, basename(path))
    : leadsTo(resolve(folder, target), links - 1);
}

/** Looks at something that is not there, or may not be looked at. */
function orNothing(look: () => string): string | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
