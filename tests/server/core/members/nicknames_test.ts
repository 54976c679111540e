import { assertEquals } from "@std/assert";
import { TestCore, TestLog } from "../../../support/test_core.ts";
import { MemoryLog } from "../../../../server/store/log/memory.ts";
import { test } from "../../../support/sanitized.ts";

test("a name that another has in any form is refused with a free one, and can be tried again", async () => {
  const core = new TestCore();
  await core.member("Straße");
  const bob = core.connect();
  for (const name of ["Straße", "STRASSE", "ｓｔｒａｓｓｅ"]) bob.hello(name);
  bob.hello("bob");
  await core.endTurn();
  const [first, ...others] = bob.framesOf("error");
  assertEquals(first?.code === "name-taken" && [first.name, first.suggestion], ["Straße", "Straße2"]);
  assertEquals(others.map(({ code }) => code), ["name-taken", "name-taken"]);
  assertEquals(bob.framesOf("welcome").map(({ name }) => name), ["bob"]);
});

test("what is no name is refused with one that is, and nobody hears of it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = core.connect();
  for (const name of ["two words", "", "x".repeat(25), "a/b", "\x1b[31mred"]) bob.hello(name);
  await core.endTurn();
  const suggestions = bob.framesOf("error").map((error) => error.code === "bad-name" && error.suggestion);
  assertEquals(suggestions, ["two_words", "guest", "x".repeat(24), "ab", "red"]);
  assertEquals(ada.frames.length, 1);
});

test("a name is free again when its owner has gone or has taken another", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  ada.sendFrames({ type: "nick", name: "eve" });
  bob.sendFrames({ type: "nick", name: "ADA" });
  bob.disconnect();
  const cy = await core.member("ada");
  assertEquals(cy.framesOf("welcome")[0]?.members, ["eve", "ada"]);
});

test("a new name is told to all, its owner included; an equal one is nothing, another case of one's own is", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  for (const name of ["ada", "Ada", "bob"]) ada.sendFrames({ type: "nick", name });
  ada.say("hi");
  await core.endTurn();
  for (const client of [ada, bob]) {
    assertEquals(client.framesOf("renamed").map(({ from, to }) => [from, to]), [["ada", "Ada"]]);
    assertEquals(client.framesOf("message")[0]?.from, "Ada");
  }
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["name-taken"]);
  assertEquals(core.logged.filter(({ event }) => event === "renamed").length, 1);
});

test("letters of several alphabets cannot stand in one word, and that is said", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const eve = core.connect();
  eve.hello("\u0430da");
  eve.hello("eve");
  eve.sendFrames({ type: "join", room: "te\u0430" });
  await core.endTurn();
  const why = "mixes letters of several alphabets in one word: use one alphabet for each word.";
  assertEquals(eve.framesOf("error"), [
    {
      type: "error",
      text: '"\u0430da" mixes letters of several alphabets in one word, and looks like "ada":' +
        ' use one alphabet for each word. "da" is free.',
      code: "bad-name",
      name: "\u0430da",
      suggestion: "da",
      mixed: true,
      like: "ada",
    },
    { type: "error", text: `"te\u0430" ${why}`, code: "bad-room", room: "te\u0430", mixed: true },
  ]);
  assertEquals(ada.framesOf("joined").map(({ name }) => name), ["eve"]);
});

test("a name that looks like one that is in use is refused, and the refusal names both", async () => {
  const core = new TestCore();
  await core.member("bob");
  await core.member("dino");
  const eve = core.connect();
  for (const name of ["b0b", "b\u0585b", "di\u0307no", "\u0412\u041e\u0412"]) eve.hello(name);
  eve.hello("eve");
  eve.sendFrames({ type: "nick", name: "BOB" }, { type: "nick", name: "B0B" });
  await core.endTurn();
  assertEquals(
    eve.framesOf("error").map((error) => "suggestion" in error && [error.name, error.code, error.suggestion]),
    [
      ["b0b", "name-taken", "b0b2"],
      ["b\u0585b", "bad-name", "bb"],
      ["di\u0307no", "name-taken", "di\u0307no2"],
      ["\u0412\u041e\u0412", "name-taken", "\u0412\u041e\u04122"],
      ["BOB", "name-taken", "BOB2"],
      ["B0B", "name-taken", "B0B2"],
    ],
  );
  assertEquals(
    eve.framesOf("error").map((error) => "like" in error ? error.like : undefined),
    ["bob", "bob", "dino", "bob", undefined, "bob"],
  );
  const said = 'The name "b0b" looks like "bob", which is taken. "b0b2" is free.';
  assertEquals(eve.framesOf("error")[0]?.text, said);
});

