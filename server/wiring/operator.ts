/**
 * What an operator asks a server that runs: how it is, and to read its configuration again.
 *
 * @module
 */

import { formatAddress } from "../../net/address.ts";
import type { Subscriptions } from "../core/bots.ts";
import { type ControlCommand, newNonce, writeRunFile } from "../machine/control.ts";
import type { Port } from "../doors.ts";
import type { Hub } from "../core/hub.ts";
import type { Identity } from "../machine/identity.ts";
import { causeOf, type Logger } from "../machine/logger.ts";
import { type Census, type Instruments, type ServerReading, statusOf } from "../ops.ts";
import type { ServeOptions } from "../machine/options.ts";
import type { Storage } from "./storage.ts";

/** What a reading of the server is made of. */
export interface Readable {
  readonly instruments: Instruments;
  readonly title: string;
  readonly address: Deno.NetAddr;
  readonly identity: Identity;
  readonly storage: Storage;
  readonly hub: Hub;
  readonly subscriptions: Subscriptions;
  /** The port, once there is one. */
  port(): Port;
}

/** Makes what reads how the server is. */
export function readerOf(options: ServeOptions, parts: Readable): () => ServerReading {
  const { instruments, title, address, identity, storage: { background }, hub, subscriptions } = parts;
  return () =>
    instruments.read({
      version: options.version ?? "",
      title,
      address: formatAddress(address.hostname, address.port),
      dataPath: options.data?.path,
      hasIndex: options.noSearch !== true,
      fingerprint: () => identity.credentials.fingerprint,
      canStore: () => hub.canStore,
      census: () => censusOf(hub, subscriptions, parts.port()),
      background: () => background?.state,
      linesDropped: options.linesDropped ?? (() => 0),
    });
}

/** Counts the connections by their doors, those without one too, and what waits for them. */
function censusOf(hub: Hub, subscriptions: Subscriptions, port: Port): Census {
  const { connections, outboxBytes, ...members } = hub.census();
  const { count, outboxBytes: waiting } = subscriptions.census();
  const doors = new Map([...connections, ["events", count] as const]);
  const known = [...doors.values()].reduce((sum, one) => sum + one, 0);
  doors.set("none", Math.max(0, port.count - known));
  return { ...members, connections: doors, outboxBytes: outboxBytes + waiting };
}

/** Does what an operator asks for. @returns The answer, as JSON. */
export function answerTo(
  command: ControlCommand,
  { reload }: ServeOptions,
  read: () => ServerReading,
): string {
  switch (command) {
    case "status":
      return JSON.stringify(statusOf(read()));
    case "reload":
      return JSON.stringify(reload?.());
  }
}

/** Writes where this server runs, and returns the key by which its operator knows it; none where that cannot be written. */
export function announceRun(
  { runFile }: ServeOptions,
  { hostname, port }: Deno.NetAddr,
  logger: Logger,
): string | undefined {
  if (runFile === undefined) return undefined;
  const key = newNonce();
  try {
    writeRunFile(runFile, { pid: Deno.pid, hostname, port, key });
    return key;
  } catch (error) {
    logger({ event: "run-file-failed", path: runFile, cause: causeOf(error) });
    return undefined;
  }
}
