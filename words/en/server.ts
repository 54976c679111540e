/**
 * What a server prints and logs. Nothing that was said in a room is ever logged. In English.
 *
 * @module
 */

import type { LeaveReason } from "../../protocol.ts";
import { reasons } from "./rooms.ts";

/** What the server prints when it opens and closes. */
export const server = {
  open: (title: string, where: string): string => `${title} is open on ${where}.`,
  comeIn: "Come in from another terminal, with one of these:",
  browser: "or with a browser, nothing to install:",
  encrypted: "encrypted",
  notEncrypted: "not encrypted",
  encryptedPage: "encrypted; the browser warns once, as nobody vouches for this server",
  whoMayBePlain: {
    never: "Only encrypted connections are let in.",
    local:
      "From your own network people may come in unencrypted: others on it can then read what they write and see.",
    anywhere:
      "Everybody may come in unencrypted: whoever is on the way can then read what they write and see.",
  },
  elsewhereEncrypted:
    "From elsewhere only encrypted connections are let in. To have it so here, too: --unencrypted never.",
  key: (fingerprint: string): string => `The key of this server: ${fingerprint}`,
  keyHint: "It is no secret: whoever is shown the same one has reached your server, and nobody else's.",
  /** What the operator is called who types where the server runs. */
  operator: "operator",
  console: (name: string): string =>
    `You are in as ${name}, the owner: type to talk, /help for the commands.`,
  consoleLeft: "You have left the room, and the server goes on. Ctrl+C closes it.",
  closeHelp: "close the room, now or after TIME (10m); off: not after all",
  notClosing: "The room is not about to close.",
  owner: (program: string): string =>
    `You are the owner: in ${program} client on this machine, and in its browser by this link, once and within an hour:`,
  kept: (said: string, addresses: string, flags: string): string =>
    `Kept: ${said}; in log lines, ${addresses} (${flags}).`,
  keptSaid: {
    forever: "what is said, for good",
    age: (time: string): string => `what is said, for ${time}`,
    count: (count: number): string => `the last ${count} messages of each room`,
    none: "nothing of what is said",
  },
  keptAddresses: {
    full: "whole addresses",
    net: "the networks of addresses",
    none: "no addresses",
  },
  close: "Ctrl+C closes the room for everyone.",
  closeOne: "Ctrl+C ends this server; whoever is here goes on at another of the cluster that is up.",
  portBusy: (where: string): string => `${where} is in use at the moment: trying again for a few seconds.`,
  noPage: "The page has not been bundled yet: run deno task bundle and start again, or start with --no-web.",
  closing: "Closing the room: everyone is being told.",
  closed: "The room is closed.",
  closingOne: "Ending this server: whoever is here is told where the others are.",
  closedOne: "This server has ended.",
  metrics: (where: string): string => `Metrics are at http://${where}/metrics.`,
  noMetrics: (where: string, cause: string): string =>
    `Metrics cannot be served at ${where} (${cause}): choose another address with --metrics.`,
  defaultTitle: "chat",
};

