/** The owner's link for this machine's browser: once, within an hour, and from nowhere else. */

import { assertEquals } from "@std/assert";
import { makeOwnerTicket, openTickets } from "../../../../server/store/accounts.ts";
import { Origins } from "../../../../net/origin.ts";
import { codesOf, send } from "../../../support/people.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const HERE = new Origins().of("127.0.0.1");
const BY_PROXY = new Origins().forwarded({ host: "127.0.0.1", isEncrypted: true });

function scene() {
  const tickets = openTickets(undefined);
  const core = new TestCore({ grace: 30_000 }, { tickets });
  const link = async (): Promise<string> =>
    await makeOwnerTicket(tickets, core.hub.context.changes, core.clock.now()) ?? "";
  const open = async (ticket: string, origin = HERE): Promise<TestClient> => {
    const client = core.connectFrom({ origin });
    await send(core, client, { type: "hello", name: "ada", room: "lobby", ticket });
    return client;
  };
  return { core, link, open };
}

const roleOf = (client: TestClient) => client.framesOf("welcome")[0]?.role;

test("who opens the link on this machine is owner, and so is the name that they claim", async () => {
  const { core, link, open } = scene();
  const ada = await open(await link());
  assertEquals(roleOf(ada), "owner");
  await send(core, ada, { type: "claim", password: "correct horse" });
  await core.endTurn();
  assertEquals(core.accounts.named("ada")?.role, "owner");
});

test("a page that is loaded again goes on as the owner", async () => {
  const { core, link, open } = scene();
  const ada = await open(await link());
  const resume = ada.resume(0);
  ada.disconnect();
  await core.endTurn();
  const again = core.connectFrom({ origin: HERE });
  again.hello("ada", resume);
  await core.endTurn();
  assertEquals(again.framesOf("welcome").map(({ role, resumed }) => [role, resumed]), [["owner", true]]);
});

test("it is good once, for an hour, until there is a newer one, and only on this machine", async () => {
  const { core, link, open } = scene();
  const [first, second] = [await link(), await link()];
  for (const origin of [new Origins().of("192.0.2.1"), BY_PROXY]) {
    assertEquals(codesOf(await open(second, origin)), ["ticket-bad"]);
  }
  assertEquals(codesOf(await open(first)), ["ticket-bad"]);
  assertEquals(roleOf(await open(second)), "owner");
  assertEquals(codesOf(await open(second)), ["ticket-bad"]);
  const third = await link();
  await core.clock.advance(3_600_001);
  assertEquals(codesOf(await open(third)), ["ticket-bad"]);
});
