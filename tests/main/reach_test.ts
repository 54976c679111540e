/** What `chat doctor` finds at the address that people open: a real server, behind proxies that do what proxies do wrong. */

import { assertEquals } from "@std/assert";
import { reachOf } from "../../main/doctor/reach.ts";
import type { Reach } from "../../main/doctor/facts.ts";
import { startServer } from "../support/test_server.ts";

/** A proxy that changes what a request says before it passes it on. */
function proxyTo(port: number, change: (head: string) => string): Disposable & { readonly port: number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const pass = async (conn: Deno.Conn): Promise<void> => {
    const on = await Deno.connect({ port });
    for (const one of [conn, on]) open.add(one);
    const bytes = new Uint8Array(8192);
    const count = await conn.read(bytes) ?? 0;
    await on.write(new TextEncoder().encode(change(new TextDecoder().decode(bytes.subarray(0, count)))));
    await Promise.allSettled([conn.readable.pipeTo(on.writable), on.readable.pipeTo(conn.writable)]);
  };
  const accepting = (async () => {
    for await (const conn of listener) void pass(conn).catch(() => {});
  })();
  return {
    port: listener.addr.port,
    [Symbol.dispose](): void {
      listener.close();
      void accepting;
      for (const one of open) {
        try {
          one.close();
        } catch {
          // It has been closed by what it was piped to.
        }
      }
    },
  };
}

const at = async (port: number): Promise<Reach["state"]> => (await reachOf(`http://127.0.0.1:${port}`)).state;

Deno.test("where page and connection come through, people come in", async () => {
  await using server = await startServer();
  assertEquals(await at(server.running.port), "good");
  using proxy = proxyTo(server.running.port, (head) => head);
  assertEquals(await at(proxy.port), "good");
});

Deno.test("a proxy that passes on another Host, or not that a WebSocket is asked for, is told from one that is right", async () => {
  await using server = await startServer();
  using renaming = proxyTo(server.running.port, (head) => head.replace(/^host: .*$/im, "Host: tea.example"));
  using plain = proxyTo(
    server.running.port,
    (head) => head.replace(/^(?:upgrade|connection): .*\r\n/gim, ""),
  );
  assertEquals([await at(renaming.port), await at(plain.port)], ["unknown-host", "no-socket"]);
});

Deno.test("nothing, and something else than chat, is told as what it is", async () => {
  await using other = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("tea"),
  );
  const port = other.addr.port;
  assertEquals(await at(port), "not-ours");
  await other.shutdown();
  assertEquals(await at(port), "unreachable");
});
