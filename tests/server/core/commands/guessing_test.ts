/** Guessing at passwords tells nothing: whatever is wrong costs the same work and is answered the same way. */

import { assert, assertEquals } from "@std/assert";
import type { Derive } from "../../../../server/store/accounts.ts";
import { claimBy, TestKey } from "../../../support/accounts.ts";
import { codesOf, mod, send } from "../../../support/people.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

interface Work {
  readonly cost: unknown;
  readonly salt: number;
  readonly length: number;
}

/** A core that notes each password that is hashed. */
function scene() {
  const work: Work[] = [];
  const derive: Derive = (password, salt, cost) => {
    work.push({ cost, salt: salt.length, length: password.length });
    return Promise.resolve(new TextEncoder().encode(password.padEnd(32, ".").slice(0, 32)));
  };
  const core = new TestCore({}, { derive });
  const tryAs = async (name: string, password: string): Promise<TestClient> => {
    const client = core.connect();
    await send(core, client, { type: "hello", name, room: "lobby", auth: { password } });
    await core.endTurn();
    return client;
  };
  return { core, work, tryAs };
}

test("a name that nobody has claimed, one that has only a key, a wrong password and a right one are hashed once each, alike", async () => {
  const { core, work, tryAs } = scene();
  const ada = await core.member("ada");
  await send(core, ada, { type: "claim", password: "correct horse" });
  const bob = await core.member("bob");
  await claimBy(core, bob, new TestKey());
  await send(core, ada, { type: "quit" });
  await send(core, bob, { type: "quit" });
  work.length = 0;
  const tries: readonly (readonly [name: string, password: string, answers: readonly string[]])[] = [
    ["nobody", "correct horse", ["auth-failed"]],
    ["bob", "correct horse", ["auth-failed"]],
    ["ada", "correct h0rse", ["auth-failed"]],
    ["\u0000!", "correct horse", ["auth-failed"]], // No name at all.
    ["ada", "correct horse", []],
  ];
  const left: unknown[] = [];
  for (const [name, password, answers] of tries) {
    const client = await tryAs(name, password);
    assertEquals(codesOf(client), answers, name);
    const [error] = client.framesOf("error");
    if (error?.code === "auth-failed") left.push(error.left);
  }
  assertEquals(work.length, tries.length);
  for (const each of work) assertEquals(each, work[0]);
  assertEquals(left, [4, 4, 4, 4]); // Each name is counted by itself, claimed or not.
});

test("a password that has to wait is not hashed, and whoever has the key comes in all the while", async () => {
  const { core, work, tryAs } = scene();
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await send(core, ada, { type: "claim", password: "correct horse" });
  await claimBy(core, ada, key);
  await send(core, ada, { type: "quit" });
  for (let tries = 0; tries < 5; tries++) await tryAs("ada", "wrong wrong");
  const before = work.length;
  const [waits] = (await tryAs("ada", "correct horse")).framesOf("error");
  assert(waits?.code === "auth-wait");
  assertEquals([waits.wait, work.length], [1000, before]);
  const owner = core.connect();
  owner.sendFrames({ type: "hello", name: "ada", room: "lobby", key: key.id });
  await core.endTurn();
  const nonce = owner.framesOf("challenge")[0]?.nonce ?? "";
  await send(core, owner, { type: "prove", sig: key.sign(nonce, "ada") });
  assertEquals(owner.framesOf("welcome").map(({ account }) => account), [true]);
  await send(core, owner, { type: "quit" });
  await core.clock.advance(1000);
  assertEquals(codesOf(await tryAs("ada", "correct horse")), []);
});

test("who has an account, or needs no word, waits for nobody of the same address who guesses words for rooms, and guesses no more", async () => {
  const { core } = scene();
  const [op, ada, eve] = [await core.member("op"), await core.member("ada"), await core.member("eve")];
  await claimBy(core, ada, new TestKey());
  await send(core, op, { type: "join", room: "tea" }, mod("key", { room: "tea", value: "leaves" }));
  const guess = (client: TestClient, key: string) => send(core, client, { type: "join", room: "tea", key });
  const guessAll = async (client: TestClient): Promise<string | undefined> => {
    for (let tries = 0; tries < 20; tries++) await guess(client, `wrong ${tries}`);
    await guess(client, "leaves");
    return codesOf(client).at(-1);
  };
  const isIn = (client: TestClient, room: string): boolean =>
    client.framesOf("entered").some(({ room: entered }) => entered === room);
  assertEquals([await guessAll(eve), await guessAll(ada)], ["auth-wait", "auth-wait"]);
  await core.clock.advance(10_000);
  await guess(eve, "wrong again");
  await guess(ada, "leaves");
  await guess(eve, "leaves");
  assertEquals([isIn(ada, "tea"), isIn(eve, "tea")], [true, false]);
  await send(core, eve, { type: "join", room: "new", key: "leaves" });
  assert(isIn(eve, "new"), "where no word is asked for");
});
