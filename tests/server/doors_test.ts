/** The port at its end. */

import { setImmediate } from "node:timers";
import { Origins } from "../../net/origin.ts";
import { assertEquals } from "@std/assert";
import { Port } from "../../server/doors.ts";
import { Subscriptions } from "../../server/bots/subscriptions.ts";
import { BotPosting } from "../../server/bots/posting.ts";
import { rethrow, TestCore } from "../support/test_core.ts";
import { RawPeer } from "../support/peers.ts";
import { test } from "../support/sanitized.ts";
import { noTls } from "../support/no_tls.ts";

test("who comes at the very moment of closing is closed when they have asked nothing for a moment, and holds nothing up", async () => {
  const core = new TestCore();
  const { hub, clock, turn, logged } = core;
  const logger = (event: typeof logged[number]): void => void logged.push(event);
  const door = new Port({
    hub,
    posting: new BotPosting(hub.context),
    subscriptions: new Subscriptions(hub.context),
    title: "chat",
    clock,
    outbox: { limit: 1024, clock, turn, onFault: rethrow },
    logger,
    web: undefined,
    origins: new Origins(),
    unencrypted: "anywhere",
    tls: noTls,
  });
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = door.accept(listener);
  door.closeUndecided();
  const peer = new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }));
  await door.empty(); // While they are still there.
  while (clock.pending === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
  await clock.advance(300);
  assertEquals(await peer.waitForEnd(), "ended");
  assertEquals([logged, clock.pending], [[], 0]);
  listener.close();
  await accepting;
  await peer.close();
});
