/** What is inside TLS, by each engine: on Deno from 2.9 on there are both. */

import { TLSSocket } from "node:tls";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { HandshakeFailed, hasNodeTls, openTls, type Tls } from "../../net/tls.ts";
import { systemClock } from "../../net/clock.ts";
import type { SecureWire, Wire } from "../../net/wire.ts";
import { FakeClock } from "../support/clock.ts";
import { HAS_NODE_TLS } from "../support/encryption.ts";
import { test } from "../support/sanitized.ts";
import { makeIdentity, type TestIdentity } from "../support/tls_server.ts";

const OLD = "2.6.10";
/** One of which nobody knows yet how it encrypts. */
const YOUNG = "2.10.0";
const NODE_TLS = [["node:tls", "2.9.6"], ["node:tls by its streams", YOUNG]] as const;
const ENGINES = [["the relay", OLD], ...(HAS_NODE_TLS ? NODE_TLS : [])] as const;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads until it is the end, or so many bytes have come. */
async function readText(from: Pick<Wire, "read">, most = Infinity): Promise<string> {
  const buffer = new Uint8Array(1000);
  let text = "";
  while (text.length < most) {
    const count = await from.read(buffer).catch(() => null);
    if (count === null) break;
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text;
}

/** Both ends of a connection, in clear; the engine is closed with them. */
async function withEnds(
  version: string,
  run: (tls: Tls, server: Deno.TcpConn, client: Deno.TcpConn, identity: TestIdentity) => Promise<void>,
  clock = systemClock,
): Promise<void> {
  const identity = await makeIdentity();
  const tls = openTls(identity, clock, version);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const server = await listener.accept();
  try {
    await run(tls, server, client, identity);
  } finally {
    for (const end of [server, client, listener]) {
      try {
        end.close();
      } catch { /* The test has closed it, or it is inside TLS. */ }
    }
    tls.close();
  }
}

/** Shakes hands on both ends; the first bytes were read before, as the port does. */
async function shake(
  tls: Tls,
  server: Deno.TcpConn,
  client: Deno.TcpConn,
  { cert }: TestIdentity,
): Promise<[SecureWire, Deno.TlsConn]> {
  const starting = Deno.startTls(client, { hostname: "localhost", caCerts: [cert] });
  const inside = await starting;
  const shaken = inside.handshake();
  const early = new Uint8Array(3);
  const count = await server.read(early) ?? 0;
  const secured = await tls.secure(server, early.subarray(0, count));
  await shaken;
  return [secured, inside];
}

for (const [name, version] of ENGINES) {
  test(`${name}: what is written at one end is read at the other, up to the end of each`, async () => {
    await withEnds(version, async (...ends) => {
      const [server, client] = await shake(...ends);
      assertEquals(server.version, "1.3");
      assertEquals(server.remoteAddr.port, client.localAddr.port);
      await client.write(bytes("ping"));
      assertEquals(await readText(server, 4), "ping");
      const long = "x".repeat(300_000);
      const reading = readText(client);
      for (let at = 0; at < long.length;) at += await server.write(bytes(long.slice(at)));
      await client.write(bytes("last words"));
      await client.closeWrite();
      assertEquals(await readText(server), "last words");
      await server.closeWrite();
      assertEquals((await reading).length, long.length);
      server.close();
      client.close();
    });
  });

  test(`${name}: a peer that is gone is an end, and writing to it fails`, async () => {
    const identity = await makeIdentity();
    const tls = openTls(identity, systemClock, version);
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const peer = new Deno.Command("openssl", {
      args: ["s_client", "-quiet", "-connect", `127.0.0.1:${listener.addr.port}`],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const server = await tls.secure(await listener.accept(), new Uint8Array());
    peer.kill("SIGKILL");
    await peer.status;
    assertEquals(await readText(server), "");
    await assertRejects(async () => {
      for (let mebibytes = 0; mebibytes < 64; mebibytes++) await server.write(new Uint8Array(1024 * 1024));
    }, Error);
    server.close();
    await peer.stdin.abort();
    tls.close();
  });

  test(`${name}: what is no handshake fails, also one that ends, or takes longer than ten seconds`, async () => {
    await withEnds(version, async (tls, server) => {
      const garbage = Uint8Array.of(0x16, 3, 1, 0, 5, 9, 9, 9, 9, 9);
      await assertRejects(() => tls.secure(server, garbage), HandshakeFailed);
    });
    await withEnds(version, async (tls, server, client) => {
      client.close();
      await assertRejects(() => tls.secure(server, Uint8Array.of(0x16, 3, 1)), HandshakeFailed);
    });
    const clock = new FakeClock();
    await withEnds(version, async (tls, server) => {
      const failing = assertRejects(() => tls.secure(server, Uint8Array.of(0x16, 3, 1)), HandshakeFailed);
      for (let seconds = 0; seconds < 11; seconds++) {
        await new Promise((resolve) => setTimeout(resolve, 5)); // The relay connects in real time.
        await clock.advance(1_000);
      }
      await failing;
    }, clock);
  });

  test(`${name}: with another certificate, who comes gets that one, and who is in stays`, async () => {
    await withEnds(version, async (tls, server, client, identity) => {
      const [first, other] = await shake(tls, server, client, identity);
      const renewed = await makeIdentity();
      tls.change(renewed);
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const next = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
      const [secured, inside] = await shake(tls, await listener.accept(), next, renewed);
      await inside.write(bytes("new"));
      await other.write(bytes("old"));
      assertEquals([await readText(secured, 3), await readText(first, 3)], ["new", "old"]);
      for (const end of [first, other, secured, inside]) end.close();
    });
  });
}

test("the relay lets nobody in who connects to it from elsewhere on this machine", async () => {
  await withEnds(OLD, async (...ends) => {
    const [, , , { cert }] = ends;
    const ports: number[] = [];
    const listenTls = Deno.listenTls;
    Deno.listenTls = (options) => {
      const listener = listenTls(options);
      ports.push(listener.addr.port);
      return listener;
    };
    try {
      const [server, client] = await shake(...ends);
      const [port = 0] = ports;
      const stranger = await Deno.connectTls({ hostname: "127.0.0.1", port, caCerts: [cert] });
      await stranger.write(bytes("let me in")).catch(() => {}); // It may have been closed by now.
      assertEquals(await readText(stranger), "");
      for (const end of [stranger, server, client]) end.close();
    } finally {
      Deno.listenTls = listenTls;
    }
  });
});

test("a version of which it is known how it encrypts is asked directly", async () => {
  if (!HAS_NODE_TLS) return;
  const { write } = TLSSocket.prototype;
  for (const [version, expected] of [[Deno.version.deno, 0], [YOUNG, 1]] as const) {
    await withEnds(version, async (...ends) => {
      const [server, client] = await shake(...ends);
      let writes = 0;
      TLSSocket.prototype.write = function (this: TLSSocket, ...args: readonly unknown[]): boolean {
        writes++;
        return Reflect.apply(write, this, args);
      };
      try {
        await server.write(bytes("word"));
        assertEquals(await readText(client, 4), "word");
        assertEquals(writes, expected);
      } finally {
        TLSSocket.prototype.write = write;
      }
      for (const end of [server, client]) end.close();
    });
  }
});

test("what was encrypted for a write is freed once it is written, and not when garbage is collected", async () => {
  if (!HAS_NODE_TLS) return;
  await withEnds(Deno.version.deno, async (...ends) => {
    const [, conn] = ends;
    const written: Uint8Array[] = [];
    const write = conn.write.bind(conn);
    conn.write = (some) => {
      written.push(some);
      return write(some);
    };
    const [server, client] = await shake(...ends);
    written.length = 0;
    await server.write(bytes("word"));
    assertEquals(await readText(client, 4), "word");
    assertEquals(written.map(({ buffer }) => buffer.byteLength), [0]);
    for (const end of [server, client]) end.close();
  });
});

Deno.test("the engine goes by the version of Deno", () => {
  for (const old of ["2.6.10", "2.8.9", "1.46.3"]) assert(!hasNodeTls(old), old);
  for (const young of ["2.9.0", "2.10.1", "3.0.0", "2.9.6+abc"]) assert(hasNodeTls(young), young);
});
