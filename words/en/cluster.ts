/**
 * Servers of one cluster, as their operator reads of them. In English.
 *
 * @module
 */

import { span } from "./numbers.ts";

/** What is said of clusters. */
export const cluster = {
  problem: {
    "other-stream": (path: string): string =>
      `${path} is of another cluster: choose a file that does not exist yet with --data.`,
    "other-base": (path: string): string =>
      `${path} is not empty, and the cluster did not begin from it: choose a file that does not exist yet with --data.`,
    "other-key": (_path: string, key: string): string =>
      `The key in ${key} is not the one of the cluster: move that file away, and this server is given the cluster's by another one that is up.`,
    behind: (path: string): string =>
      `${path} was away for longer than the cluster keeps: take a chat backup of a server that is up, put it in the place of ${path}, and start again.`,
    "went-back": (path: string): string =>
      `NATS has lost what ${path} has: stop all servers, and where the file has most, make the stream anew from it: chat cluster renew --data ${path}`,
    "no-cluster": (path: string): string => `${path} is of no cluster: give the file of one of its servers.`,
    "servers-up": (): string => "Servers of the cluster are up: stop all of them first.",
    "has-more": (path: string, last: string): string =>
      `The stream has turns up to ${last}, which ${path} lacks: make it anew from a file that has more than the stream, or start the server that has this one, and it reads them.`,
    "not-fetched": (): string =>
      `From its source a server of a cluster is started with what speaks with NATS, too: deno task cluster server … instead of deno task start, deno task cluster … instead of deno task chat.`,
    "no-answer": (_path: string, servers: string): string =>
      `No NATS with JetStream answers at ${servers}: is nats-server running there?`,
    "no-stream": (_path: string, cause: string): string => `The cluster's stream cannot be used (${cause}).`,
  },
  halted: {
    newer: "Another server of the cluster is newer than this one: use that version.",
    unreadable: "The cluster's stream has something that no server wrote: this server has stopped.",
    forked: "This server's data is not the same as another's: this server has stopped. See docs/cluster.md.",
    "went-back":
      "NATS has lost what this server has: it has stopped. Stop all servers, and make the stream anew: chat cluster renew",
    behind:
      "This server was away for longer than the cluster keeps: it has stopped. Put a chat backup of another one in the place of its file, and start it again.",
  },
  refused: {
    data: "A server of a cluster needs a log of its own: leave --ephemeral out.",
    keep: "Servers of a cluster cannot delete old messages yet: leave --keep out.",
  },
  needCert: "A certificate for NATS needs its key: give both --cluster-cert FILE and --cluster-key FILE.",
  missingAction: (actions: readonly string[]): string =>
    `Say what is to be done: chat cluster ${actions.join("|")}.`,
  renewal: (
    path: string,
    applied: number,
    stream: { readonly first: number; readonly last: number } | undefined,
  ): string =>
    `${path} has all up to turn ${applied}; ${
      stream === undefined
        ? "NATS has no stream"
        : stream.last < stream.first
        ? `the stream is empty after turn ${stream.last}`
        : `the stream has turns ${stream.first} to ${stream.last}`
    }.`,
  renewalMeans: (applied: number): string =>
    `A new stream goes on after turn ${applied}: servers whose files have less, or something else, then need a chat backup of this one.`,
  renewalMakes: (replicas: number, keep: number): string =>
    `It is kept ${replicas === 1 ? "by one NATS server" : `by ${replicas} NATS servers`}, and turns in it ${
      keep === 0 ? "for good" : `for ${span(keep)}`
    }.`,
  renewalUnknown:
    "What the old one was made with is lost: where that was something else, give --cluster-replicas and --cluster-keep.",
  askRenew: "Make the stream anew? [y/N] ",
  needsYes: "To make the stream anew without being asked, write: chat cluster renew --yes",
  notRenewed: "Nothing was changed.",
  renewed: "The stream is new: start the server that has this file first, then the others.",
  stream: (name: string, first: number, last: number): string =>
    last === 0
      ? `Cluster ${name}: nothing was done in it yet.`
      : `Cluster ${name}: turns ${first} to ${last} are kept.`,
  server: (address: string, applied: number, behind: number): string =>
    `${address === "" ? "a server without --advertise" : address}: has turn ${applied}${
      behind === 0 ? "" : `, ${behind} behind`
    }`,
  agree: (count: number): string =>
    count === 0
      ? "No server is up."
      : count === 1
      ? "One server is up."
      : `${count} servers are up, and all have the same data.`,
  otherKeys:
    "The servers prove different keys, so that nobody goes on from one to another encrypted: give all of them the same --tls-cert and --tls-key, or none of them any.",
  differ: "The servers do not have the same data: see docs/cluster.md.",
  noFile: (flag: string, path: string): string => `${flag}: ${path} cannot be read.`,
};
