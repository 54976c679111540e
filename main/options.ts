/**
 * What the flags come to: the settings of a server and of a client. Pure.
 *
 * @module
 */

import type { ChatOptions } from "../client.ts";
import {
  type AddressPolicy,
  type ClusterOptions,
  type Durability,
  type RetentionPolicy,
  runFileOf,
  type UnencryptedPolicy,
} from "../server.ts";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.ts";
import { parseName } from "../protocol/names.ts";
import type { Words } from "../words/en.ts";
import type { Endpoint } from "./address_values.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { type Env, suggestedName, usesColor } from "./environment.ts";
import { ASK_FLAGS, CLIENT_FLAGS, SEND_FLAGS, SERVER_FLAGS, TAIL_FLAGS } from "./flags.ts";
import { folderFor } from "./folders.ts";

/** Where a server's key is: beside this file of a log (`""`: nobody knows where that would be), or with a certificate. */
export type IdentitySettings =
  | { readonly kind: "own"; readonly log: string; readonly isOptional: boolean }
  | { readonly kind: "files"; readonly cert: string; readonly key: string };

/** The settings of `chat server`. `title` is `undefined` unless one was given. */
export interface ServerSettings {
  readonly hostname: string;
  readonly port: number;
  readonly title: string | undefined;
  readonly log: "text" | "json" | "quiet";
  /** How much of addresses log lines tell. */
  readonly logAddresses: AddressPolicy;
  readonly limits: Limits;
  /** The file that the rooms are kept in, `undefined` for none. */
  readonly data: { readonly path: string; readonly durability: Durability } | undefined;
  readonly keep: RetentionPolicy;
  /** After how many ms a file is kept no longer; `null` for ever. */
  readonly keepFiles: number | null;
  /** How many names can be claimed, and after how many ms without its holder one is free again. */
  readonly accounts: { readonly most: number; readonly idle: number };
  /** The file of the owner's secret. */
  readonly ownerFile: string | undefined;
  /** The file that says where the server runs. */
  readonly runFile: string | undefined;
  /** Where metrics are served. */
  readonly metrics: Endpoint | undefined;
  /** Whether nothing is to be searched. */
  readonly noSearch: boolean;
  /** In how many milliseconds it is expected to be there again once it stops. */
  readonly restart: number | undefined;
  /** The page, and the other origins whose pages may come in; `undefined` for none. */
  readonly web: { readonly origins: readonly string[] } | undefined;
  /** Where the server's key is: a file of its own, or that of a certificate that the operator brings. */
  readonly identity: IdentitySettings;
  /** Whether who comes is let in one by one. */
  readonly approve: boolean;
  /** Who may come in unencrypted. */
  /** The name to which IRC clients come encrypted only, once they were told so. */
  readonly sts: string | undefined;
  readonly unencrypted: UnencryptedPolicy;
  /** The proxies that are believed when they say whom they pass on. */
  readonly proxies: readonly string[];
  /** Whether the operator may type where the server runs, if somebody sits there. */
  readonly console: boolean;
  /** The cluster that it is one of, with files whose contents are not read yet. */
  readonly cluster: ClusterSettings | undefined;
  /** Whether a log that was a cluster's becomes that of a server that is alone. */
  readonly leaveCluster: boolean;
  /** Whether a QR code of the address may be shown. */
  readonly qr: boolean;
}

/** A cluster as flags tell of it: `creds`, `ca`, `cert` and `key` are files. */
export type ClusterSettings = ClusterOptions;

/** The settings of `chat client`. */
export type ClientSettings = Omit<ChatOptions, "words" | "client" | "clock">;

/**
 * Makes the settings of a server from its flags.
 *
 * @param dataFile The file that the rooms are kept in unless a flag says otherwise.
 * @throws {UsageError} When flags that belong together are not both there.
 */
export function serverSettings(given: FlagValues, dataFile: string, words: Words): ServerSettings {
  const flags = SERVER_FLAGS;
  const log = given.value(flags.log);
  return {
    hostname: given.value(flags.host),
    port: given.value(flags.port),
    approve: given.isOn(flags.approve),
    title: given.value(flags.title),
    log: given.isOn(flags.quiet) ? "quiet" : log,
    logAddresses: given.value(flags.logAddresses),
    limits: serverLimits(given),
    data: given.isOn(flags.ephemeral) ? undefined : {
      path: given.value(flags.data) ?? dataFile,
      durability: given.value(flags.durability),
    },
    keep: given.value(flags.keep),
    keepFiles: given.value(flags.keepFiles),
    accounts: { most: given.value(flags.claims), idle: given.value(flags.accountIdle) },
    ownerFile: ownerFileOf(given.value(flags.data) ?? dataFile),
    runFile: runFileOf(given.value(flags.data) ?? dataFile, !given.isOn(flags.ephemeral)),
    metrics: given.value(flags.metrics),
    noSearch: given.isOn(flags.noSearch),
    restart: given.value(flags.restart),
    web: given.isOn(flags.noWeb) ? undefined : { origins: given.value(flags.webOrigin) ?? [] },
    identity: identitySettings(given, dataFile, words),
    sts: stsSettings(given, words),
    unencrypted: given.value(flags.unencrypted),
    proxies: given.value(flags.trustProxy) ?? [],
    console: !given.isOn(flags.noConsole),
    cluster: clusterSettings(given, words),
    leaveCluster: given.isOn(flags.leaveCluster),
    qr: !given.isOn(flags.noQr),
  };
}

