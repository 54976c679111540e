/** Taking connections, whatever becomes of single ones. */

import { assertEquals } from "@std/assert";
import { acceptConnections } from "../../net/accept.ts";
import { FakeClock } from "../support/clock.ts";
import { test } from "../support/sanitized.ts";

test("a peer that is gone before it was taken is no shortage of descriptors, and the next one is let in", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const gone = [Deno.errors.NotConnected, Deno.errors.ConnectionAborted, Deno.errors.ConnectionReset]
    .map((Kind) => new Kind("gone"));
  const accept = (): Promise<Deno.TcpConn> => {
    const error = gone.shift();
    return error === undefined ? listener.accept() : Promise.reject(error);
  };
  const told: boolean[] = [];
  const taken = acceptConnections({ accept }, new FakeClock(), (isShort) => told.push(isShort));
  const peer = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const first = await taken.next();
  assertEquals([first.value?.tookSpare, gone, told], [false, [], []]);
  first.value?.conn.close();
  peer.close();
  listener.close();
  assertEquals((await taken.next()).done, true);
});
