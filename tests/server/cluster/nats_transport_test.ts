/** How a connection to NATS begins, and when it does not. */

import { assertEquals, assertRejects } from "@std/assert";
import { NatsTransport } from "../../../server/cluster/nats_transport.ts";
import { test } from "../../support/sanitized.ts";

/** Connects to something that says this to begin with, and gives what it was told in plain text. */
async function connectTo(
  greeting: string,
  tls: { readonly isRequired: boolean; readonly ca?: string },
): Promise<string> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const heard = (async () => {
    using conn = await listener.accept();
    await conn.write(new TextEncoder().encode(greeting));
    const buffer = new Uint8Array(1024);
    const count = await conn.read(buffer); // Then it hangs up: whoever begins TLS gets no further.
    return new TextDecoder("latin1").decode(buffer.subarray(0, count ?? 0));
  })();
  const transport = new NatsTransport(tls);
  try {
    const server = {
      hostname: "127.0.0.1",
      port,
      tlsName: "",
      listen: "",
      resolves: undefined,
      src: "",
      didConnect: false,
      reconnects: 0,
      gossiped: false,
    };
    await transport.connect(server, {});
  } finally {
    transport.discard();
    await heard;
  }
  return await heard;
}

test("what is said before the encryption is not taken for what is said within", async () => {
  for (const more of ["PING\r\n", "MSG chat.c.log 1 2\r\nhi\r\n", "\n"]) {
    await assertRejects(
      () => connectTo(`INFO {"tls_required":true}\r\n${more}`, { isRequired: false }),
      Error,
      "said more before it encrypted",
    );
  }
});

test("where encryption is required, or it is said whom to believe, none is refused", async () => {
  for (const tls of [{ isRequired: true }, { isRequired: false, ca: "a certificate" }]) {
    await assertRejects(() => connectTo("INFO {}\r\n", tls), Error, "does not encrypt");
  }
  assertEquals(await connectTo("INFO {}\r\nPING\r\n", { isRequired: false }), "");
});

test("what was read stays as it was while more is read, of whatever length, and nothing of it is lost", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const all = Uint8Array.from({ length: 700_000 }, (_, index) => index * 31 % 251);
  const said = (async () => {
    using conn = await listener.accept();
    await conn.write(new TextEncoder().encode("INFO {}\r\n"));
    for (let at = 0, size = 1; at < all.length; size = size * 3 % 70_001) {
      at += await conn.write(all.subarray(at, at + size));
    }
  })();
  const transport = new NatsTransport({ isRequired: false });
  const { port } = listener.addr;
  await transport.connect({ hostname: "127.0.0.1", port, tlsName: "" }, {});
  const read: Uint8Array[] = [];
  for await (const some of transport) read.push(some);
  await said;
  const bytes = new Uint8Array(await new Blob(read.map((some) => some.slice())).arrayBuffer()).slice(9);
  assertEquals([bytes.length, bytes.findIndex((byte, index) => byte !== all[index])], [all.length, -1]);
});