/** @throws {UsageError} When there are flags beside it that servers of a cluster cannot keep to yet. */
function clusterSettings(given: FlagValues, { cluster }: Words): ClusterSettings | undefined {
  const flags = SERVER_FLAGS;
  const servers = given.value(flags.cluster);
  if (servers === undefined) return undefined;
  if (given.isOn(flags.ephemeral)) throw new UsageError(cluster.refused.data);
  if (given.value(flags.keep).kind !== "forever") throw new UsageError(cluster.refused.keep);
  const certificate = { cert: given.value(flags.clusterCert), key: given.value(flags.clusterKey) };
  if ((certificate.cert === undefined) !== (certificate.key === undefined)) {
    throw new UsageError(cluster.needCert);
  }
  return {
    servers,
    name: given.value(flags.clusterName),
    creds: given.value(flags.clusterCreds),
    ca: given.value(flags.clusterCa),
    ...certificate,
    replicas: Number(given.value(flags.clusterReplicas)),
    keep: given.value(flags.clusterKeep),
    advertise: given.value(flags.advertise) ?? [],
  };
}

/** Names the file beside a log by which its owner is known; none where there is no place for a log. */
export function ownerFileOf(dataFile: string): string | undefined {
  return dataFile === "" ? undefined : `${dataFile}-owner`;
}

/** @throws {UsageError} Where there is no certificate that somebody vouches for: clients could not come back without one. */
function stsSettings(given: FlagValues, { identity }: Words): string | undefined {
  const name = given.value(SERVER_FLAGS.sts)?.toLowerCase();
  if (name !== undefined && given.value(SERVER_FLAGS.tlsCert) === undefined) {
    throw new UsageError(identity.stsNeedsCert);
  }
  return name;
}

/** A server that keeps nothing of what is said has the key of one that does: it is the same person's on the same machine. */
function identitySettings(given: FlagValues, dataFile: string, words: Words): IdentitySettings {
  const flags = SERVER_FLAGS;
  const cert = given.value(flags.tlsCert);
  const key = given.value(flags.tlsKey);
  if (cert !== undefined && key !== undefined) return { kind: "files", cert, key };
  if (cert !== undefined || key !== undefined) throw new UsageError(words.identity.needBoth);
  return {
    kind: "own",
    log: given.value(flags.data) ?? dataFile,
    isOptional: given.isOn(flags.ephemeral),
  };
}

function serverLimits(given: FlagValues): Limits {
  const flags = SERVER_FLAGS;
  const perSecond = given.value(flags.rate);
  const burst = given.value(flags.burst);
  return {
    maxClients: given.value(flags.maxClients),
    maxRooms: given.value(flags.maxRooms),
    newRoomsPerHour: given.value(flags.newRooms),
    roomsPerMember: DEFAULT_LIMITS.roomsPerMember,
    maxPerAddress: given.value(flags.maxPerAddress),
    lineBytes: given.value(flags.maxLine),
    messageChars: given.value(flags.maxMessage),
    nameTimeout: given.value(flags.nameTimeout),
    rate: perSecond === null ? null : { perSecond, burst },
    flood: given.value(flags.flood) === "on",
    outboxBytes: given.value(flags.outbox),
    pingAfter: given.value(flags.pingAfter),
    pongWithin: given.value(flags.pingTimeout),
    idle: given.value(flags.idle),
    grace: given.value(flags.grace) ?? 0,
    replay: given.value(flags.replay),
    fileBytes: given.value(flags.maxFile),
    filesBytes: given.value(flags.filesTotal),
    filesPerDay: given.value(flags.filesPerDay),
  };
}

/**
 * Makes the settings of a client from its flags.
 *
 * @param isTerminal Whether standard output is one.
 */
export function clientSettings(given: FlagValues, env: Env, isTerminal: boolean): ClientSettings {
  const flags = CLIENT_FLAGS;
  return {
    host: given.value(flags.host),
    port: given.value(flags.port),
    isAddressGiven: given.has(flags.host) || given.has(flags.port),
    name: given.value(flags.name),
    suggestedName: suggestedName(env),
    room: given.value(flags.room),
    json: given.isOn(flags.json),
    plain: given.isOn(flags.plain),
    color: usesColor(given.isOn(flags.noColor), env, isTerminal),
    timeout: given.value(flags.timeout),
    reconnect: !given.isOn(flags.noReconnect),
    stateFolder: given.isOn(flags.noOutbox) ? undefined : folderFor("state", Deno.build.os, env),
  };
}

/** Makes the name of a script that was given none: the person's on this machine and what it does, as the person may be in the room, too. */
function scriptName(command: string, env: Env): string {
  const offer = suggestedName(env);
  return parseName(`${offer === "" ? "chat" : offer}-${command}`) ?? `chat-${command}`;
}

/** How long `chat ask` waits for each answer of the server until it is in, where no flag says so, in milliseconds. */
const ERRAND_TIMEOUT = 2000;

/** Makes the settings of `chat send`, `chat tail` and `chat ask` from their flags. */
export function scriptSettings(
  command: "send" | "tail" | "ask",
  given: FlagValues,
  env: Env,
): ClientSettings {
  const flags = { send: SEND_FLAGS, tail: TAIL_FLAGS, ask: ASK_FLAGS }[command];
  const timeout = command === "send" ? SEND_FLAGS.timeout : TAIL_FLAGS.timeout;
  return {
    host: given.value(flags.host),
    port: given.value(flags.port),
    isAddressGiven: true,
    name: given.value(flags.as) ?? scriptName(command, env),
    // Nobody chose the name that a script has by itself: while another is under way, any other will do.
    acceptsSuggestedName: given.value(flags.as) === undefined,
    ...(!given.isOn(flags.create) && { create: false as const }),
    suggestedName: "",
    room: given.value(flags.room),
    json: "json" in flags && given.isOn(flags.json),
    color: false,
    timeout: command === "ask" ? ERRAND_TIMEOUT : given.value(timeout),
  };
}
