/** Answers, changed texts and reactions: numbered like all else, the same in memory and on disk, and gone with what is deleted. */

import { assert, assertEquals } from "@std/assert";
import type { ClientFrame, MessageFrame } from "../../../../protocol.ts";
import { exportMessages } from "../../../../server/store/log/archive.ts";
import { MemoryLog } from "../../../../server/store/log/memory.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import type { ServerLog } from "../../../../server/store/log.ts";
import { claimBy, enterBy, TestKey } from "../../../support/accounts.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";

/** Two people in the lobby, on a log of one kind. */
async function scene(store: ServerLog = new MemoryLog()) {
  const core = new TestCore({ replay: 50 }, { history: store });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  return { core, ada, bob };
}

async function send(core: TestCore, client: TestClient, ...frames: readonly ClientFrame[]): Promise<void> {
  client.sendFrames(...frames);
  await core.endTurn();
}

const say = (text: string, more = {}): ClientFrame => ({ type: "say", room: "lobby", text, ...more });
const edit = (more: Partial<Extract<ClientFrame, { type: "edit" }>>): ClientFrame => ({
  type: "edit",
  room: "lobby",
  ...more,
});
const react = (emoji: string, more = {}): ClientFrame => ({ type: "react", room: "lobby", emoji, ...more });
const codes = (client: TestClient): readonly string[] => client.framesOf("error").map(({ code }) => code);
const last = (client: TestClient): Partial<MessageFrame> => client.framesOf("message").at(-1) ?? {};

/** What somebody who comes now is shown of the past. */
async function past(core: TestCore, name: string): Promise<readonly MessageFrame[]> {
  return (await core.member(name)).framesOf("message");
}

/** Runs a story on a log in memory and on one on disk: both must tell the same. */
function onBoth(name: string, story: (store: ServerLog) => Promise<void>): void {
  test(`${name}, in memory`, () => story(new MemoryLog()));
  test(`${name}, on disk`, async () => {
    using folder = new TempFolder();
    const store = openLog(folder.file("chat.db"), "process");
    await story(store);
    store.close();
  });
}

onBoth(
  "a changed text is told with a number of its own, and stands in the place of the old one from then on",
  async (store) => {
    const { core, ada, bob } = await scene(store);
    await send(core, bob, say("I liek tea"), say("next"));
    await send(core, bob, edit({ seq: 1, text: "I like tea", id: "e" }));
    const { seq, edits, now, text, action } = last(ada);
    assertEquals({ seq, edits, now, text, action }, {
      seq: 3,
      edits: 1,
      now: "I like tea",
      text: "changed message 1: I like tea",
      action: true,
    });
    assertEquals(bob.framesOf("ack").map(({ id, seq }) => [id, seq]), [["e", 3]]);
    const shown = (await past(core, "late")).map((
      { seq, text, edited, now },
    ) => [seq, text, edited !== undefined, now]);
    assertEquals(shown, [
      [1, "I like tea", true, undefined],
      [2, "next", false, undefined],
      [3, "changed message 1: I like tea", false, "I like tea"],
    ]);
  },
);

onBoth("what was changed twice and then deleted has left no words anywhere", async (store) => {
  const { core, bob } = await scene(store);
  await send(core, bob, say("one secret"));
  await send(core, bob, edit({ text: "two secret" }));
  await send(core, bob, edit({ text: "three secret" }));
  await send(core, bob, { type: "mod", do: "delete", room: "lobby", seq: 1 });
  const shown = await past(core, "late");
  assertEquals(shown.map(({ text }) => text), [
    "(deleted)",
    "changed message 1",
    "changed message 1",
    "deleted message 1 of bob",
  ]);
  assert(!JSON.stringify(shown).includes("secret"));
});

onBoth("an answer shows how what it answers begins, as that is now", async (store) => {
  const { core, ada, bob } = await scene(store);
  await send(core, ada, say("Who brings\nthe cake?"));
  await send(core, bob, say("mine", {}), say("I do", { re: 1 }), say("again", { re: 0 }));
  assertEquals(ada.framesOf("message").slice(-2).map(({ re, quote }) => [re, quote]), [
    [1, { from: "ada", text: "Who brings the cake?" }],
    [1, { from: "ada", text: "Who brings the cake?" }],
  ]);
  await send(core, ada, edit({ seq: 1, text: "Who brings the tea?" }));
  assertEquals((await past(core, "late"))[2]?.quote, { from: "ada", text: "Who brings the tea?" });
  await send(core, ada, { type: "mod", do: "delete", room: "lobby", seq: 1 });
  assertEquals((await past(core, "later"))[2]?.quote, { from: "ada", text: "" });
});

