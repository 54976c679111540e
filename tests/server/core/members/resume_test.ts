/** Coming back: within the grace, after it, over a connection that is still open, and after a restart. */

import { assertEquals } from "@std/assert";
import { FakeClock } from "../../../support/clock.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { PredictableTokens, type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const GRACE = { grace: 30_000 };

/** Lets time go by, as the server's sweeps see it. */
async function pass(core: TestCore, ms: number): Promise<void> {
  await core.clock.advance(ms);
  core.hub.sweep();
  await core.endTurn();
}

/** The types of the frames that reached somebody, and the texts of the messages; `past` ones in brackets. */
function story(client: TestClient): readonly string[] {
  return client.frames.map((frame) =>
    frame.type === "message" ? (frame.past ? `(${frame.text})` : frame.text) : frame.type
  );
}

test("who comes back within the grace gets what was missed, then what is new, and nobody else notices", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  ada.say("one");
  await core.endTurn();
  bob.disconnect();
  ada.say("two");
  ada.say("three");
  await pass(core, 29_999);
  const again = core.connect();
  again.hello("bob", bob.resume(1));
  ada.say("four");
  await core.endTurn();
  assertEquals(story(again), ["welcome", "(two)", "(three)", "four"]);
  assertEquals(again.framesOf("message").map(({ seq }) => seq), [2, 3, 4]);
  const [welcome] = again.framesOf("welcome");
  assertEquals([welcome?.resumed, welcome?.token, welcome?.seq, welcome?.members], [
    true,
    bob.token,
    3,
    ["ada", "bob"],
  ]);
  await pass(core, 60_000);
  assertEquals([...ada.framesOf("joined"), ...ada.framesOf("left")].map(({ name }) => name), ["bob"]);
  assertEquals(core.logged.map(({ event }) => event), ["joined", "joined", "away", "back"]);
});

test("who says something and closes only their own side at once still reads what became of it", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.say("last words", "b-1");
  bob.disconnect();
  await core.endTurn();
  assertEquals(bob.framesOf("ack").map(({ id, seq }) => [id, seq]), [["b-1", 1]]);
  assertEquals([bob.messageTexts, ada.messageTexts, bob.sink.calls], [["last words"], ["last words"], [
    "end",
  ]]);
});

test("who does not come back is told as lost when the grace is over, and not before", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  await pass(core, 20_000);
  bob.disconnect();
  await pass(core, 29_999);
  assertEquals([ada.framesOf("left"), core.hub.context.rooms.find("lobby")?.names()], [[], ["ada", "bob"]]);
  await pass(core, 1);
  assertEquals(ada.framesOf("left").map(({ name, reason }) => [name, reason]), [["bob", "lost"]]);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada"]);
});

test("after the grace it is a new stay, with all that was missed and the same token", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.disconnect();
  ada.say("one");
  await pass(core, 30_000);
  ada.say("two");
  const again = core.connect();
  again.hello("robert", bob.resume(0));
  await core.endTurn();
  assertEquals(story(again), ["welcome", "(one)", "(two)"]);
  const [welcome] = again.framesOf("welcome");
  assertEquals([welcome?.resumed, welcome?.token, welcome?.name], [undefined, bob.token, "robert"]);
  assertEquals(story(ada).slice(-4), ["one", "left", "two", "joined"]);
});

test("who has a name of old that could not be given out today keeps it on coming back, also after the grace", async () => {
  const old = "b\u0585b";
  using folder = new TempFolder();
  const history = openLog(folder.file("chat.db"), "process");
  const tokens = new PredictableTokens();
  const clock = new FakeClock();
  const stored = { personId: 1, name: old, rooms: ["lobby"], isHere: true };
  history.commit({ drafts: [], members: [{ ...stored, tokenHash: tokens.hash("old") }], readMarks: [] });
  history.noteAlive(clock.now());
  const core = new TestCore(GRACE, { history, tokens, clock });
  core.hub.restore(60_000);
  for (const wait of [0, 31_000]) {
    const bob = core.connect();
    bob.hello(old, { token: "old", after: {} });
    await core.endTurn();
    assertEquals(bob.framesOf("welcome").map(({ name, resumed }) => [name, resumed]), [[old, true]]);
    bob.sendFrames({ type: "nick", name: old.toUpperCase() }, { type: "nick", name: old });
    await core.endTurn();
    assertEquals(bob.framesOf("renamed").map(({ to }) => to), [old.toUpperCase(), old]);
    bob.disconnect();
    await pass(core, wait);
  }
  const stranger = core.connect();
  stranger.hello(old);
  const bob = core.connect();
  bob.hello(old, { token: "old", after: {} });
  await core.endTurn();
  assertEquals(stranger.framesOf("error").map(({ code }) => code), ["bad-name"]);
  assertEquals(bob.framesOf("welcome").map(({ name, resumed }) => [name, resumed]), [[old, undefined]]);
});

