/** Ranks hold also for who has gone out, for who has lost theirs meanwhile, and for the reasons of who is not heard. */

import { assert, assertEquals } from "@std/assert";
import { codesOf, mod, send, withRole } from "../../../../support/people.ts";
import { TestCore } from "../../../../support/test_core.ts";
import { test } from "../../../../support/sanitized.ts";

const room = "tea";

/** A room that bob has made, in which ada, the owner, and eve are as well. */
async function scene() {
  const core = new TestCore({ grace: 0, rate: null });
  const ada = await withRole(core, "ada", "owner");
  const [bob, eve] = [await core.member("bob"), await core.member("eve")];
  for (const client of [bob, ada, eve]) await send(core, client, { type: "join", room });
  return { core, ada, bob, eve };
}

test("what the owner said is not for the operator of a room to delete, also once the owner has gone out", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, { type: "say", room, text: "the rules" });
  await send(core, eve, { type: "say", room, text: "spam" });
  await send(core, ada, { type: "quit" });
  await send(core, eve, { type: "quit" });
  await send(core, bob, mod("delete", { room, seq: 1 }), mod("clear", { room, name: "ada", for: 60_000 }));
  assertEquals(codesOf(bob), ["not-allowed", "not-allowed"]);
  await send(core, bob, mod("delete", { room, seq: 2 }));
  assertEquals(core.history.read(room, { after: 0, limit: 2 }).map(({ redacted }) => redacted), [
    undefined,
    true,
  ]);
});

test("a message is protected by the rank of who said it also while they are called something else", async () => {
  const { core, ada, bob } = await scene();
  await send(core, ada, { type: "say", room, text: "the rules" }, { type: "nick", name: "boss" });
  await send(core, bob, mod("delete", { room, seq: 1 }));
  assertEquals(codesOf(bob), ["not-allowed"]);
});

test("an operator deletes their own old message, also under another name", async () => {
  const { core, bob } = await scene();
  await send(core, bob, { type: "say", room, text: "old" }, { type: "nick", name: "rob" });
  await core.clock.advance(3_600_000);
  await send(core, bob, mod("delete", { room, seq: 1 }));
  assertEquals(codesOf(bob), []);
});

test("who is not the operator of a room any more brings nothing back in it, also from a room of their own", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, eve, { type: "say", room, text: "rude" });
  await send(core, bob, mod("clear", { room, name: "eve", for: 60_000 }), { type: "join", room: "mine" });
  await send(core, ada, mod("deop", { room, name: "bob" }));
  await send(core, bob, mod("undo", { room: "mine" }));
  assertEquals(codesOf(bob), ["not-allowed"]);
  assertEquals(core.history.read(room, { after: 0, limit: 1 })[0]?.redacted, true);
});

test("what is brought back stands in the audit with its room", async () => {
  const { core, ada, eve } = await scene();
  await send(core, eve, { type: "say", room, text: "not that rude" });
  await send(core, ada, mod("clear", { room, name: "eve", for: 60_000 }), mod("undo", { wide: true }));
  const audit = core.history.moderation.audit(0, 10);
  assertEquals(audit.map((entry) => [entry.do, entry.room, entry.subject]), [["undo", room, "eve"], [
    "clear",
    room,
    "eve",
  ]]);
  assertEquals(core.history.read(room, { after: 0, limit: 1 })[0]?.text, "not that rude");
});

test("an operator who is muted in the room gives no reasons that others read, and still reports with one", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, mod("mute", { room, name: "bob" }));
  await send(
    core,
    bob,
    mod("mute", { room, name: "eve", why: "shouted" }),
    mod("kick", { room, name: "eve", why: "shouted" }),
  );
  assert(!eve.sink.text.includes("shouted"));
  assertEquals(codesOf(eve), ["muted", "kicked"]);
  await send(core, bob, mod("report", { room, name: "eve", why: "they began" }));
  assert(ada.sink.text.includes("they began"));
});

test("who may not write in a read-only room gives no reason for deleting their own message there", async () => {
  const { core, bob, eve } = await scene();
  const reasons: (string | undefined)[] = [];
  core.hub.context.members.watch({
    ...{ entered() {}, left() {}, renamed() {}, awayChanged() {} },
    deedDone: (deed) => void reasons.push(deed.kind === "redacted" ? deed.why : undefined),
  });
  for (const isReadOnly of [false, true]) {
    await send(core, eve, { type: "say", room, text: "words" });
    await send(core, bob, mod("readonly", { room, value: isReadOnly }));
    await send(core, eve, mod("delete", { room, why: "said here" }));
  }
  assertEquals(reasons.filter((why) => why !== undefined), ["said here"]);
});

test("who is muted on the whole server has no way to be read: no reports, and no rooms of new names", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, mod("mute", { name: "bob" }));
  await send(
    core,
    bob,
    mod("report", { name: "eve", why: "shouted" }),
    { type: "join", room: "shouted" },
    { type: "join", room: "lobby" },
  );
  assertEquals(codesOf(bob), ["muted", "muted", "muted"]);
  await send(core, eve, { type: "rooms" });
  assert(![ada, eve].some((client) => client.sink.text.includes("shouted")));
  await send(core, ada, mod("unmute", { name: "bob" }));
  await send(core, bob, { type: "join", room: "mine" });
  assertEquals(bob.session.person.isIn("mine"), true);
});
