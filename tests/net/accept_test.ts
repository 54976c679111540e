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

test("without a spare descriptor, as in a root without /dev/null, everybody is let in all the same", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const told: boolean[] = [];
  const missing = (): Disposable => {
    throw new Deno.errors.NotFound("/dev/null");
  };
  const taken = acceptConnections(listener, new FakeClock(), (isShort) => told.push(isShort), missing);
  for (let nth = 1; nth <= 2; nth++) {
    const peer = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    const next = await taken.next();
    assertEquals([next.value?.tookSpare, told], [false, []]);
    next.value?.conn.close();
    peer.close();
  }
  listener.close();
  assertEquals((await taken.next()).done, true);
});
