/** What others are told of somebody: what they are in a room and on the server, and whether they are heard. */

import { assertEquals } from "@std/assert";
import { mod, send, withRole } from "../../../support/people.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** Asks who is in the lobby, and gives what each is there. */
async function standings(core: TestCore, asker: TestClient) {
  await send(core, asker, { type: "who", room: "lobby", detail: true });
  await core.clock.advance(5);
  await core.endTurn();
  const frame = asker.framesOf("members").at(-1);
  return Object.fromEntries((frame?.members ?? []).map((name, index) => {
    const { idle: _, ...standing } = frame?.presence?.[index] ?? { idle: 0 };
    return [name, standing];
  }));
}

test("who is there is listed with what they are in the room, and with who is muted", async () => {
  const core = new TestCore({ grace: 30_000 });
  const ada = await withRole(core, "ada", "owner");
  await withRole(core, "mia", "moderator");
  await withRole(core, "cy", "member");
  const bob = await core.member("bob");
  const eve = await core.member("eve");
  await send(core, ada, mod("op", { room: "lobby", name: "bob" }), mod("mute", { name: "eve" }));
  const expected = {
    ada: { account: true, rank: "owner" },
    mia: { account: true, rank: "moderator" },
    cy: { account: true },
    bob: { rank: "operator" },
    eve: { muted: true },
  } as const;
  assertEquals(await standings(core, eve), expected);
  await send(core, bob, { type: "whois", name: "mia" }, { type: "whois", name: "bob" });
  assertEquals(
    bob.framesOf("whois").map(({ name, rank, account }) => [name, rank, account]),
    [["mia", "moderator", true], ["bob", undefined, undefined]], // On the server bob is nothing special.
  );
});

test("who comes is told of with what they are, and what changes of it is told as well", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  const bob = await core.member("bob");
  await withRole(core, "mia", "moderator");
  await core.member("eve");
  assertEquals(
    bob.framesOf("joined").map(({ name, rank, account }) => [name, rank, account]),
    [["mia", "moderator", true], ["eve", undefined, undefined]],
  );
  await send(
    core,
    ada,
    mod("voice", { room: "lobby", name: "eve" }),
    mod("op", { room: "lobby", name: "mia" }),
    mod("devoice", { room: "lobby", name: "eve" }),
    mod("deop", { name: "mia" }),
  );
  assertEquals(
    bob.framesOf("moderated").map(({ do: deed, name, rank }) => [deed, name, rank]),
    [
      ["voice", "eve", "voiced"],
      ["op", "mia", "moderator"], // A moderator is no less where they are an operator, too.
      ["devoice", "eve", undefined],
      ["deop", "mia", "operator"],
    ],
  );
});

test("with nc one reads behind a name what somebody is", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  const bob = await core.member("bob", "plain");
  await core.member("eve");
  await send(core, ada, mod("mute", { name: "eve" }));
  bob.sendFrames({ type: "who", room: "lobby", detail: true });
  await core.endTurn();
  await core.clock.advance(5);
  assertEquals(bob.sink.text.includes("ada (owner)") && bob.sink.text.includes("eve (muted)"), true);
});
