/** A WebSocket when something goes wrong on our side of it. */

import { assertEquals, assertRejects } from "@std/assert";
import { Connection } from "../../../../../server/connection/connection.ts";
import { WebSocketConnection } from "../../../../../server/doors/web/websocket/socket.ts";
import { FakeClock } from "../../../../support/clock.ts";
import { test } from "../../../../support/sanitized.ts";

test("a fault of ours while a WebSocket is read comes out of the reading", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using peer = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const connection = new Connection(await listener.accept(), new FakeClock(), () => {});
  const ping = Uint8Array.of(0x89, 0x80, 0, 0, 0, 0);
  const socket = new WebSocketConnection(connection, ping, () => {
    throw new RangeError("a fault");
  });
  await assertRejects(() => socket.read(new Uint8Array(64)), RangeError, "a fault");
  connection.close();
  assertEquals(await peer.read(new Uint8Array(1)), null);
});
