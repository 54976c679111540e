/**
 * Finding the file of the member that we come in as.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import { renameOver } from "../../net/rename.ts";
import { nameKey } from "../../protocol/names.ts";
import type { ProofServer } from "../options.ts";
import { findElsewhere } from "./elsewhere.ts";
import { isDamage, type OpenedOutbox, openFile, removeIfThere } from "./outbox_file.ts";
import { messageOf } from "./transaction.ts";

const ONLY_MY_FOLDER = 0o700;

/** The longest part of a file's name that is made of what people chose. */
const NAME_UNITS = 80;

/** What SQLite says of a file that another process holds; Deno passes on its sentences and no codes. */
const BUSY = "database is locked";

/**
 * Opens the file of this server and name in a folder, both made if they are not there; or where nothing is in it, what was
 * left at another server of the same cluster. Never throws.
 *
 * @param server What the server proved to be; nothing where others could read along, and in tests of the file alone.
 */
export async function openOutboxFile(
  folder: string,
  address: ServerAddress,
  name: string,
  server?: ProofServer,
): Promise<OpenedOutbox> {
  const own = await openOwn(folder, address, name);
  if (own.kind !== "open" || server === undefined) return own;
  if (own.saved.token !== undefined || own.saved.unsent.length > 0) return own;
  for (const path of findElsewhere(folder, { address, name, server })) {
    try {
      const found = openFile(path, address, name);
      own.file.close(true);
      return found;
    } catch {
      // Another client has just taken it, or it is damaged: that is told where it began.
    }
  }
  return own;
}

async function openOwn(folder: string, address: ServerAddress, name: string): Promise<OpenedOutbox> {
  const path = `${folder}/${await fileName(address, name)}`;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: ONLY_MY_FOLDER });
    return openFile(path, address, name);
  } catch (error) {
    if (messageOf(error).includes(BUSY)) return { kind: "busy" };
    if (!isDamage(error)) return { kind: "failed", cause: messageOf(error) };
  }
  try {
    const setAside = `${path}.damaged`;
    renameOver(path, setAside);
    removeIfThere(`${path}-journal`); // It belongs to the damaged one, and would damage a new one.
    return { ...openFile(path, address, name), setAside };
  } catch (error) {
    return { kind: "failed", cause: messageOf(error) };
  }
}

/** Makes the name of a file: what people chose, as far as every system takes it, and then a hash that tells the rest apart. */
async function fileName({ host, port }: ServerAddress, name: string): Promise<string> {
  const whole = `${host.toLowerCase()}-${port}-${nameKey(name)}`;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(whole)));
  const tail = Array.from(hash.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const head = whole.replaceAll(/[^A-Za-z0-9.-]/g, "_").slice(0, NAME_UNITS);
  return `${head}-${tail}.unsent`;
}
