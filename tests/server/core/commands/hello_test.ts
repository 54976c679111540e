/** How many people come in from one address. */

import { assertEquals } from "@std/assert";
import { Origins } from "../../../../net/origin.ts";
import { TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** Somebody who connects from an address and says hello. */
async function come(core: TestCore, name: string, host: string): Promise<TestClient> {
  const client = new TestClient(
    core.hub,
    (sink) => ({ ...core.peer(sink), origin: new Origins().of(host) }),
    core.clock,
  );
  client.hello(name);
  await core.endTurn();
  return client;
}

test("from one address a hundred come in at once and then one a second; from elsewhere people still do", async () => {
  const core = new TestCore({ maxPerAddress: 5 });
  for (let at = 0; at < 100; at++) {
    const client = await come(core, `n${at}`, `2001:db8:1:2::${at}`);
    assertEquals(client.framesOf("welcome").length, 1);
    client.sendFrames({ type: "quit" });
    await core.endTurn();
  }
  const late = await come(core, "late", "2001:db8:1:2:ffff::1");
  assertEquals(late.framesOf("error"), [{
    type: "error",
    text: "Many have just come in from your address: try again in 1 second.",
    code: "join-limit",
    wait: 1000,
  }]);
  assertEquals((await come(core, "else", "2001:db8:1:3::1")).framesOf("welcome").length, 1);
  await core.clock.advance(1000);
  late.hello("late");
  await core.endTurn();
  assertEquals(late.framesOf("welcome").length, 1);
});

test("who comes back is not counted as coming in", async () => {
  const core = new TestCore({ maxPerAddress: 5, grace: 30_000 });
  const first = await come(core, "ada", "192.0.2.7");
  const [welcome] = first.framesOf("welcome");
  for (let at = 0; at < 150; at++) {
    const again = core.connect();
    again.sendFrames({
      type: "hello",
      name: "ada",
      room: "lobby",
      resume: { token: welcome?.token ?? "", after: {} },
    });
    await core.endTurn();
    assertEquals(again.framesOf("welcome").length, 1, `${at}`);
  }
});
