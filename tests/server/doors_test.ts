/** The port at its end. */

import { setImmediate } from "node:timers";
import { Origins } from "../../net/origin.ts";
import { assertEquals } from "@std/assert";
import { Port } from "../../server/doors.ts";
import { Subscriptions } from "../../server/core/bots/subscriptions.ts";
import { BotPosting } from "../../server/core/bots/posting.ts";
import { rethrow, TestCore } from "../support/test_core.ts";
import { RawPeer } from "../support/peers.ts";
import { test } from "../support/sanitized.ts";
import { noTls } from "../support/no_tls.ts";

/** Makes the port of a core. */
function portOf({ hub, clock, turn, logged }: TestCore): Port {
  return new Port({
    hub,
    posting: new BotPosting(hub.context),
    subscriptions: new Subscriptions(hub.context),
    title: "chat",
    clock,
    outbox: { limit: 1024, clock, turn, onFault: rethrow },
    logger: (event) => void logged.push(event),
    web: undefined,
    origins: new Origins(),
    unencrypted: "anywhere",
    tls: noTls,
  });
}

/** Lets the event loop go on, with all that is ready in it. */
async function pass(): Promise<void> {
  await new Promise<void>((resolve) => void setImmediate(resolve));
}

test("who comes at the very moment of closing is closed when they have asked nothing for a moment, and holds nothing up", async () => {
  const core = new TestCore();
  const { clock, logged } = core;
  const door = portOf(core);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = door.accept(listener);
  door.closeUndecided();
  const peer = new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }));
  await door.empty(); // While they are still there.
  while (clock.pending === 0) await pass();
  await clock.advance(300);
  assertEquals(await peer.waitForEnd(), "ended");
  assertEquals([logged, clock.pending], [[], 0]);
  listener.close();
  await accepting;
  await peer.close();
});

test("while somebody talks one connection is accepted in a pass, however many have come", async () => {
  const core = new TestCore();
  const talker = await core.member("ada");
  const port = portOf(core);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connect = async () =>
    new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }));
  const peers = [await connect(), await connect(), await connect()];
  talker.say("hello");
  await core.endTurn();
  const accepting = port.accept(listener);
  for (const accepted of [1, 2, 3]) {
    while (port.count < accepted) await pass();
    for (let time = 0; time < 20; time++) await pass(); // Others would have been accepted by now.
    assertEquals(port.count, accepted);
    await core.clock.advance(1);
  }
  port.close();
  for (const peer of peers) await peer.close();
  listener.close();
  await core.clock.advance(1);
  await accepting;
});