test("the name of who is away is theirs", async () => {
  const core = new TestCore(GRACE);
  const bob = await core.member("bob");
  bob.disconnect();
  const other = core.connect();
  other.hello("BOB");
  await core.endTurn();
  assertEquals(other.framesOf("error").map(({ code }) => code), ["name-taken"]);
  const again = core.connect();
  again.hello("somebody", bob.resume(0));
  await core.endTurn();
  assertEquals(again.framesOf("welcome")[0]?.name, "bob");
  await pass(core, 29_000);
  other.hello("bob");
  await core.endTurn();
  assertEquals(other.framesOf("error").length, 2);
});

test("a connection that is still open is taken over: the old one is told, and nobody else notices", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  ada.say("one");
  const again = core.connect();
  again.hello("bob", bob.resume(0));
  bob.say("from the old one");
  ada.say("two");
  await core.endTurn();
  assertEquals(story(bob), ["welcome", "one", "bye"]);
  assertEquals([bob.framesOf("bye")[0]?.reason, bob.sink.calls], ["replaced", ["end"]]);
  bob.disconnect();
  await pass(core, 59_000);
  assertEquals(story(again), ["welcome", "(one)", "two"]);
  assertEquals(story(ada), ["welcome", "joined", "one", "two"]);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada", "bob"]);
});

test("of two connections with one token the one that was opened last stays, whichever hello comes first", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.disconnect();
  const given = core.connect();
  await core.clock.advance(10);
  const last = core.connect();
  last.hello("bob", bob.resume(0));
  await core.endTurn();
  given.hello("bob", bob.resume(0)); // It was given up by its client, but what that had sent was on its way.
  ada.say("one");
  await core.endTurn();
  assertEquals([story(given), story(last)], [["bye"], ["welcome", "one"]]);
  assertEquals([given.framesOf("bye")[0]?.reason, given.sink.calls], ["replaced", ["end"]]);
  last.disconnect();
  const late = core.connect();
  late.hello("bob", bob.resume(1));
  await core.endTurn();
  assertEquals(story(late), ["welcome"]);
  assertEquals(story(ada), ["welcome", "joined", "one"]);
});

test("an old connection that stalls is taken over like any other", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.sink.state = "stalls";
  for (const text of ["one", "two"]) {
    ada.say(text);
    await core.endTurn();
  }
  const again = core.connect();
  again.hello("bob", bob.resume(0));
  await core.endTurn();
  await core.clock.advance(2_000);
  assertEquals(bob.sink.calls, ["close"]);
  assertEquals(story(again), ["welcome", "(one)", "(two)"]);
});

test("who is back has the name that they took before they were away", async () => {
  const core = new TestCore(GRACE);
  const bob = await core.member("bob");
  bob.sendFrames({ type: "nick", name: "robert" });
  await core.endTurn();
  bob.disconnect();
  const again = core.connect();
  again.hello("bob", bob.resume(0));
  await core.endTurn();
  assertEquals(again.framesOf("welcome").map(({ name, resumed }) => [name, resumed]), [["robert", true]]);
});

test("what is sent again because its ack was lost is acknowledged again, and shown to nobody", async () => {
  for (const away of [0, 40_000]) {
    const core = new TestCore(GRACE);
    const ada = await core.member("ada");
    const bob = await core.member("bob");
    bob.say("one", "x-1");
    await core.endTurn();
    bob.disconnect();
    await pass(core, away);
    const again = core.connect();
    again.hello("bob", bob.resume(1));
    again.say("one", "x-1");
    again.say("two", "x-2");
    await core.endTurn();
    assertEquals(again.framesOf("ack").map(({ id, seq }) => [id, seq]), [["x-1", 1], ["x-2", 2]]);
    assertEquals(again.messageTexts, ["two"]);
    assertEquals(ada.messageTexts, ["one", "two"]);
  }
});

test("the same id from somebody else is another message", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  ada.say("one", "x");
  bob.say("two", "x");
  await core.endTurn();
  assertEquals(ada.messageTexts, ["one", "two"]);
});

test("a token that nobody was given is a fresh welcome with the usual past", async () => {
  const core = new TestCore({ ...GRACE, replay: 1 });
  const ada = await core.member("ada");
  ada.say("one");
  ada.say("two");
  await core.endTurn();
  const bob = core.connect();
  bob.hello("bob", { token: "made up", after: { lobby: 0 } });
  await core.endTurn();
  assertEquals(story(bob), ["welcome", "(two)"]);
  assertEquals([bob.framesOf("welcome")[0]?.resumed, bob.token], [undefined, "token-2"]);
});

test("who has more than there is, as of another log, is shown the usual past", async () => {
  const core = new TestCore({ ...GRACE, replay: 1 });
  const ada = await core.member("ada");
  ada.say("one");
  ada.say("two");
  await core.endTurn();
  ada.disconnect();
  const again = core.connect();
  again.hello("ada", ada.resume(99));
  await core.endTurn();
  assertEquals(story(again), ["welcome", "(two)"]);
});

