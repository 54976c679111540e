/**
 * TLS to a server in the test's process: with `CHAT_TEST_TLS=1` every client of every test comes in that way.
 *
 * @module
 */

import { hasNodeTls } from "../../net/tls.ts";
import { makeIdentity, type TestIdentity } from "./tls_server.ts";

/** Whether tests come in encrypted unless they say otherwise. */
export const IS_ENCRYPTED = Deno.env.get("CHAT_TEST_TLS") === "1";

/** Whether this Deno encrypts without a relay, so that all can be tried that a relay does not give. */
export const HAS_NODE_TLS = hasNodeTls(Deno.version.deno);

/** A key and certificate as the files that a server is started with. */
export interface IdentityFiles {
  readonly identity: TestIdentity;
  readonly files: { readonly kind: "files"; readonly cert: string; readonly key: string };
}

let made: Promise<IdentityFiles> | undefined;

/** Gives the key and certificate of all servers of this process. */
export function identityFiles(): Promise<IdentityFiles> {
  return made ??= make();
}

async function make(): Promise<IdentityFiles> {
  const identity = await makeIdentity();
  const folder = Deno.makeTempDirSync({ prefix: "chat-test-" });
  addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  const [cert, key] = [`${folder}/cert.pem`, `${folder}/key.pem`];
  Deno.writeTextFileSync(cert, identity.cert);
  Deno.writeTextFileSync(key, identity.key);
  return { identity, files: { kind: "files", cert, key } };
}

/** Goes on encrypted on a connection, once it is sure that the server is ours. */
export async function secure(conn: Deno.TcpConn): Promise<Deno.TlsConn> {
  conn.setNoDelay(true);
  const { identity: { cert } } = await identityFiles();
  const inside = await Deno.startTls(conn, { hostname: "localhost", caCerts: [cert] });
  try {
    await inside.handshake();
    return inside;
  } catch (error) {
    inside.close();
    throw error;
  }
}
