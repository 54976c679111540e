/** One more device by a ticket: once, within ten minutes, and as the holder of the account. */

import { assert, assertEquals } from "@std/assert";
import { openTickets } from "../../../../server/store/accounts.ts";
import { claimBy, enterBy, nonceOf, TestKey } from "../../../support/accounts.ts";
import { codesOf, send } from "../../../support/people.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** Somebody with a claimed name, and a way to ask for tickets. */
async function scene() {
  const tickets = openTickets(undefined);
  const core = new TestCore({}, { tickets });
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, ada, key);
  const ticket = async (): Promise<string> => {
    await send(core, ada, { type: "account", do: "add" });
    const [, ticket] = /t=([\w-]{22})$/.exec(ada.framesOf("account").at(-1)?.link ?? "") ?? [];
    assert(ticket !== undefined, "no ticket");
    return ticket;
  };
  return { core, ada, key, ticket };
}

async function comeWith(core: TestCore, ticket: string, name = "ada"): Promise<TestClient> {
  const client = core.connect();
  await send(core, client, { type: "hello", name, room: "lobby", ticket });
  return client;
}

async function devices(core: TestCore, client: TestClient) {
  await send(core, client, { type: "account", do: "devices" });
  return client.framesOf("devices").at(-1)?.devices.map(({ kind, label }) => [kind, label]);
}

test("a client with a key of its own becomes a device of the account, under whatever name it came", async () => {
  const { core, ada, ticket } = await scene();
  const [phone, token] = [new TestKey(), await ticket()];
  const client = core.connect();
  const hello = { type: "hello", name: "whoever", room: "lobby", key: phone.id, device: "phone" } as const;
  client.sendFrames({ ...hello, ticket: token });
  client.sendFrames({ type: "prove", sig: phone.sign(await nonceOf(core, client), "whoever") });
  await core.endTurn();
  assertEquals(client.framesOf("welcome").map(({ name, account, session }) => [name, account, session]), [
    ["ada", true, undefined],
  ]);
  assertEquals(await devices(core, ada), [["key", "laptop"], ["key", "phone"]]);
  client.sendFrames({ type: "quit" });
  await core.endTurn();
  const again = await enterBy(core, "ada", phone); // From now on by its key.
  assertEquals(again.framesOf("welcome").map(({ account }) => account), [true]);
});

test("a browser stays logged in by a token of its own", async () => {
  const { core, ticket } = await scene();
  const browser = await comeWith(core, await ticket());
  const [welcome] = browser.framesOf("welcome");
  assert(welcome?.session?.startsWith("chs_"));
  assertEquals(await devices(core, browser), [["key", "laptop"], ["session", ""]]);
});

test("a ticket is good once, for ten minutes, until there is a newer one, and never where others read along", async () => {
  const { core, ticket } = await scene();
  const [first, second] = [await ticket(), await ticket()];
  assertEquals(codesOf(await comeWith(core, first)), ["ticket-bad"]);
  const plain = core.connectFrom({ isSecure: false });
  await send(core, plain, { type: "hello", name: "ada", room: "lobby", ticket: second });
  assertEquals(codesOf(plain), ["auth-plain"]);
  assertEquals(codesOf(await comeWith(core, second)), []);
  assertEquals(codesOf(await comeWith(core, second)), ["ticket-bad"]);
  const third = await ticket();
  await core.clock.advance(600_001);
  assertEquals(codesOf(await comeWith(core, third)), ["ticket-bad"]);
});

test("a guest has no devices to add one to, and ten are the most", async () => {
  const { core, ada } = await scene();
  const bob = await core.member("bob");
  await send(core, bob, { type: "account", do: "add" });
  assertEquals(codesOf(bob), ["no-account"]);
  for (let count = 1; count < 10; count++) await claimBy(core, ada, new TestKey());
  await send(core, ada, { type: "account", do: "add" });
  assertEquals(codesOf(ada), ["too-many-devices"]);
});
