/**
 * The file with the servers that a person knows, in their config folder.
 *
 * @module
 */

import { KnownServers } from "../client.ts";

/** Only the person may see where they go; and nobody else may say whom they trust. */
const OWNER_ONLY = 0o600;

/** Opens the file in this folder, which is made when something is written for the first time; without a folder nothing is kept. */
export function openKnownServers(folder: string | undefined): KnownServers {
  if (folder === undefined) return new KnownServers();
  const path = `${folder}/known_servers`;
  return new KnownServers({
    path,
    read: () => {
      try {
        return Deno.readTextFileSync(path);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    write: (text) => {
      Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const part = `${path}.${Deno.pid}.part`; // So that two clients at once never write into the same half.
      Deno.writeTextFileSync(part, text, { mode: OWNER_ONLY });
      Deno.renameSync(part, path);
    },
  });
}
