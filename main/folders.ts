/**
 * Where this machine keeps what programs keep for a person. Pure.
 *
 * @module
 */

import type { Env } from "./environment.ts";

/** What a folder is for: what must not be lost, what may be, and what the person has set. */
export type FolderPurpose = "data" | "state" | "config";

/** What stands between a folder and what is in it, as people of a system write it. */
export function separatorOf(os: typeof Deno.build.os): string {
  return os === "windows" ? "\\" : "/";
}

/** The XDG base directories, used where the platform has no rule of its own. */
const XDG = {
  data: ["XDG_DATA_HOME", ".local/share"],
  state: ["XDG_STATE_HOME", ".local/state"],
  config: ["XDG_CONFIG_HOME", ".config"],
} as const;

/** Finds the folder of `chat` for a purpose; `undefined` when the environment does not say where the person's own folder is. */
export function folderFor(purpose: FolderPurpose, os: typeof Deno.build.os, env: Env): string | undefined {
  const under = (base: string | undefined, ...parts: readonly string[]): string | undefined =>
    base === undefined ? undefined : [base, ...parts].join(separatorOf(os));
  if (os === "windows") return under(env(purpose === "config" ? "APPDATA" : "LOCALAPPDATA"), "chat");
  const [name, inHome] = XDG[purpose];
  const set = env(name);
  if (set?.startsWith("/")) return under(set, "chat");
  const written = env("HOME");
  const home = written?.startsWith("/") ? written : undefined; // Another one would be another folder wherever it is started.
  if (os === "darwin") return under(home, "Library/Application Support", "chat");
  return under(home, inHome, "chat");
}
