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
  const read = (): string | undefined => {
    try {
      return Deno.readTextFileSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  };
  return new KnownServers({
    path,
    read,
    change: (change) => {
      Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
      using _lock = lock(`${path}.lock`); // Two clients that come somewhere for the first time at once are both remembered.
      const text = change(read());
      if (text === undefined) return;
      const part = `${path}.${Deno.pid}.part`;
      Deno.writeTextFileSync(part, text, { mode: OWNER_ONLY });
      Deno.renameSync(part, path);
    },
  });
}

/**
 * Waits until nobody else changes the file. A lock of its own, as the file is replaced whenever it is changed; it is held
 * for as long as that takes, and ends with its holder. Where there are no locks, as on some network disks, it goes without.
 */
function lock(path: string): Disposable | undefined {
  let file: Deno.FsFile | undefined;
  try {
    file = Deno.openSync(path, { write: true, create: true, mode: OWNER_ONLY });
    file.lockSync(true);
    return file;
  } catch {
    file?.close();
    return undefined; // What cannot be written either is told by whoever writes.
  }
}
