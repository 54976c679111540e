/**
 * What every door works with, and the steps that doors have in common.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { withoutMapping } from "../../net/address.ts";
import { kindOfAddress } from "../../net/network.ts";
import type { Problem } from "../../protocol.ts";
import type { Arrival, Connection, LineHandler } from "../connection.ts";
import { type Format, Outbox, type OutboxRules, type Sink } from "../core/delivery.ts";
import type { Hub } from "../core/hub.ts";
import { causeOf, type Logger } from "../machine/logger.ts";
import type { PersonalDelivery, Session } from "../core/members.ts";
import type { UnencryptedPolicy } from "../machine/options.ts";

/** That a connection must be encrypted. */
export type EncryptionProblem = Extract<Problem, { readonly code: "encrypt" }>;

/** What every door works with. */
export interface DoorContext {
  readonly hub: Hub;
  /** What the server is called. */
  readonly title: string;
  readonly clock: Clock;
  readonly outbox: OutboxRules;
  readonly logger: Logger;
  /** Who may come in unencrypted. */
  readonly unencrypted: UnencryptedPolicy;
  /** The names that the server's certificate is for now. */
  readonly names?: () => readonly string[];
  /** The name to which clients are told to come encrypted only, at a door that has a way to. */
  readonly sts?: string | undefined;
}

/** How a door opens a session. */
export interface SessionKind {
  readonly format: Format;
  /** Whether a program is there, and not a person who answers no pings. */
  readonly isProgram: boolean;
  /** Set for programs that have no token to come back with. */
  readonly cannotResume?: true;
  /** What the door sends this session in its own way. */
  readonly personal?: PersonalDelivery;
}

/** Opens the session of an arrival. @param sink What its outbox writes to, if not the connection itself. */
export function openSession(
  { hub, outbox }: DoorContext,
  { connection, since, refusal }: Arrival,
  kind: SessionKind,
  sink: Sink = connection,
): Session {
  const { address, origin, isSecure } = connection;
  const from = { address, origin, isSecure, refusal };
  return hub.open({ ...from, ...kind, since, outbox: (owner) => new Outbox(sink, outbox, owner) });
}

/** Makes what a door does with lines. */
export function lineHandler(
  { hub, clock, outbox: { turn }, logger }: DoorContext,
  receive: LineHandler["receive"],
  strip?: LineHandler["strip"],
): LineHandler {
  return {
    clock,
    lineBytes: hub.limits.lineBytes,
    receive,
    ...(strip !== undefined && { strip }),
    disconnected: (session) => hub.disconnected(session),
    flooded: (session) => hub.end(session, "flood", "removed"),
    defer: (run) => turn.defer(run),
    logFault: (error) => logFault(logger, error),
  };
}

/** Logs that a connection came, once for each. */
export function logArrival({ logger }: DoorContext, arrival: Arrival): void {
  const { address, tls } = arrival.connection;
  if (!arrival.isLogged) logger({ event: "connected", address, ...(tls !== undefined && { tls }) });
  arrival.isLogged = true;
}

/**
 * Says that a connection must be encrypted, and where: at our end of it, if that is an address that others can reach;
 * else its peer knows better which one they used.
 */
export function encryptionProblem({ localAddr: { hostname, port } }: Connection): EncryptionProblem {
  const own = withoutMapping(hostname);
  const host = kindOfAddress(own, []) === "public" ? own : "HOST";
  return { code: "encrypt", host, port };
}

/** Logs a fault of ours. */
export function logFault(logger: Logger, error: unknown): void {
  logger({ event: "failed", what: "unexpected", cause: causeOf(error) });
}
