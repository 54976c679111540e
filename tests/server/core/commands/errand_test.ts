/** Who comes to say something and go is seen by what they say, and by nothing else. */

import { assertEquals } from "@std/assert";
import type { HelloRequest } from "../../../../protocol.ts";
import { join } from "../../../support/room_summary.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** Somebody who says hello on an errand. */
async function errand(
  core: TestCore,
  name: string,
  wish: Pick<HelloRequest, "room" | "create" | "resume">,
): Promise<TestClient> {
  const client = core.connect();
  client.sendFrames({ type: "hello", name, errand: true, ...wish });
  await core.endTurn();
  return client;
}

/** What somebody got, without what everybody gets who comes in. */
function seen(client: TestClient): readonly string[] {
  return client.frames.flatMap((frame) =>
    frame.type === "welcome" ? [] : frame.type === "message" ? [`${frame.from}: ${frame.text}`] : [frame.type]
  );
}

test("who is on an errand says it, and neither comes nor goes in view", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  await join(core, ada, "tea");
  const before = seen(ada).length;
  const ci = await errand(core, "ci", { room: "tea", create: false });
  ci.sendFrames({ type: "say", room: "tea", text: "built", id: "1" });
  await core.endTurn();
  ada.sendFrames({ type: "who", room: "tea" }, { type: "say", room: "tea", text: "thanks" });
  await core.endTurn();
  ci.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals(seen(ada).slice(before), ["ci: built", "members", "ada: thanks"]);
  assertEquals(ada.framesOf("members").map(({ members }) => members), [["ada"]]);
  const [welcome] = ci.framesOf("welcome");
  assertEquals([welcome?.room, welcome?.created, welcome?.count], ["", false, 0]);
  assertEquals(seen(ci), ["ack", "bye"], "who is not seen hears nothing either");
});

test("an errand whose connection broke goes on unseen, and what it sends twice is said once", async () => {
  const core = new TestCore({ grace: 30_000 });
  const ada = await core.member("ada");
  const first = await errand(core, "ci", { room: "lobby" });
  const say = { type: "say", room: "lobby", text: "built", id: "1" } as const;
  first.sendFrames(say);
  await core.endTurn();
  first.disconnect();
  await core.endTurn();
  const again = await errand(core, "ci", { room: "", resume: { token: first.token, after: {} } });
  again.sendFrames(say, { ...say, text: "tested", id: "2" });
  await core.endTurn();
  assertEquals(seen(again), ["ack", "ack"]);
  assertEquals(seen(ada), ["ci: built", "ci: tested"]);
});

test("an errand in a room that is not there is refused, or makes it", async () => {
  const core = new TestCore();
  const typo = await errand(core, "ci", { room: "typo", create: false });
  assertEquals(typo.framesOf("error").map(({ code }) => code), ["no-room"]);
  const made = await errand(core, "ci", { room: "new" });
  assertEquals(made.framesOf("welcome").map(({ room, members }) => [room, members]), [["new", ["ci"]]]);
});

test("an errand gets nobody in who could not come in to say it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  await join(core, ada, "tea");
  await join(core, ada, "den");
  const early = await errand(core, "early", { room: "tea" });
  const bob = await core.member("bob");
  ada.sendFrames(
    { type: "mod", do: "lock", room: "tea" },
    { type: "mod", do: "secret", room: "den", value: true },
    { type: "mod", do: "lock", room: "den" },
  );
  await core.endTurn();
  early.sendFrames(
    { type: "say", room: "tea", text: "x", id: 1 },
    { type: "say", room: "den", text: "x", id: 2 },
  );
  bob.sendFrames({ type: "say", room: "tea", text: "x", id: 3 });
  await core.endTurn();
  const late = await errand(core, "late", { room: "tea" });
  assertEquals(early.framesOf("error").map(({ code, id }) => [code, id]), [["locked", 1], ["no-room", 2]]);
  assertEquals(bob.framesOf("error").map(({ code }) => code), ["no-room"], "who is on no errand joins first");
  assertEquals(late.framesOf("error").map(({ code }) => code), ["locked"]);
  assertEquals(ada.framesOf("message").filter(({ text }) => text === "x"), []);
});

test("the holder of a name who is in may have an errand elsewhere, and stays where they are", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  await join(core, ada, "tea");
  const mia = await core.member("mia");
  const password = "correct horse";
  mia.sendFrames({ type: "claim", password });
  await core.endTurn();
  await core.endTurn();
  const before = seen(ada).length;
  const other = core.connect();
  other.sendFrames({ type: "hello", name: "mia", room: "tea", errand: true, auth: { password } });
  await core.endTurn();
  await core.endTurn();
  other.sendFrames({ type: "say", room: "tea", text: "built", id: "1" }, { type: "quit" });
  await core.endTurn();
  assertEquals(seen(ada).slice(before), ["mia: built"]);
  assertEquals(mia.session.person.memberships.map(({ room }) => room.name), ["lobby"]);
});
