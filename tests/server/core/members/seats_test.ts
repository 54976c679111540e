/** One person who is in with several clients under one name: what each of them gets, and what is everybody's. */

import { assertEquals } from "@std/assert";
import { openAccounts } from "../../../../server/store/accounts.ts";
import { openLog } from "../../../../server/store/log.ts";
import { claimBy, enterBy, TestKey } from "../../../support/accounts.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";

const typesOf = (client: TestClient): readonly string[] => client.frames.map(({ type }) => type);
const codes = (client: TestClient) => client.framesOf("error").map(({ code }) => code);

/** One who watches, and one who is in with two clients under the name that they have claimed. */
async function twice(
  core: TestCore,
): Promise<{ eve: TestClient; one: TestClient; two: TestClient; key: TestKey }> {
  const [eve, one, key] = [await core.member("eve"), await core.member("ada"), new TestKey()];
  await claimBy(core, one, key);
  return { eve, one, two: await enterBy(core, "ada", key), key };
}

test("presence is one: it begins with the first client and ends with the last", async () => {
  const core = new TestCore();
  const { eve, one, two } = await twice(core);
  assertEquals(two.framesOf("welcome").map(({ name, count, resumed }) => [name, count, resumed]), [[
    "ada",
    2,
    undefined,
  ]]);
  one.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals(typesOf(eve), ["welcome", "joined"]);
  two.disconnect();
  await core.endTurn();
  assertEquals(typesOf(eve).slice(2), ["left"]);
});

test("own lines, private words, rooms and being away reach each client; an acknowledgement only whose it is", async () => {
  const core = new TestCore();
  const { eve, one, two } = await twice(core);
  one.say("hello", "1");
  one.sendFrames({ type: "private", to: "eve", text: "psst", id: "2" }, { type: "away", why: "tea" });
  two.sendFrames({ type: "join", room: "tea" });
  eve.sendFrames({ type: "private", to: "ada", text: "yes?" });
  await core.endTurn();
  await core.endTurn(); // That it is delivered is known once it is written.
  for (const client of [one, two]) {
    assertEquals(client.messageTexts, ["hello"]);
    assertEquals(client.framesOf("private").map(({ text }) => text), ["psst", "yes?"]);
    assertEquals(client.framesOf("entered").map(({ room }) => room), ["tea"]);
    assertEquals(client.framesOf("away").map(({ why }) => why), ["tea"]);
  }
  assertEquals([one, two].map((client) => client.framesOf("ack").length), [1, 0]);
  assertEquals([one, two].map((client) => client.framesOf("delivered").length), [1, 0]);
  assertEquals([one, two].map((client) => client.framesOf("private")[0]?.id), ["2", undefined]);
  assertEquals(eve.framesOf("private").map(({ text }) => text), ["psst", "yes?"]);
});

test("the same id from two clients is two messages, and from one client it is a repeat", async () => {
  const core = new TestCore();
  const { eve, one, two } = await twice(core);
  for (const client of [one, two, one]) {
    client.say(`by ${client === one ? "one" : "two"}`, "7");
    client.sendFrames({ type: "private", to: "eve", text: client === one ? "one" : "two", id: "p" });
    await core.endTurn();
  }
  assertEquals(eve.messageTexts, ["by one", "by two"]);
  assertEquals(eve.framesOf("private").map(({ text }) => text), ["one", "two"]);
  assertEquals([one, two].map((client) => client.framesOf("ack").map(({ seq }) => seq)), [[1, 1], [2]]);
});

test("everybody knows both clients by one id, also in what was said", async () => {
  const core = new TestCore();
  const { eve, one, two } = await twice(core);
  const id = one.framesOf("welcome")[0]?.person;
  assertEquals(two.framesOf("welcome")[0]?.person, id);
  one.say("a");
  two.say("b");
  await core.endTurn();
  eve.sendFrames({ type: "history", room: "lobby" });
  await core.endTurn();
  await core.endTurn();
  assertEquals(eve.framesOf("message").map(({ text, person }) => [text, person]), [
    ["a", id],
    ["b", id],
    ["a", id],
    ["b", id],
  ]);
});

test("each client resumes by its own token and gets what it missed, while the other goes on", async () => {
  const core = new TestCore({ grace: 30_000 });
  const { eve, one, two } = await twice(core);
  two.disconnect();
  eve.say("missed");
  await core.endTurn();
  const again = core.connect();
  again.hello("ada", two.resume(0));
  await core.endTurn();
  assertEquals(again.framesOf("welcome").map(({ resumed, token, account }) => [resumed, token, account]), [[
    true,
    two.token,
    true,
  ]]);
  assertEquals([one, again].map(({ messageTexts }) => messageTexts), [["missed"], ["missed"]]);
  assertEquals([one.session.phase, typesOf(eve).includes("left")], ["in", false]);
  assertEquals(one.token === two.token, false);
});

test("a client that does not come back gives up its seat, and comes in anew with the key", async () => {
  const core = new TestCore({ grace: 30_000 });
  const { eve, two, key } = await twice(core);
  two.disconnect();
  await core.clock.advance(30_000);
  core.hub.sweep();
  const guest = core.connect();
  guest.hello("ada", two.resume(0));
  eve.say("meanwhile");
  await core.endTurn();
  assertEquals(codes(guest), ["name-claimed"]);
  const back = await enterBy(core, "ada", key, { resume: two.resume(0) });
  assertEquals([back.token === two.token, back.messageTexts], [true, ["meanwhile"]]);
});

