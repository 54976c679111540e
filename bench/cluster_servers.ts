/**
 * Our server as one of a cluster, to be measured beside itself alone: NATS runs for the whole of a run, and each measurement
 * has a cluster of its own in it.
 *
 * @module
 */

import { freePort, killAndWait, start, waitForAccept } from "./processes.ts";
import { chatServer, type ServerKind } from "./servers.ts";

/** How long NATS and a server may take to begin, in ms. */
const START_WITHIN = 10_000;

/** What a server of a cluster loads its parts by. */
const IMPORTS = new URL("../server/cluster/imports.json", import.meta.url).pathname;
const LOCK = new URL("../cluster.lock", import.meta.url).pathname;

/**
 * Starts NATS, and describes our server alone, as the only one of a cluster, as one of three, as three with members at each, and
 * alone again: a figure that differs between the first and the last is the machine's.
 *
 * @throws When there is no `nats-server`.
 */
export async function clusterServers(
  folder: string,
  flags: readonly string[],
): Promise<readonly ServerKind[]> {
  const { port } = await startNats(folder);
  const alone = chatServer({ binary: undefined, flags });
  return [
    alone,
    clustered(alone, port, "a cluster of one"),
    clustered(alone, port, "one of 3", { count: 2, isSpread: false }),
    clustered(alone, port, "3 servers", { count: 2, isSpread: true }),
    { ...alone, name: "chat, again" },
  ];
}

/** A NATS that runs. */
export interface Nats {
  readonly port: number;
  /** Kills it and begins it again with what is on its disk. */
  restart(): Promise<void>;
}

/** Starts NATS, with its files in a folder. @throws When there is no `nats-server`. */
export async function startNats(folder: string): Promise<Nats> {
  const port = freePort();
  const config = `${folder}/nats-${port}.conf`;
  Deno.writeTextFileSync(
    config,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${folder}/nats-${port}", sync_interval: always }\n`,
  );
  let child: Deno.ChildProcess;
  const begin = async (): Promise<void> => {
    child = start("nats-server", ["-c", config], { silent: true });
    await waitForAccept(child, port, START_WITHIN);
  };
  await begin();
  return {
    port,
    restart: async () => {
      await killAndWait(child);
      await begin();
    },
  };
}

/** Describes a server of a cluster. @param others How many there are besides, and whether members are at these, too. */
export function clustered(
  alone: ServerKind,
  nats: number,
  name: string,
  others?: ServerKind["others"],
): ServerKind {
  const [run = ""] = alone.args(0, "", "", []);
  return {
    ...alone,
    name: `chat, ${name}`,
    isClustered: true,
    ...(others !== undefined && { others }),
    args: (port, folder, log, more) => {
      const [, ...own] = alone.args(port, folder, log, more);
      const imports = [`--import-map=${IMPORTS}`, `--lock=${LOCK}`];
      return [
        run,
        ...imports,
        ...own,
        ...["--cluster", `nats://127.0.0.1:${nats}`, "--cluster-name", nameFor(log)],
        ...["--advertise", `127.0.0.1:${port}`],
      ];
    },
  };
}

/** Gives the name of the cluster that a log is in: those of the other servers are called like the first, with a number behind. */
function nameFor(log: string): string {
  return log.split("/").at(-1)?.replace(/[^a-zA-Z0-9]/g, "").slice(0, 24) ?? "bench";
}