/** Log lines for people. Never what was said. */
export const log = {
  connected: (address: string, tls?: string): string =>
    tls === undefined ? `connection from ${address}` : `connection from ${address}, encrypted (TLS ${tls})`,
  handshakeFailed: (address: string, cause: string, others: number): string =>
    `no encryption came about with ${address} (${cause})${
      others === 0 ? "" : `, nor with ${others === 1 ? "1 other" : `${others} others`} before`
    }`,
  refused: (address: string, why: string): string => `turned away ${address}: ${why}`,
  requestRefused: (address: string, status: number): string =>
    `a request from ${address} was answered with ${status}`,
  tokenInTheClear: (address: string, name: string): string =>
    `The token "${name}" came unencrypted from ${address}: revoke it (chat token revoke ${name}).`,
  closedUnnamed: (address: string): string => `${address} went without giving a name`,
  joined: (name: string, address: string, door: string): string => `${name} joined from ${address} (${door})`,
  left: (name: string, address: string, reason: LeaveReason): string =>
    `${name} left from ${address} (${reasons[reason]})`,
  away: (name: string, address: string): string =>
    `${name} lost the connection from ${address} and may come back`,
  back: (name: string, address: string): string => `${name} is back from ${address}`,
  listening: (name: string, room: string, address: string): string =>
    `${name} listens to #${room} from ${address}`,
  stoppedListening: (name: string, room: string, address: string): string =>
    `${name} does not listen to #${room} any more from ${address}`,
  proxyUnreadable: (address: string): string =>
    `the proxy at ${address} began with a PROXY header that cannot be read: the connection was closed`,
  proxyNotTrusted: (host: string): string =>
    `${host} passes on other people's connections and is not believed: if it is your proxy, start with --trust-proxy ${host}`,
  unknownHost: (address: string, origin: string): string =>
    `a browser at ${address} came by a name that this server does not know: --web-origin ${origin} lets it in`,
  cluster: {
    up: "this server is one of the cluster, and has all that the others have",
    "cut-off": "the other servers cannot be reached: nobody is let in, and what is said waits",
    "joined-again": "the other servers are reached again",
    fenced: "the others took this server for gone: its connections end, and it begins anew",
    "key-given": "a new server of the cluster has been given the key",
    "other-key":
      "another server of the cluster proves another key: encrypted, nobody goes on from one to the other",
  },
  clusterTrouble: (cause: string): string => `the cluster's stream cannot be used now: ${cause}`,
  storingAgain: "messages are kept again",
  identityMade: (path: string, fingerprint: string): string =>
    `this server has got a key: ${fingerprint}. It is kept in ${path}`,
  identityTaken: (path: string, fingerprint: string): string =>
    `this server has been given the cluster's key: ${fingerprint}. It is kept in ${path}`,
  identityAwaited: (path: string, fingerprint: string): string =>
    `no other server of the cluster is up to give this one the key ${fingerprint}: start one, or copy its key file to ${path} and start this one again. Waiting`,
  identityProtected: (path: string): string =>
    `the key in ${path} could be read by others: it is for you alone now`,
  identityNotKept: (path: string, cause: string): string =>
    `the key of this server cannot be kept in ${path} (${cause}): it will have another one after this run`,
  certificateMade: (fingerprint: string): string =>
    `another certificate is shown from now on, of the key ${fingerprint}`,
  certificateRefused: (problem: string): string => `the certificate stays as it was. ${problem}`,
  upgraded: (copy: string): string =>
    `the log was brought up to date, and an older chat does not open it any more; ${copy} has it as it was before`,
  upgradedWithoutCopy:
    "the log was brought up to date, and an older chat does not open it any more; there was no space for a copy of it as it was before",
  ticketMade: (name: string, ticket: number): string => `${name} made invitation ${ticket}`,
  deviceTicket: (name: string, ticket: number): string =>
    `${name} asked for a ticket for one more device (${ticket})`,
  ticketUsed: (name: string, ticket: number): string => `${name} came by invitation ${ticket}`,
  claimed: (name: string, address: string): string => `${name} was claimed from ${address}`,
  unclaimed: (name: string): string => `${name} is anybody's again: its holder has not come for too long`,
  login: (name: string, address: string, by: "key" | "password" | "session"): string =>
    `${name} logged in from ${address} (${by})`,
  loginFailed: (address: string): string => `a wrong proof of a name came from ${address}`,
  renamed: (from: string, to: string): string => `${from} is now ${to}`,
  moderated: (by: string, what: string, subject: string, room: string | undefined): string =>
    `moderation by ${by}: ${what} ${subject}${room === undefined ? "" : ` in #${room}`}`,
  runFileFailed: (path: string, cause: string): string =>
    `chat status cannot ask this server, as ${path} cannot be written: ${cause}`,
  reloaded: (changed: readonly string[], later: readonly string[]): string =>
    `the configuration was read again (changed: ${changed.join(", ") || "-"}; only after a restart: ${
      later.join(", ") || "-"
    })`,
  reloadRefused: (cause: string): string =>
    `the configuration was not read again, and counts as before. ${cause}`,
  noDescriptors: "no more connections can be opened on this machine: newcomers are turned away for now",
  descriptorsBack: "connections can be opened again",
  replaced: (path: string, pid: number): string =>
    /-(wal|shm|lock)$/.test(path)
      ? `${path}, which belongs to the log, was removed or replaced: messages are refused. Nothing is lost yet: stop the server (Ctrl+C or SIGTERM, never kill -9), which writes all of it into the log, and start it again`
      : `${path} is not the file that is open any more (it was removed, moved, covered by another, or has a second name): messages are refused. Undo that, and they are kept again. If you cannot, save the open file before the server ends: ls -l /proc/${pid}/fd shows its numbers, then cp /proc/${pid}/fd/NUMBER saved.db, the same for the one that ends in -wal into saved.db-wal, and chat verify saved.db`,
  failed: (what: string, cause: string): string => `${what} failed: ${cause}`,
  unexpected: "something in the server",
  storing: "keeping messages",
  reading: "reading what was kept",
  indexing: "building the index for searching",
  checkpoint: "writing the log's -wal back into it",
  files: "keeping a file",
  hashing: "checking a password on its own thread",
  checking: "looking the log over",
  indexRebuilding: {
    missing: "the index for searching is not there: it is being built, while the room goes on",
    damaged: "the index for searching is damaged: it is being built anew, while the room goes on",
    "other-log":
      "the index for searching is not of this log as it is now: it is being built anew, while the room goes on",
  },
  backgroundEnded: (cause: string): string =>
    `the thread that searches and indexes ended (${cause}): another one begins, and the room goes on`,
};
