/** Who proves to be the holder of an account: that counts as it is when it is used, and lets nobody in who is banned. */

import { assertEquals } from "@std/assert";
import { codesOf, mod, send, withRole } from "../../../support/people.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const password = "correct horse";

/** A server on which mia is a moderator who has gone, with a password. */
async function scene() {
  let waiting: (() => void) | undefined;
  let isSlow = false;
  const core = new TestCore({}, {
    derive: async (word) => {
      if (isSlow) await new Promise<void>((resolve) => waiting = resolve);
      return new TextEncoder().encode(word.padEnd(32, ".").slice(0, 32));
    },
  });
  const ada = await withRole(core, "ada", "owner");
  const mia = await core.member("mia");
  await send(core, mia, { type: "claim", password });
  await send(core, mia, { type: "quit" });
  const id = core.accounts.named("mia")?.id ?? 0;
  core.accounts.setRole(id, "moderator");
  const prove = async (client: TestClient): Promise<void> => {
    core.hub.authenticate(client.session, { name: "mia", password }, () => {});
    await core.endTurn();
  };
  const logIn = async (client: TestClient): Promise<boolean> => {
    let isIn = false;
    core.hub.logIn(client.session, { name: "mia", password }, () => true, () => isIn = true);
    for (let turns = 0; turns < 3; turns++) await core.endTurn();
    return isIn;
  };
  const slowly = (): void => void (isSlow = true);
  const goOn = async (): Promise<void> => {
    isSlow = false;
    waiting?.();
    await core.endTurn();
  };
  return { core, ada, id, prove, logIn, slowly, goOn };
}

test("a rank that was taken back between the proof and the hello does not come back by it", async () => {
  const { core, id, prove } = await scene();
  const client = core.connect();
  await prove(client);
  core.accounts.setRole(id, "member");
  client.hello("mia");
  await core.endTurn();
  assertEquals(client.framesOf("welcome").length, 1);
  assertEquals(client.session.person.account, { id, role: "member" });
});

test("a rank that is taken back while the password is looked at is none when it is found right", async () => {
  const { core, id, slowly, goOn } = await scene();
  slowly();
  const client = core.connect();
  await send(core, client, { type: "hello", name: "mia", room: "lobby", auth: { password } });
  core.accounts.setRole(id, "member");
  await goOn();
  assertEquals(client.session.person.account, { id, role: "member" });
});

test("who is a guest and banned from the server by their account does not become its holder", async () => {
  const { core, ada, logIn } = await scene();
  const mia = core.connect();
  await send(core, mia, { type: "hello", name: "mia", room: "lobby", auth: { password } });
  await send(core, ada, mod("ban", { name: "mia" }));
  const guest = await core.member("guest");
  assertEquals(await logIn(guest), false);
  assertEquals([codesOf(guest), guest.session.person.account], [["banned"], undefined]);
});

test("who is banned from a room by their account does not become its holder while they are in there as a guest", async () => {
  const { core, ada, logIn } = await scene();
  const mia = core.connect();
  await send(core, mia, { type: "hello", name: "mia", room: "lobby", auth: { password } });
  await send(core, ada, mod("ban", { name: "mia", room: "lobby" }));
  await send(core, mia, { type: "quit" });
  const guest = await core.member("guest");
  assertEquals([await logIn(guest), codesOf(guest)], [false, ["banned"]]);
  await send(core, guest, { type: "part", room: "lobby" });
  assertEquals(await logIn(guest), true);
});
