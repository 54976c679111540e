/**
 * TLS over a connection whose peer is checked, against a key that is known or against authorities; and the certificate of
 * a server that is not known yet, over a connection of its own that is sent nothing.
 *
 * @module
 */

import { connect as connectTls } from "node:tls";
import type { ServerAddress } from "../../net/address.ts";
import { INNER_NAME } from "../../net/certificate.ts";
import { type Clock, sleep, within } from "../../net/clock.ts";
import { closeQuietly, connectTcp, type TcpFailure, type Wire } from "./tcp.ts";

/** How long shaking hands may take at least, in ms: as long as a server of ours waits, less than which a slow relay needs. */
const HANDSHAKE_WITHIN = 8000;

/**
 * The waits before a server that answered with plain text is tried again, in ms. One that had greeted us before our hello
 * was there is patient with our address from when the hello does arrive, and that may be 3 s later.
 */
const PAUSES = [100, 1000, 3500];

/** A server greets whoever is silent for 300 ms. Plain text that comes sooner answers our hello: it speaks no TLS. */
const SOONER_THAN_GREETED = 250;

/** How often plain text that came that soon is believed to be a mistake: on a machine that is so busy that 300 ms are nothing. */
const DOUBTS = 1;

/** What became of shaking hands. `certificate`: it is not one that we take. `no-tls`: what answers is plain text. */
export type Secured =
  | { readonly kind: "secured"; readonly wire: Wire }
  | { readonly kind: "certificate"; readonly cause: string }
  | { readonly kind: "no-tls" }
  | { readonly kind: "failed"; readonly failure: TcpFailure };

/** What a certificate is checked against: a name, and certificates besides those of the public authorities, in PEM. */
export interface Check {
  readonly hostname: string;
  readonly caCerts: readonly string[];
}

/** Connects and shakes hands; nothing of ours is sent before the check is passed. Never throws. */
export async function connectSecurely(
  address: ServerAddress,
  check: Check,
  timeout: number,
  clock: Clock,
): Promise<Secured> {
  // Closing at once might destroy our hello on its way through a relay, by which the server learns to be patient.
  const failed: { close(): void }[] = [];
  try {
    for (let attempt = 0;; attempt++) {
      const connected = await connectTcp(address, timeout, clock);
      if (!connected.ok) return { kind: "failed", failure: connected.failure };
      const began = clock.elapsed();
      const secured = await shakeHands(
        connected.conn,
        check,
        Math.max(timeout, HANDSHAKE_WITHIN),
        clock,
        failed,
      );
      const pause = PAUSES[attempt];
      const isAnswer = clock.elapsed() - began < SOONER_THAN_GREETED && attempt >= DOUBTS;
      if (secured.kind !== "no-tls" || pause === undefined || isAnswer) return secured;
      await sleep(clock, pause);
    }
  } finally {
    failed.forEach(closeQuietly);
  }
}

async function shakeHands(
  conn: Deno.TcpConn,
  { hostname, caCerts }: Check,
  timeout: number,
  clock: Clock,
  failed: { close(): void }[],
): Promise<Secured> {
  let secure: Deno.TlsConn | undefined;
  try {
    const tls = secure = await Deno.startTls(conn, { hostname, caCerts: [...caCerts] });
    const isDone = await within(clock, timeout, tls.handshake().then(() => true), false);
    if (isDone) return { kind: "secured", wire: tls };
    closeQuietly(tls);
    return { kind: "failed", failure: { kind: "late", within: timeout } };
  } catch (error) {
    failed.push(secure ?? conn);
    return handshakeFailure(error);
  }
}

/** Sorts an error of shaking hands by what it means, as both versions of Deno word it. */
function handshakeFailure(error: unknown): Exclude<Secured, { kind: "secured" }> {
  const cause = error instanceof Error ? error.message : String(error);
  const [, certificate] = /invalid peer certificate: (.*)/s.exec(cause) ?? [];
  if (certificate !== undefined) return { kind: "certificate", cause: certificate };
  if (cause.includes("InvalidContentType")) return { kind: "no-tls" };
  return { kind: "failed", failure: { kind: "other", cause } };
}

/**
 * Fetches the certificate that a server shows, which proves nothing: it may not even have the key. Nothing is sent, and the
 * connection is closed at once. `undefined` when there is none to be had.
 */
export function fetchCertificate(
  { host, port }: ServerAddress,
  timeout: number,
  clock: Clock,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer> | undefined>();
  const options = { host, port, servername: INNER_NAME, rejectUnauthorized: false };
  const socket = connectTls(options, () => {
    const { raw } = socket.getPeerCertificate(true);
    resolve(raw && Uint8Array.from(raw));
  });
  socket.on("error", () => resolve(undefined)); // Whoever connects next learns what is wrong.
  socket.on("close", () => resolve(undefined));
  return within(clock, Math.max(timeout, HANDSHAKE_WITHIN), promise, undefined).finally(() =>
    socket.destroy()
  );
}