test("who missed messages that are no longer kept is told which, before those that are", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.disconnect();
  for (let i = 1; i <= 5; i++) ada.say(`${i}`);
  await core.endTurn();
  core.history.trim({ kind: "count", count: 2 }, 0);
  const again = core.connect();
  again.hello("bob", bob.resume(1));
  await core.endTurn();
  assertEquals(story(again), ["welcome", "notice", "(4)", "(5)"]);
  const [gap] = again.framesOf("notice");
  assertEquals(gap?.code === "gap" && [gap.room, gap.from, gap.to, gap.text], [
    "lobby",
    2,
    3,
    "Messages 2 to 3 are no longer kept.",
  ]);
  core.history.trim({ kind: "age", ms: 1 }, Number.MAX_SAFE_INTEGER);
  const third = core.connect();
  third.hello("bob", bob.resume(3));
  await core.endTurn();
  assertEquals(third.framesOf("notice").map((gap) => gap.code === "gap" && [gap.from, gap.to]), [[4, 5]]);
});

test("a person with nc has no token, and is gone when their connection is", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob", "plain");
  bob.disconnect();
  await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ reason }) => reason), ["lost"]);
});

test("who quits, is too slow or is silent has left at once, and may come again with their token", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.sendFrames({ type: "quit" });
  ada.say("one");
  await core.endTurn();
  assertEquals(story(ada).slice(-2), ["left", "one"]);
  const again = core.connect();
  again.hello("bob", bob.resume(0));
  await core.endTurn();
  assertEquals(story(again), ["welcome", "(one)"]);
  assertEquals(again.framesOf("welcome")[0]?.resumed, undefined);
});

test("a server that closes says so with the time that it will be back, and takes nobody's seat", async () => {
  const core = new TestCore(GRACE);
  const ada = await core.member("ada");
  core.hub.close(5);
  ada.disconnect();
  await core.endTurn();
  assertEquals(ada.framesOf("bye").map(({ reason, back, text }) => [reason, back, text]), [
    ["closing", 5, "The server is restarting: come back in 5 s."],
  ]);
  assertEquals(core.history.memberByToken(core.tokens.hash(ada.token))?.isHere, true);
});

test("after a restart those who were in are in, come back unnoticed, and are lost if they do not", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const before = new TestCore(GRACE, { history: openLog(path, "process") });
  const [ada, bob, cy] = [await before.member("ada"), await before.member("bob"), await before.member("cy")];
  const gone = await before.member("gone");
  await before.member("nc", "plain");
  ada.say("one", "a-1");
  bob.sendFrames({ type: "nick", name: "robert" });
  gone.sendFrames({ type: "quit" });
  await before.endTurn();
  before.history.noteAlive(before.clock.now());
  before.history.close(); // As a server that is killed: nothing is told to anyone.

  const { tokens, clock } = before;
  const core = new TestCore(GRACE, { history: openLog(path, "process"), tokens, clock });
  await clock.advance(5_000);
  core.hub.restore(60_000);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada", "robert", "cy"]);
  const ada2 = core.connect();
  ada2.hello("ada", ada.resume(0));
  ada2.say("one", "a-1");
  ada2.say("two", "a-2");
  await core.endTurn();
  const bob2 = core.connect();
  bob2.hello("bob", bob.resume(1));
  await core.endTurn();
  assertEquals(story(ada2), ["welcome", "(one)", "ack", "ack", "two"]);
  assertEquals(ada2.framesOf("ack").map(({ seq }) => seq), [1, 2]);
  assertEquals(story(bob2), ["welcome", "(two)"]);
  assertEquals(bob2.framesOf("welcome").map(({ name, resumed }) => [name, resumed]), [["robert", true]]);
  await pass(core, 30_000);
  assertEquals(story(ada2).slice(5), ["left"]);
  assertEquals(ada2.framesOf("left").map(({ name }) => name), ["cy"]);
  const cy2 = core.connect();
  cy2.hello("cy", cy.resume(0));
  await core.endTurn();
  assertEquals(story(cy2), ["welcome", "(one)", "(two)"]);
  core.history.close();
});

test("after a long time down nobody is in, and who comes with a token gets what was missed", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const before = new TestCore(GRACE, { history: openLog(path, "process") });
  const ada = await before.member("ada");
  ada.say("one");
  await before.endTurn();
  before.history.noteAlive(before.clock.now());
  before.history.close();
  const { tokens, clock } = before;
  await clock.advance(3_600_000);
  const core = new TestCore(GRACE, { history: openLog(path, "process"), tokens, clock });
  core.hub.restore(600_000);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), []);
  const again = core.connect();
  again.hello("ada", ada.resume(0));
  await core.endTurn();
  assertEquals(story(again), ["welcome", "(one)"]);
  assertEquals(again.framesOf("welcome")[0]?.resumed, undefined);
  core.history.close();
});

test("a seat that could not be stored is stored with the next turn that can be", async () => {
  const core = new TestCore(GRACE);
  core.history.isFull = true;
  const ada = await core.member("ada");
  assertEquals(core.history.memberByToken(core.tokens.hash(ada.token)), undefined);
  core.history.isFull = false;
  ada.say("one");
  await core.endTurn();
  assertEquals(core.history.memberByToken(core.tokens.hash(ada.token))?.name, "ada");
});
