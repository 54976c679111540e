/**
 * The file with a person's settings, in their config folder.
 *
 * @module
 */

import type { SettingsFile } from "../client.ts";
import { renameOver } from "../net/rename.ts";

/** Opens the file in this folder; the folder is made when something is written for the first time. */
export function openSettingsFile(folder: string): SettingsFile {
  const path = `${folder}/settings`;
  return {
    path,
    read: () => {
      try {
        return Deno.readTextFileSync(path);
      } catch {
        return undefined; // Nothing was set yet, or it cannot be read: then everything is as usual.
      }
    },
    write: (text) => {
      Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const part = `${path}.part`; // So that a write that broke off never leaves half a file.
      Deno.writeTextFileSync(part, text);
      renameOver(part, path);
    },
  };
}
