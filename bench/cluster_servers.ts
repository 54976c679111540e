/**
 * Our server as one of a cluster, to be measured beside itself alone: NATS runs for the whole of a run, and each measurement
 * has a cluster of its own in it.
 *
 * @module
 */

import { freePort, start, waitForAccept } from "./processes.ts";
import { chatServer, launch, type ServerKind } from "./servers.ts";

/** How long NATS and a server may take to begin, in ms. */
const START_WITHIN = 10_000;

/** What a server of a cluster loads its parts by. */
const IMPORTS = new URL("../server/cluster/imports.json", import.meta.url).pathname;
const LOCK = new URL("../cluster.lock", import.meta.url).pathname;

/**
 * Starts NATS, and describes our server alone, as the only one of a cluster, as one of three, and alone again: a figure that
 * differs between the first and the last is the machine's.
 *
 * @throws When there is no `nats-server`.
 */
export async function clusterServers(
  folder: string,
  flags: readonly string[],
): Promise<readonly ServerKind[]> {
  const port = freePort();
  const config = `${folder}/cluster-nats.conf`;
  const store = `${folder}/cluster-nats`;
  Deno.writeTextFileSync(
    config,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${store}", sync_interval: always }\n`,
  );
  await waitForAccept(start("nats-server", ["-c", config], { silent: true }), port, START_WITHIN);
  const alone = chatServer({ binary: undefined, flags });
  return [
    alone,
    clustered(alone, port, 1),
    clustered(alone, port, 3),
    { ...alone, name: "chat, again" },
  ];
}

/** Describes one of so many servers of a cluster; the members that are measured are all at that one. */
function clustered(alone: ServerKind, nats: number, servers: number): ServerKind {
  const [run = "", ...rest] = alone.args(0, "", "", []).slice(0, 1);
  const flagsOf = (name: string): readonly string[] => [
    "--cluster",
    `nats://127.0.0.1:${nats}`,
    "--cluster-name",
    name,
  ];
  const args: ServerKind["args"] = (port, folder, log, more) => {
    const name = log.split("/").at(-1)?.replace(/[^a-zA-Z0-9]/g, "").slice(0, 24) ?? "bench";
    const [, ...own] = alone.args(port, folder, log, more);
    return [run, ...rest, `--import-map=${IMPORTS}`, `--lock=${LOCK}`, ...own, ...flagsOf(name)];
  };
  return {
    ...alone,
    name: servers === 1 ? "chat, a cluster of one" : `chat, one of ${servers}`,
    args: (port, folder, log, more) => {
      for (let others = 1; others < servers; others++) {
        const other = { ...alone, args: (at: number) => renamed(args(at, folder, log, more), log) };
        launch(other, freePort(), folder, log);
      }
      return args(port, folder, log, more);
    },
  };
}

/** Gives another server of the same cluster a log of its own. */
function renamed(args: readonly string[], log: string): readonly string[] {
  const own = `${log}-${crypto.randomUUID()}`;
  return args.map((arg) => arg === log ? own : arg);
}
