/**
 * Connections inside TLS. The server does not know them from one another by their address, as they all come from this
 * machine: so each is introduced as coming from one of its own, which the server must trust us with
 * ({@linkcode TRUSTS_US}).
 *
 * @module
 */

import { fetchCertificate } from "../../client/wire/tls.ts";
import { INNER_NAME } from "../../net/certificate.ts";
import { systemClock } from "../../net/clock.ts";
import { toPem } from "../../net/pem.ts";

/** The flags of a server that believes us where a connection comes from. */
export const TRUSTS_US: readonly string[] = ["--trust-proxy", "127.0.0.1"];

const TIMEOUT = 5000;

const certificates = new Map<number, Promise<string>>();

/** Connects to a server of ours on this machine, as if from an address of its own. @param index Which. */
export async function connectFrom(index: number, port: number): Promise<Deno.TcpConn> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  conn.setNoDelay(true);
  const host = `198.${18 + (index >> 16 & 1)}.${index >> 8 & 255}.${index & 255}`; // RFC 2544: nobody's.
  await conn.write(new TextEncoder().encode(`PROXY TCP4 ${host} 127.0.0.1 1024 ${port}\r\n`));
  return conn;
}

/** Shakes hands with the server of this port, whose certificate it shows the first time. */
export async function secure(conn: Deno.TcpConn, port: number): Promise<Deno.TlsConn> {
  const cert = await certificateOf(port);
  const inside = await Deno.startTls(conn, { hostname: INNER_NAME, caCerts: [cert] });
  await inside.handshake();
  return inside;
}

/** Fetches the certificate of a server, once. */
export function certificateOf(port: number): Promise<string> {
  const known = certificates.get(port) ?? fetch(port);
  certificates.set(port, known);
  return known;
}

async function fetch(port: number): Promise<string> {
  const certificate = await fetchCertificate({ host: "127.0.0.1", port }, TIMEOUT, systemClock);
  if (certificate === undefined) throw new Error("the server shows no certificate");
  return toPem("CERTIFICATE", certificate);
}
