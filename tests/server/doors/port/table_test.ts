/** A door that is added by its folder (`tests/server/doors/shout/`) and its row. */

import { Origins } from "../../../../net/origin.ts";
import { assertEquals } from "@std/assert";
import { BotPosting } from "../../../../server/core/bots/posting.ts";
import { Subscriptions } from "../../../../server/core/bots/subscriptions.ts";
import type { DoorTable } from "../../../../server/connection.ts";
import { doorTable, Port, type PortParts } from "../../../../server/doors.ts";
import { NativePeer, PlainPeer, RawPeer } from "../../../support/peers.ts";
import { test } from "../../../support/sanitized.ts";
import { rethrow, TestCore } from "../../../support/test_core.ts";
import { shoutDoor } from "../shout/door.ts";
import { noTls } from "../../../support/no_tls.ts";

/** All doors, and the made-up one: its row. */
function withShout(parts: PortParts): DoorTable {
  const doors = doorTable(parts);
  return { ...doors, claiming: [...doors.claiming, shoutDoor(parts)] };
}

/** Runs a test with an open port that has the made-up door, too. */
async function withPort(
  limits: ConstructorParameters<typeof TestCore>[0],
  run: (connect: () => Promise<Deno.TcpConn>, core: TestCore) => Promise<void>,
): Promise<void> {
  const core = new TestCore(limits);
  const { hub, clock, turn } = core;
  const logger = (event: typeof core.logged[number]): void => void core.logged.push(event);
  const parts: PortParts = {
    hub,
    posting: new BotPosting(hub.context),
    subscriptions: new Subscriptions(hub.context),
    title: "chat",
    clock,
    outbox: { limit: 100_000, clock, turn, onFault: rethrow },
    logger,
    web: undefined,
    origins: new Origins(),
    unencrypted: "anywhere",
    tls: noTls,
  };
  const port = new Port(parts, withShout(parts));
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = port.accept(listener);
  let isOver = false;
  const turns = async (): Promise<void> => {
    while (!isOver) {
      turn.end();
      await clock.advance(1); // What waits for the next pass goes on.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const ticking = turns();
  try {
    await run(() => Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }), core);
  } finally {
    listener.close();
    await accepting;
    isOver = true;
    await ticking;
    port.close();
    await port.empty();
  }
}

test("a made-up door needs its folder and its row: its clients and those of other doors hear each other", async () => {
  await withPort({}, async (connect, core) => {
    const ada = new NativePeer(await connect());
    await ada.enter("ada");
    const eve = new RawPeer(await connect());
    for (const byte of "SHOUT eve\n") await eve.send(byte);
    await eve.waitForText("COME IN!\n");
    await eve.send("is anybody here?\n");
    await ada.waitForMessage("is anybody here?");
    await ada.say("me");
    await eve.waitForText("EVE: IS ANYBODY HERE?!\nADA: ME!\n");
    const sue = new PlainPeer(await connect());
    await sue.send("SHOUTer\n"); // Nearly, but not the door's word: a person.
    await sue.waitForText("Here now");
    await eve.close();
    await ada.waitForFrame("left", ({ name }) => name === "eve");
    assertEquals(
      core.logged.flatMap((event) => event.event === "joined" ? [[event.name, event.door]] : []),
      [["ada", "native"], ["eve", "shout"], ["SHOUTer", "plain"]],
    );
    await Promise.all([ada.close(), sue.close()]);
  });
});

test("a made-up door says in its own way why somebody cannot stay", async () => {
  await withPort({ maxClients: 1 }, async (connect) => {
    const ada = new NativePeer(await connect());
    await ada.enter("ada");
    const eve = new RawPeer(await connect());
    await eve.send("SHOUT eve\n");
    await eve.waitForText("NO! ");
    await Promise.all([eve.close(), ada.close()]);
  });
});
