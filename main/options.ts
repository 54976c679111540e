/**
 * What the flags come to: the settings of a server and of a client. Pure.
 *
 * @module
 */

import type { ChatOptions } from "../client.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Given } from "./arguments.ts";
import { type Env, nameToOffer, useColor } from "./environment.ts";
import { CLIENT_FLAGS, SERVER_FLAGS } from "./flags.ts";

/** What `chat server` was told. `title` is `undefined` when nobody chose one. */
export interface ServerSettings {
  readonly hostname: string;
  readonly port: number;
  readonly title: string | undefined;
  readonly log: "text" | "json" | "quiet";
  readonly limits: Limits;
}

/** What `chat client` was told. */
export type ClientSettings = Omit<ChatOptions, "words" | "client" | "clock">;

/** The settings of a server. */
export function serverSettings(given: Given): ServerSettings {
  const flags = SERVER_FLAGS;
  const log = given.value(flags.log);
  return {
    hostname: given.value(flags.host),
    port: given.value(flags.port),
    title: given.value(flags.title),
    log: given.isOn(flags.quiet) ? "quiet" : log,
    limits: serverLimits(given),
  };
}

function serverLimits(given: Given): Limits {
  const flags = SERVER_FLAGS;
  const perSecond = given.value(flags.rate);
  const burst = given.value(flags.burst);
  return {
    maxClients: given.value(flags.maxClients),
    maxPerAddress: given.value(flags.maxPerAddress),
    lineBytes: given.value(flags.maxLine),
    messageChars: given.value(flags.maxMessage),
    nameWithin: given.value(flags.nameTimeout),
    rate: perSecond === null ? null : { perSecond, burst },
    outboxBytes: given.value(flags.outbox),
    pingAfter: given.value(flags.pingAfter),
    pongWithin: given.value(flags.pingTimeout),
    idle: given.value(flags.idle),
  };
}

/**
 * The settings of a client.
 *
 * @param isTerminal Whether standard output is one.
 */
export function clientSettings(given: Given, env: Env, isTerminal: boolean): ClientSettings {
  const flags = CLIENT_FLAGS;
  return {
    host: given.value(flags.host),
    port: given.value(flags.port),
    placeGiven: given.has(flags.host) || given.has(flags.port),
    name: given.value(flags.name),
    offerName: nameToOffer(env),
    room: given.value(flags.room),
    json: given.isOn(flags.json),
    color: useColor(given.isOn(flags.noColor), env, isTerminal),
    timeout: given.value(flags.timeout),
  };
}