onBoth(
  "an answer that is sent again after what it answers was deleted is the one that was stored, and a new one is said",
  async (store) => {
    const { core, ada, bob } = await scene(store);
    await send(core, ada, say("Who brings the cake?"));
    await send(core, bob, say("I do", { re: 1, id: "a" }));
    await send(core, ada, { type: "mod", do: "delete", room: "lobby", seq: 1 });
    await send(
      core,
      bob,
      say("I do", { re: 1, id: "a" }),
      say("really", { re: 1, id: "b" }),
      say("x", { re: 99 }),
    );
    assertEquals(bob.framesOf("ack").map(({ id, seq }) => [id, seq]), [["a", 2], ["a", 2], ["b", 4]]);
    assertEquals(last(ada).quote, { from: "ada", text: "" });
    assertEquals(codes(bob), ["no-message"]);
  },
);

onBoth("one's own last message is found behind many of others", async (store) => {
  const { core, ada, bob } = await scene(store);
  await send(core, bob, say("mine"));
  for (let count = 0; count < 50; count++) await send(core, ada, say(`${count}`));
  await send(core, bob, edit({ text: "still mine" }));
  assertEquals([last(ada).edits, last(ada).now], [1, "still mine"]);
});

onBoth("reactions are counted below a message, and the same one again takes it back", async (store) => {
  const { core, ada, bob } = await scene(store);
  await send(core, ada, say("cake!"));
  await send(core, bob, react("👍"), react("❤"));
  await send(core, ada, react("👍", { seq: 1, on: true }), react("👍", { seq: 1, on: true, id: "r" }));
  assertEquals(ada.framesOf("ack").map(({ id, seq }) => [id, seq]), [["r", 1]]); // It was there already.
  assertEquals((await past(core, "late"))[0]?.reactions, [
    { emoji: "👍", count: 2, from: ["bob", "ada"] },
    { emoji: "❤️", count: 1, from: ["bob"] },
  ]);
  await send(core, bob, react("👍", { seq: 1 }), react("❤️", { seq: 1, on: false }));
  const { reacts, emoji, off, text } = last(ada);
  assertEquals([reacts, emoji, off, text], [1, "❤️", true, "takes back ❤️ to @1 ada"]);
  assertEquals((await past(core, "later"))[0]?.reactions, [{ emoji: "👍", count: 1, from: ["ada"] }]);
});

onBoth(
  "s/wrong/right/ swaps the first place, with g all of them, and says so where there is none",
  async (store) => {
    const { core, ada, bob } = await scene(store);
    await send(core, bob, say("teh cat, teh dog"));
    await send(core, bob, edit({ swap: ["teh", "the"] }));
    assertEquals(last(ada).now, "the cat, teh dog");
    await send(core, bob, edit({ swap: ["e", "E$&"], all: true }));
    assertEquals(last(ada).now, "thE$& cat, tE$&h dog");
    await send(core, bob, edit({ swap: ["bird", "fish"] }));
    assertEquals(codes(bob), ["no-such-words"]);
  },
);

onBoth(
  "one changes only one's own, for a quarter of an hour, and nothing that is no message",
  async (store) => {
    const { core, ada, bob } = await scene(store);
    await send(core, bob, say("mine"), { type: "topic", room: "lobby", text: "about" });
    await send(core, ada, edit({ seq: 1, text: "forged" }), edit({ text: "nothing of mine" }));
    assertEquals(codes(ada), ["not-yours", "no-message"]);
    await send(core, bob, edit({ seq: 2, text: "x" }), edit({ seq: 9, text: "x" }), edit({ text: " " }));
    await send(core, bob, edit({ text: "mine, changed" }));
    await send(
      core,
      bob,
      edit({ seq: 3, text: "x" }),
      react("👍", { seq: 3 }),
      say("hm", { re: 3 }),
      react("x"),
    );
    await core.clock.advance(900_001);
    await send(core, bob, edit({ seq: 1, text: "late" }));
    assertEquals(codes(bob), [
      "no-message",
      "no-message",
      "empty",
      "no-message",
      "no-message",
      "no-message",
      "bad-emoji",
      "too-late",
    ]);
  },
);

