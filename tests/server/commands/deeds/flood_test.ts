/** Floods over real connections: the one who sends them is muted for a minute, and programs that wait are not. */

import { assert, assertEquals } from "@std/assert";
import { NativePeer } from "../../../support/peers.ts";
import { startServer, type TestServer } from "../../../support/test_server.ts";
import { test } from "../../../support/sanitized.ts";

const limits = { rate: { perSecond: 10, burst: 5 } };

/** Lets time pass while connections are read. */
async function advance(server: TestServer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await server.clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 1)); // So that sockets are read between.
  }
}

test("who floods from nc is muted, and told so; somebody else talks on", async () => {
  await using server = await startServer({ limits });
  const [eve, bob] = [await server.plain("eve"), await server.native("bob")];
  await eve.send("spam\n".repeat(300));
  await advance(server, 9_000);
  await eve.waitForText("You are muted until");
  const heard = bob.framesOf("message").length;
  assert(heard < 80, String(heard));
  await bob.say("still here", "1");
  await bob.waitForMessage("still here");
});

test("who floods with ids and waits for nothing is muted as well", async () => {
  await using server = await startServer({ limits });
  const [eve, bob] = [await server.native("eve"), await server.native("bob")];
  const line = (id: number): string => `{"type":"say","text":"spam","id":${id}}\n`;
  await eve.send(Array.from({ length: 400 }, (_, id) => line(id)).join(""));
  await advance(server, 9_000);
  const muted = await eve.waitForFrame("error", ({ code }) => code === "muted");
  assert(muted.code === "muted" && muted.wasFlood === true);
  assert(bob.framesOf("message").length < 150);
});

test("a program that has 64 messages on their way and waits for answers is never muted, however much it says", async () => {
  await using server = await startServer({ limits });
  const cat = await server.native("cat");
  let [sent, acked] = [0, 0];
  const pump = async (): Promise<void> => {
    for (; sent < 400 && sent < acked + 64; sent++) await cat.say(`line ${sent}`, sent);
  };
  for (let turns = 0; acked < 400 && turns < 1000; turns++) {
    await pump();
    await advance(server, 100);
    acked = cat.framesOf("ack").length;
  }
  assertEquals(acked, 400);
  assertEquals(cat.framesOf("error"), []);
  assert(cat instanceof NativePeer);
});

test("--flood off mutes nobody", async () => {
  await using server = await startServer({ limits: { ...limits, flood: false } });
  const eve = await server.plain("eve");
  await eve.send("spam\n".repeat(100));
  await advance(server, 9_000);
  assert(!eve.text.includes("muted"));
});