test("a name that looks like another is free when that one's owner has gone or has another name", async () => {
  const core = new TestCore();
  const bob = await core.member("bob");
  const eve = await core.member("eve");
  eve.sendFrames({ type: "nick", name: "b0b" });
  bob.sendFrames({ type: "nick", name: "robert" });
  eve.sendFrames({ type: "nick", name: "b0b" }, { type: "nick", name: "B0B" }, { type: "nick", name: "bob" });
  await core.endTurn();
  assertEquals(eve.framesOf("renamed").map(({ from, to }) => [from, to]), [
    ["bob", "robert"],
    ["eve", "b0b"],
    ["b0b", "B0B"],
    ["B0B", "bob"],
  ]);
  eve.disconnect();
  const cy = await core.member("b0b");
  assertEquals(cy.framesOf("error"), []);
});

test("a new room looks like no other, and one of old is entered whatever it looks like", async () => {
  const history = new MemoryLog();
  const said = { type: "message", at: 1, from: "ada", text: "hi", personId: 0 } as const;
  for (const room of ["bob", "b\u0585b"]) {
    const draft = { ...said, room, id: undefined, action: undefined, topic: undefined };
    history.commit({ drafts: [draft], members: [], readMarks: [] });
  }
  const core = new TestCore({}, { history: new TestLog(history) });
  const ada = await core.member("ada");
  for (const room of ["bob", "b\u0585b", "b0b", "L0BBY", "t\u0585m", "tea", "t\u0435\u0430"]) {
    ada.sendFrames({ type: "join", room });
  }
  await core.endTurn();
  assertEquals(ada.framesOf("entered").map(({ room }) => room), ["bob", "b\u0585b", "tea"]);
  assertEquals(
    ada.framesOf("error").map((error) => error.code === "bad-room" && [error.room, error.mixed, error.like]),
    [
      ["b0b", undefined, "bob"],
      ["L0BBY", undefined, "lobby"],
      ["t\u0585m", true, undefined],
      ["t\u0435\u0430", true, undefined],
    ],
  );
  assertEquals(
    ada.framesOf("error")[1]?.text,
    "#L0BBY looks like #lobby, which is there already: /join #lobby enters it.",
  );
});

test("nobody is called like the server itself, in either language", async () => {
  const core = new TestCore();
  const eve = core.connect();
  const names = ["server", "SYSTEM", "Owner", "\uff4fwner", "sistema", "Proprietario"];
  for (const name of names) eve.hello(name);
  eve.hello("servers");
  await core.endTurn();
  assertEquals(eve.framesOf("error").map(({ code }) => code), names.map(() => "name-taken"));
  assertEquals(eve.framesOf("welcome").map(({ name }) => name), ["servers"]);
});

test("whoever had claimed such a name before comes in by it", async () => {
  const core = new TestCore();
  const proof = { kind: "session", value: core.tokens.hash("session of owner"), label: "" } as const;
  core.accounts.create({ name: "owner", role: "member", home: 0 }, proof, 0);
  const owner = core.connect();
  owner.sendFrames({ type: "hello", name: "owner", room: "lobby", auth: { session: "session of owner" } });
  await core.endTurn();
  assertEquals(owner.framesOf("welcome").map(({ name }) => name), ["owner"]);
});

test("nobody is called like a service of other IRC networks, to which clients send passwords", async () => {
  const core = new TestCore();
  const eve = core.connect();
  for (const name of ["NickServ", "nickserv", "\uff2eickServ", "ChanServ"]) eve.hello(name);
  eve.hello("nick");
  await core.endTurn();
  assertEquals(eve.framesOf("error").map(({ code }) => code), new Array(4).fill("name-taken"));
  for (const name of ["Memo5erv", "MemoServ"]) eve.sendFrames({ type: "nick", name });
  await core.endTurn();
  assertEquals(eve.framesOf("renamed").map(({ to }) => to), ["Memo5erv"]);
});

test("nobody is called as lines to one reader call that reader, or by signs alone, as what the server tells begins", async () => {
  const core = new TestCore();
  const eve = core.connect();
  const refused = ["you", "YOU", "tu", "te", "---", "--", "_", "..."];
  for (const name of refused) eve.hello(name);
  eve.hello("-you-");
  await core.endTurn();
  assertEquals(eve.framesOf("error").map(({ code }) => code), refused.map(() => "name-taken"));
  assertEquals(eve.framesOf("welcome").map(({ name }) => name), ["-you-"]);
});
