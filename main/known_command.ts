/**
 * `chat known`: the servers that this machine knows, and how it recognizes them.
 *
 * @module
 */

import type { KnownServer, KnownServers } from "../client.ts";
import { formatAddress } from "../net/address.ts";
import type { Words } from "../words/en.ts";
import type { parseKnownAction } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { openKnownServers } from "./known_servers_file.ts";
import type { Output } from "./output.ts";
import { tableOf } from "./table.ts";

/** What the command needs besides its arguments. */
export interface KnownContext {
  readonly words: Words;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Runs `chat known`. Returns the exit code. @param folder Where settings are kept; `undefined` when that is not clear. */
export function runKnown(
  wish: ReturnType<typeof parseKnownAction>,
  folder: string | undefined,
  { words, stdout, stderr }: KnownContext,
): number {
  const { trust } = words;
  if (folder === undefined) {
    stderr.print(`${trust.nowhere}\n`);
    return ExitCode.data;
  }
  const known = openKnownServers(folder);
  try {
    if (wish.action === "list") {
      stdout.print(table(known.list(), words));
      tellUnreadable(known, words, stderr);
      return ExitCode.ok;
    }
    const forgotten = known.forget(wish.host, wish.port);
    if (forgotten.length > 0) {
      stdout.print(`${trust.forgotten(forgotten.join(", "))}\n`);
      return ExitCode.ok;
    }
    const where = wish.port === undefined ? wish.host : formatAddress(wish.host, wish.port);
    stderr.print(`${trust.notKnown(where)}\n`);
    return ExitCode.refused;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    stderr.print(`${trust.knownUnreadable(known.path ?? "", cause)}\n`);
    return ExitCode.data;
  }
}

function tellUnreadable(known: KnownServers, { trust }: Words, stderr: Output): void {
  const lines = known.unreadableLines();
  if (lines.length === 0) return;
  stderr.print(`${trust.unreadableLines(known.path ?? "", lines.join(", "), lines.length)}\n`);
}

function table(servers: readonly KnownServer[], { trust }: Words): string {
  if (servers.length === 0) return `${trust.noneKnown}\n`;
  return tableOf(
    trust.columns,
    servers.map(({ address, since, by }) => [
      formatAddress(address.host, address.port),
      since,
      by.kind === "key" ? by.fingerprint : trust.byAuthority,
    ]),
  );
}
