/**
 * What a cluster is told by files, and the sentences for what is wrong with it.
 *
 * @module
 */

import type { ClusterOptions } from "../server.ts";
import type { Words } from "../words/en.ts";

/** What files say that reach NATS. */
type ClusterFiles = Pick<ClusterOptions, "creds" | "ca" | "cert" | "key">;

/** Reads the files of a cluster's settings, or gives the sentence that says which cannot be read. */
export function readClusterFiles<Options extends ClusterFiles>(
  cluster: Options,
  words: Words,
): Options | string {
  const { creds, ca, cert, key } = cluster;
  const read = (flag: string, path: string | undefined): string | undefined => {
    try {
      return path === undefined ? undefined : Deno.readTextFileSync(path);
    } catch {
      throw new UnreadableFile(words.cluster.noFile(flag, path ?? ""));
    }
  };
  try {
    return {
      ...cluster,
      creds: read("--cluster-creds", creds),
      ca: read("--cluster-ca", ca),
      cert: read("--cluster-cert", cert),
      key: read("--cluster-key", key),
    };
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }
}

class UnreadableFile extends Error {}

/** Gives the sentence of why a server cannot come into its cluster. Its code is loaded only with one. */
export function clusterProblem(error: unknown, path: string, { cluster }: Words): string | undefined {
  if (!(error instanceof Error) || error.name !== "CannotJoin" || !("kind" in error)) return undefined;
  const found = Object.entries(cluster.problem).find(([kind]) => kind === error.kind);
  return found?.[1](path, error.message);
}
