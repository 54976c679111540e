/** A NATS that lets in only who proves to be one of ours. Left out where there is no `nats-server`; not in CI. */

import { assertEquals } from "@std/assert";
import { clusterStatus } from "../../server.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { makeAuthority } from "../support/openssl.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

Deno.test({
  name:
    "with a certificate and its key a server is let in by a NATS that begins with TLS and asks for one; without, or with another authority's, it is not",
  ignore: nats === undefined,
  sanitizeOps: false, // Whoever gives up asking leaves the attempt that is under way to itself.
  sanitizeResources: false,
  fn: async () => {
    using folder = new TempFolder();
    using foreign = new TempFolder();
    await makeAuthority(folder.path, { nats: "IP:127.0.0.1", chat: "DNS:chat1" });
    await makeAuthority(foreign.path, { chat: "DNS:chat1" });
    await using stream = new NatsServer(nats ?? "");
    const files = ["cert_file: nats.pem", "key_file: nats.key", "ca_file: ca.pem"]
      .map((line) => line.replace(/ (.*)/, (_, name) => ` "${folder.file(name)}"`));
    await stream.start(undefined, `tls {\n${files.join("\n")}\nverify: true\nhandshake_first: true\n}`);
    const read = (from: TempFolder, name: string): string => Deno.readTextFileSync(from.file(name));
    const ca = read(folder, "ca.pem");
    const found = async (shown: { readonly cert?: string; readonly key?: string }): Promise<unknown> => {
      const options = { name: "chat", replicas: 1, keep: 1, advertise: [] };
      const asked = clusterStatus({ servers: [`tls://127.0.0.1:${stream.port}`], ca, ...shown, ...options });
      return await asked.then(() => "", (error) => [error.kind, error.message]);
    };
    const pair = (from: TempFolder) => ({ cert: read(from, "chat.pem"), key: read(from, "chat.key") });
    // Let in, it is told that there is no stream yet.
    assertEquals(await found(pair(folder)), ["no-stream", "no cluster is called chat"]);
    const nobody = ["no-answer", `tls://127.0.0.1:${stream.port}`];
    assertEquals(await Promise.all([found({}), found(pair(foreign))]), [nobody, nobody]);
  },
});