test("what one client has read is read for all, also for one that comes later", async () => {
  const core = new TestCore();
  const { eve, one, key } = await twice(core);
  for (const text of ["a", "b", "c"]) eve.say(text);
  await core.endTurn();
  one.sendFrames({ type: "read", room: "lobby", seq: 2 });
  await core.endTurn();
  const third = await enterBy(core, "ada", key);
  assertEquals(third.framesOf("welcome").map(({ read, seq }) => [read, seq]), [[2, 3]]);
});

test("a token that was given where nobody reads along is not good where somebody can, nor one from elsewhere", async () => {
  const core = new TestCore({ grace: 30_000 });
  const bob = await core.member("bob");
  bob.disconnect();
  const plain = core.connectFrom({ isSecure: false });
  plain.hello("bob", bob.resume(0));
  await core.endTurn();
  assertEquals(codes(plain), ["name-taken"]);
  const origin = {
    host: "10.0.0.1",
    key: "10.0.0.1",
    kind: "private",
    isForwarded: false,
    isEncrypted: false,
  } as const;
  const cy = core.connectFrom({ isSecure: false, origin });
  cy.hello("cy");
  await core.endTurn();
  cy.disconnect();
  const elsewhere = core.connectFrom({ isSecure: false, origin: { ...origin, key: "10.0.0.2" } });
  elsewhere.hello("cy", cy.resume(0));
  const same = core.connectFrom({ isSecure: false, origin });
  same.hello("cy", cy.resume(0));
  await core.endTurn();
  assertEquals([codes(elsewhere), same.framesOf("welcome").map(({ resumed }) => resumed)], [["name-taken"], [
    true,
  ]]);
});

test("after a restart both clients are one person again, and of a proof that was taken back nobody is", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const begin = () => {
    const history = openLog(path, "process");
    const accounts = openAccounts(path);
    return { history, accounts, end: () => [accounts, history].forEach((part) => part.close()) };
  };
  const first = begin();
  const before = new TestCore({ grace: 30_000 }, first);
  const { one, two, eve } = await twice(before);
  eve.say("before");
  two.sendFrames({ type: "join", room: "tea" }, { type: "read", room: "lobby", seq: 1 });
  await before.endTurn();
  before.history.noteAlive(before.clock.now());
  before.hub.close();
  await before.endTurn();
  first.end();

  const second = begin();
  const after = new TestCore({ grace: 30_000 }, { ...second, tokens: before.tokens, clock: before.clock });
  after.hub.restore(60_000);
  const [again, other] = [after.connect(), after.connect()];
  again.hello("ada", one.resume(1));
  other.hello("ada", two.resume(1));
  await after.endTurn();
  assertEquals(again.session.person === other.session.person, true);
  assertEquals(again.session.person.account, { id: 1, role: "member" });
  assertEquals(again.framesOf("welcome").map(({ resumed, read, person }) => [resumed, read, person]), [[
    true,
    1,
    one.framesOf("welcome")[0]?.person,
  ]]);
  second.accounts.forget(second.accounts.credentialsOf(1)[0]?.id ?? 0);
  after.hub.close();
  await after.endTurn();
  second.end();

  const third = begin();
  const last = new TestCore({ grace: 30_000 }, { ...third, tokens: before.tokens, clock: before.clock });
  last.hub.restore(60_000);
  const late = last.connect();
  late.hello("ada", one.resume(1));
  await last.endTurn();
  assertEquals([codes(late), last.hub.find("ada")], [["name-claimed"], undefined]);
  third.end();
});

test("what is read at one client is read at the others", async () => {
  const core = new TestCore();
  const { eve, one, two } = await twice(core);
  for (const text of ["a", "b", "c"]) eve.say(text);
  await core.endTurn();
  two.sendFrames({ type: "read", room: "lobby", seq: 2 });
  two.sendFrames({ type: "read", room: "lobby", seq: 1 }); // It never goes back.
  two.sendFrames({ type: "read", room: "lobby", seq: 99 });
  await core.endTurn();
  const reads = (client: TestClient) => client.framesOf("read").map(({ room, seq }) => [room, seq]);
  assertEquals(reads(one), [["lobby", 2], ["lobby", 3]]);
  assertEquals(reads(two), []);
  assertEquals(reads(eve), []);
});

test("who is called something else when they leave is the holder of their name when they come back", async () => {
  const core = new TestCore({ grace: 30_000 });
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, ada, key);
  ada.sendFrames({ type: "nick", name: "queen" });
  await core.endTurn();
  const resume = ada.resume();
  ada.disconnect();
  await core.clock.advance(60_000);
  core.hub.sweep(); // Longer than the grace: they have left.
  await core.endTurn();
  const stranger = core.connect(); // By the key alone another name is another person.
  stranger.sendFrames({ type: "hello", name: "maid", room: "lobby", key: key.id });
  await core.endTurn();
  assertEquals(stranger.framesOf("welcome").map(({ name, account }) => [name, account]), [[
    "maid",
    undefined,
  ]]);
  const back = await enterBy(core, "queen", key, { resume });
  assertEquals(back.framesOf("welcome").map(({ name, account }) => [name, account]), [["queen", true]]);
  back.sendFrames({ type: "account", do: "devices" });
  await core.endTurn();
  assertEquals(back.framesOf("devices")[0]?.devices.map(({ kind, here }) => [kind, here]), [["key", true]]);
});

test("a client that says something and quits in the same breath reads that it is stored, while the other stays", async () => {
  const core = new TestCore();
  const { eve, two } = await twice(core);
  two.say("last words", "1");
  two.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals([two.framesOf("ack").map(({ id }) => id), two.frames.at(-1)?.type], [["1"], "bye"]);
  assertEquals([eve.messageTexts, eve.framesOf("left")], [["last words"], []]);
});
