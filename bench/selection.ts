/**
 * What a run measures: which rows, and of which servers.
 *
 * @module
 */

import type { BenchOptions } from "./options.ts";
import { start } from "./processes.ts";
import { clusterRows, inThousands, logRows, type Row, rows, soakRow } from "./rows.ts";
import { chatServer, floorServer, peerServers, type ServerKind } from "./servers.ts";
import { clusterServers } from "./cluster_servers.ts";
import { writeSyntheticLog } from "./synthetic_log.ts";

/** A log that is small and otherwise like the large one, so that only the size differs. */
const FEW = 10_000;

/** Returns the rows that were asked for, in their order. */
export function rowsFor(
  { only, title, isQuick, window, idle, log, minutes, isClustered }: BenchOptions,
): readonly Row[] {
  if (only?.includes("soak")) return [soakRow(minutes)];
  if (isClustered && only === undefined) return clusterRows({ isQuick, window, idle });
  return (log === undefined ? rows({ isQuick, window, idle }) : logRows({ isQuick, window, idle }))
    .filter((row) =>
      (only === undefined || only.includes(row.measurement)) &&
      (title === undefined || row.title.includes(title))
    );
}

/** Returns the servers that are measured: ours, another checkout's, the floor and peers; or ours with logs that differ. */
export async function serversFor(
  options: BenchOptions,
  folder: string,
  note: (line: string) => void,
): Promise<readonly ServerKind[]> {
  const { binary, serverFlags: flags, log, against } = options;
  if (options.isClustered) return await clusterServers(folder, flags);
  if (log !== undefined) return await serversWithLogs(options, log, folder, note);
  const mine = chatServer({ binary, flags });
  if (against !== undefined) return [mine, chatServer({ checkout: against, flags })];
  return [mine, floorServer, ...(options.withPeers ? await installed(note) : [])];
}

/** Makes the logs, and returns our server with each. */
async function serversWithLogs(
  { binary, serverFlags }: BenchOptions,
  messages: number,
  folder: string,
  note: (line: string) => void,
): Promise<readonly ServerKind[]> {
  // An index of the existing log would be made during the runs, and nothing of the kind beside them.
  const flags = [...serverFlags, "--no-search"];
  const kinds: ServerKind[] = [{ ...chatServer({ binary, flags }), name: "chat, empty log" }];
  for (const count of new Set([Math.min(FEW, messages), messages])) {
    const path = `${folder}/${count}.db`;
    const began = performance.now();
    const kept = await writeSyntheticLog(path, count);
    const [size, seconds] = [Deno.statSync(path).size / 1e6, (performance.now() - began) / 1000];
    note(
      `a log of ${inThousands(count)} messages: ${inThousands(kept)} of them in the room that is measured, ` +
        `${inThousands(Math.round(size))} MB, made in ${seconds.toFixed(0)} s`,
    );
    const log = { name: `chat, log of ${inThousands(count)}`, path, kept };
    kinds.push(chatServer({ binary, flags, log }));
  }
  note("no index for searching in any run");
  return kinds;
}

/** Returns the peers that are installed; notes each that is not. */
async function installed(note: (line: string) => void): Promise<readonly ServerKind[]> {
  const found: ServerKind[] = [];
  for (const peer of peerServers) {
    try {
      await start(peer.command, ["--version"], { silent: true }).status;
      found.push(peer);
    } catch {
      note(`${peer.name} is not installed: left out`);
    }
  }
  return found;
}
