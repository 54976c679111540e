/// <reference types="./nats.d.ts" />

/**
 * The way to the NATS servers: over what, with which proofs, to which versions. NATS' client keeps it up by itself then.
 *
 * @module
 */

import { credsAuthenticator, type NatsConnection } from "@nats-io/nats-core";
import { NatsConnectionImpl, setTransportFactory } from "@nats-io/nats-core/internal";
import type { NatsOptions } from "./nats_code.ts";
import { NatsTransport } from "./nats_transport.ts";
import { StreamTrouble } from "./stream.ts";

/** How long NATS may take to answer, in ms. */
export const ANSWER_WITHIN = 1_000;

/** Earlier versions lose what they had when they are killed, or know no metadata. */
const LEAST_VERSION = [2, 10] as const;

/** Tries once to connect to any of the servers. @throws When none of them can be reached, or they refuse. */
export function connect(
  { servers, creds, ca, cert, key }: Omit<NatsOptions, "onTrouble">,
): Promise<NatsConnection> {
  const isRequired = servers.some((server) => server.startsWith("tls:"));
  setTransportFactory({ factory: () => new NatsTransport({ isRequired, ca, cert, key }) });
  return NatsConnectionImpl.connect({
    servers: servers.map((server) => server.replace(/^(?:nats|tls):\/\//, "")),
    timeout: ANSWER_WITHIN,
    reconnectTimeWait: 50,
    maxReconnectAttempts: -1,
    pingInterval: 2_000,
    maxPingOut: 2,
    name: "chat",
    noAsyncTraces: true, // An Error for each request, for its stack alone, was a tenth of what a turn costs.
    ...(creds !== undefined && { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) }),
  });
}

/** Checks that a server will do. @throws {StreamTrouble} When it is too old. */
export function checkVersion({ info }: Pick<NatsConnection, "info">): void {
  const { version = "" } = info ?? {};
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [least, minorLeast] = LEAST_VERSION;
  if (major < least || (major === least && minor < minorLeast)) {
    throw new StreamTrouble(`nats-server ${version} is too old`);
  }
}