test("a changed text is found by its new words and not by its old ones, and nobody finds what only tells of it", async () => {
  const { core, ada, bob } = await scene();
  await send(core, bob, say("I drink coffee"));
  await send(core, bob, edit({ text: "I drink tea" }));
  for (const query of ["coffee", "tea", "changed"]) {
    await send(core, ada, { type: "search", query, id: query });
  }
  assertEquals(ada.framesOf("hit").map(({ seq, text }) => [seq, text]), [[1, "I drink tea"]]);
});

test("an export has each text as it is now, with what became of it", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const store = openLog(path, "process");
  const { core, ada, bob } = await scene(store);
  await send(core, bob, say("old words"));
  await send(core, bob, edit({ text: "new words" }));
  await send(core, ada, react("👍", { seq: 1 }));
  store.close();
  const exported = [...exportMessages(path, {})];
  assertEquals(exported.map(({ text, edits, reacts }) => [text, edits, reacts]), [
    ["new words", undefined, undefined],
    ["changed message 1: new words", 1, undefined],
    ["👍 to @1 bob", undefined, 1],
  ]);
  assert(exported[0]?.edited !== undefined);
  assertEquals(exported[0]?.reactions, [{ emoji: "👍", count: 1, from: ["ada"] }]);
  assert(!new TextDecoder().decode(Deno.readFileSync(path)).includes("old words"));
});

test("who is muted changes and reacts to nothing, and many reactions are a flood like many messages", async () => {
  const { core, ada, bob } = await scene();
  ada.session.person.setAccount({ id: 1, role: "owner" });
  await send(core, bob, say("rude"));
  await send(core, ada, { type: "mod", do: "mute", room: "lobby", name: "bob" });
  await send(core, bob, edit({ text: "ruder" }), react("👍", { seq: 1 }));
  assertEquals(codes(bob).slice(-2), ["muted", "muted"]);
  assertEquals((await past(core, "late"))[0]?.text, "rude");
});

onBoth(
  "who claims the name of somebody who has left has not said what they said; what one said with another client is one's own",
  async (store) => {
    const { core, ada, bob } = await scene(store);
    await send(core, bob, say("of the first bob"), { type: "quit" });
    await core.clock.advance(1_000);
    const [second, key] = [await core.member("bob"), new TestKey()];
    await claimBy(core, second, key);
    await send(core, second, say("of the second bob"));
    await send(core, second, edit({ seq: 1, text: "forged" }), {
      type: "mod",
      do: "delete",
      room: "lobby",
      seq: 1,
    });
    assertEquals(codes(second), ["not-yours", "not-allowed"]);
    const other = await enterBy(core, "bob", key);
    await send(core, second, { type: "quit" });
    await send(core, other, edit({ seq: 2, text: "changed elsewhere" }), { type: "quit" });
    const later = await enterBy(core, "bob", key); // A stay of its own, with a seat of its own.
    await send(core, later, edit({ seq: 2, text: "changed later" }));
    assertEquals([codes(other), codes(later)], [[], []]);
    assertEquals(ada.framesOf("message").flatMap(({ now }) => now ?? []), [
      "changed elsewhere",
      "changed later",
    ]);
  },
);

test("who has no token changes what they said under their name, and not what somebody said who had it before", async () => {
  const { core, ada } = await scene();
  const before = await core.member("nina", "plain");
  await send(core, before, say("of the first nina"), { type: "quit" });
  await core.clock.advance(1_000);
  const early = await core.member("zoe", "plain");
  const middle = await core.member("nina", "plain");
  await send(core, middle, say("of the second nina"), { type: "quit" });
  await core.clock.advance(1_000);
  await send(core, early, { type: "nick", name: "nina" });
  await send(core, early, edit({ seq: 1, text: "forged" }), edit({ seq: 2, text: "forged" }), say("mine"));
  await send(core, early, { type: "nick", name: "Nina" }, edit({ seq: 3, text: "still mine" }));
  assertEquals(
    ada.framesOf("message").flatMap(({ edits, now }) => edits === undefined ? [] : [[edits, now]]),
    [
      [3, "still mine"],
    ],
  );
});
