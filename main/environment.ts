/**
 * What the program reads from its environment: the language, whether to use colours, a name to offer, and how it was started.
 *
 * @module
 */

import { parseName } from "../protocol/names.ts";

/** Every environment variable that is read. The permissions in `deno.json` list the same names: a test compares them. */
export const ENVIRONMENT = [
  "CHAT_HOST",
  "CHAT_PORT",
  "CHAT_NAME",
  "CHAT_LANG",
  "CHAT_DEBUG",
  "CHAT_CLUSTER",
  "CHAT_CLUSTER_CREDS",
  "LC_ALL",
  "LC_MESSAGES",
  "LANG",
  "NO_COLOR",
  "FORCE_COLOR",
  "TERM",
  "TERM_PROGRAM",
  "VTE_VERSION",
  "WT_SESSION",
  "USER",
  "USERNAME",
  "LOGNAME",
  "npm_command",
  "CHAT_DATA",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "XDG_CONFIG_HOME",
  "HOME",
  "LOCALAPPDATA",
  "APPDATA",
] as const;

/** The name of an environment variable that may be read. */
export type EnvVariable = (typeof ENVIRONMENT)[number];

/** Reads an environment variable; one that is empty counts as not set. */
export type Env = (name: EnvVariable) => string | undefined;

/** The environment of this process. */
export const processEnv: Env = (name) => Deno.env.get(name) || undefined;

/** Reads all of an environment once: a server gives up the right to look at it, and may be told to read its settings again. */
export function snapshotOf(env: Env): Env {
  const values = new Map(ENVIRONMENT.map((name) => [name, env(name)]));
  return (name) => values.get(name);
}

/**
 * Finds the tag of the language to use, as `it` or `en_GB.UTF-8`.
 *
 * @param flag What `--lang` says.
 * @param system What the machine is set to when the environment says nothing.
 */
export function languageTag(flag: string | undefined, env: Env, system: string): string {
  return flag ?? env("CHAT_LANG") ?? env("LC_ALL") ?? env("LC_MESSAGES") ?? env("LANG") ?? system;
}

/** Decides whether to use colours: `--no-color` and `NO_COLOR` win over `FORCE_COLOR`, and that over what standard output is. */
export function usesColor(refused: boolean, env: Env, isTerminal: boolean): boolean {
  if (refused || env("NO_COLOR") !== undefined) return false;
  if (env("FORCE_COLOR") !== undefined) return env("FORCE_COLOR") !== "0";
  return isTerminal && env("TERM") !== "dumb";
}

/** Finds how the console of a server looks at this terminal; nothing for one that can only show plain lines. */
export function consoleLook(env: Env): { readonly color: boolean; readonly links: boolean } | undefined {
  if (env("TERM") === "dumb") return undefined;
  return { color: usesColor(false, env, true), links: supportsLinks(env) };
}

/** Reads what flag and environment say about colours, which overrules the settings; `undefined` when they say nothing. */
export function forcedColor(refused: boolean, env: Env): "on" | "off" | undefined {
  if (refused || env("NO_COLOR") !== undefined) return "off";
  const forced = env("FORCE_COLOR");
  return forced === undefined ? undefined : forced === "0" ? "off" : "on";
}

/** The programs that support links (OSC 8), by what they call themselves in `TERM_PROGRAM`. */
const LINKING_PROGRAMS = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"];

/** The first version of the terminals made with VTE that supports links. */
const LINKING_VTE = 5000;

/** Tells whether the terminal is known to support links (OSC 8). tmux and screen may or may not pass them on: there, links stay plain text. */
export function supportsLinks(env: Env): boolean {
  const term = env("TERM") ?? "";
  if (/^(tmux|screen|dumb|linux)/.test(term)) return false;
  return LINKING_PROGRAMS.includes(env("TERM_PROGRAM") ?? "") ||
    Number(env("VTE_VERSION") ?? 0) >= LINKING_VTE ||
    env("WT_SESSION") !== undefined ||
    /^(xterm-kitty|xterm-ghostty|alacritty|foot|contour)/.test(term);
}

/** Finds the name to suggest to a person who is asked for one: their name on this machine when it can be one here, else empty. */
export function suggestedName(env: Env): string {
  return parseName(env("USER") ?? env("USERNAME") ?? env("LOGNAME") ?? "") ?? "";
}

/** Where programs lie that are found by their name alone: what a package, or install.sh, puts there. */
const ON_THE_PATH = /^(?:\/usr(?:\/local)?\/bin|.*\/\.local\/bin|\/opt\/homebrew\/bin)\/(?=[^/]+$)/;

/**
 * Tells how the person started this program, as they would write it again.
 *
 * @param binary Where the binary is, of one that was compiled.
 */
export function programName(
  binary: string | undefined,
  env: Env,
  version: string,
  os: typeof Deno.build.os = Deno.build.os,
): string {
  if (binary !== undefined) {
    if (os === "windows") return `.\\${binary.replace(/^.*[\\/]/, "").replace(/\.exe$/i, "")}`;
    const name = binary.replace(/^.*\//, "");
    return ON_THE_PATH.test(binary) ? name : binary === `/${name}` ? binary : `./${name}`;
  }
  return env("npm_command") === "exec" ? `npx -y deno@${version} task chat` : "deno task chat";
}
