/** Coming back: within the grace, after it, over a connection that is still open, and after a restart. */

import { assertEquals } from "@std/assert";
import { openLog } from "../../../server/log/open.ts";
import { Folder } from "../../support/folder.ts";
import { FakeSink, type Guest, Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";

const GRACE = { grace: 30_000 };

/** Lets time go by, as the server's sweeps see it. */
async function pass(hall: Hall, ms: number): Promise<void> {
  await hall.clock.advance(ms);
  hall.hub.sweep();
  await hall.endTurn();
}

/** The types of the frames that reached somebody, and the texts of the messages; `past` ones in brackets. */
function story(guest: Guest): readonly string[] {
  return guest.frames.map((frame) =>
    frame.type === "message" ? (frame.past ? `(${frame.text})` : frame.text) : frame.type
  );
}

test("who comes back within the grace gets what was missed, then what is new, and nobody else notices", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  ada.say("one");
  await hall.endTurn();
  bob.disconnect();
  ada.say("two");
  ada.say("three");
  await pass(hall, 29_999);
  const again = hall.come();
  again.hello("bob", bob.resume(1));
  ada.say("four");
  await hall.endTurn();
  assertEquals(story(again), ["welcome", "(two)", "(three)", "four"]);
  assertEquals(again.all("message").map(({ seq }) => seq), [2, 3, 4]);
  const [welcome] = again.all("welcome");
  assertEquals([welcome?.resumed, welcome?.token, welcome?.seq, welcome?.members], [
    true,
    bob.token,
    3,
    ["ada", "bob"],
  ]);
  await pass(hall, 60_000);
  assertEquals([...ada.all("joined"), ...ada.all("left")].map(({ name }) => name), ["bob"]);
  assertEquals(hall.logged.map(({ event }) => event), ["joined", "joined", "away", "back"]);
});

test("who says something and closes only their own side at once still reads what became of it", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.say("last words", "b-1");
  bob.disconnect();
  await hall.endTurn();
  assertEquals(bob.all("ack").map(({ id, seq }) => [id, seq]), [["b-1", 1]]);
  assertEquals([bob.heard, ada.heard, bob.sink.calls], [["last words"], ["last words"], ["end"]]);
});

test("who does not come back is told as lost when the grace is over, and not before", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  await pass(hall, 20_000);
  bob.disconnect();
  await pass(hall, 29_999);
  assertEquals([ada.all("left"), hall.hub.rooms.find("lobby")?.names()], [[], ["ada", "bob"]]);
  await pass(hall, 1);
  assertEquals(ada.all("left").map(({ name, reason }) => [name, reason]), [["bob", "lost"]]);
  assertEquals(hall.hub.rooms.find("lobby")?.names(), ["ada"]);
});

test("after the grace it is a new stay, with all that was missed and the same token", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.disconnect();
  ada.say("one");
  await pass(hall, 30_000);
  ada.say("two");
  const again = hall.come();
  again.hello("robert", bob.resume(0));
  await hall.endTurn();
  assertEquals(story(again), ["welcome", "(one)", "(two)"]);
  const [welcome] = again.all("welcome");
  assertEquals([welcome?.resumed, welcome?.token, welcome?.name], [undefined, bob.token, "robert"]);
  assertEquals(story(ada).slice(-4), ["one", "left", "two", "joined"]);
});

test("the name of who is away is theirs", async () => {
  const hall = new Hall(GRACE);
  const bob = await hall.member("bob");
  bob.disconnect();
  const other = hall.come();
  other.hello("BOB");
  await hall.endTurn();
  assertEquals(other.all("error").map(({ code }) => code), ["name-taken"]);
  const again = hall.come();
  again.hello("somebody", bob.resume(0));
  await hall.endTurn();
  assertEquals(again.all("welcome")[0]?.name, "bob");
  await pass(hall, 29_000);
  other.hello("bob");
  await hall.endTurn();
  assertEquals(other.all("error").length, 2);
});

test("a connection that is still open is taken over: the old one is told, and nobody else notices", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  ada.say("one");
  const again = hall.come();
  again.hello("bob", bob.resume(0));
  bob.say("from the old one");
  ada.say("two");
  await hall.endTurn();
  assertEquals(story(bob), ["welcome", "one", "bye"]);
  assertEquals([bob.all("bye")[0]?.reason, bob.sink.calls], ["replaced", ["end"]]);
  bob.disconnect();
  await pass(hall, 59_000);
  assertEquals(story(again), ["welcome", "(one)", "two"]);
  assertEquals(story(ada), ["welcome", "joined", "one", "two"]);
  assertEquals(hall.hub.rooms.find("lobby")?.names(), ["ada", "bob"]);
});

test("of two connections with one token the one that was opened last stays, whichever hello comes first", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.disconnect();
  const given = hall.come();
  await hall.clock.advance(10);
  const last = hall.come();
  last.hello("bob", bob.resume(0));
  await hall.endTurn();
  given.hello("bob", bob.resume(0)); // It was given up by its client, but what that had sent was on its way.
  ada.say("one");
  await hall.endTurn();
  assertEquals([story(given), story(last)], [["bye"], ["welcome", "one"]]);
  assertEquals([given.all("bye")[0]?.reason, given.sink.calls], ["replaced", ["end"]]);
  last.disconnect();
  const late = hall.come();
  late.hello("bob", bob.resume(1));
  await hall.endTurn();
  assertEquals(story(late), ["welcome"]);
  assertEquals(story(ada), ["welcome", "joined", "one"]);
});

test("an old connection that stalls is taken over like any other", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.sink.mood = "stalls";
  for (const text of ["one", "two"]) {
    ada.say(text);
    await hall.endTurn();
  }
  const again = hall.come();
  again.hello("bob", bob.resume(0));
  await hall.endTurn();
  await hall.clock.advance(2_000);
  assertEquals(bob.sink.calls, ["close"]);
  assertEquals(story(again), ["welcome", "(one)", "(two)"]);
});

test("who is back has the name that they took before they were away", async () => {
  const hall = new Hall(GRACE);
  const bob = await hall.member("bob");
  bob.tell({ type: "nick", name: "robert" });
  await hall.endTurn();
  bob.disconnect();
  const again = hall.come();
  again.hello("bob", bob.resume(0));
  await hall.endTurn();
  assertEquals(again.all("welcome").map(({ name, resumed }) => [name, resumed]), [["robert", true]]);
});

test("what is sent again because its ack was lost is acknowledged again, and shown to nobody", async () => {
  for (const away of [0, 40_000]) {
    const hall = new Hall(GRACE);
    const ada = await hall.member("ada");
    const bob = await hall.member("bob");
    bob.say("one", "x-1");
    await hall.endTurn();
    bob.disconnect();
    await pass(hall, away);
    const again = hall.come();
    again.hello("bob", bob.resume(1));
    again.say("one", "x-1");
    again.say("two", "x-2");
    await hall.endTurn();
    assertEquals(again.all("ack").map(({ id, seq }) => [id, seq]), [["x-1", 1], ["x-2", 2]]);
    assertEquals(again.heard, ["two"]);
    assertEquals(ada.heard, ["one", "two"]);
  }
});

test("the same id from somebody else is another message", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  ada.say("one", "x");
  bob.say("two", "x");
  await hall.endTurn();
  assertEquals(ada.heard, ["one", "two"]);
});

test("a token that nobody was given is a fresh welcome with the usual past", async () => {
  const hall = new Hall({ ...GRACE, replay: 1 });
  const ada = await hall.member("ada");
  ada.say("one");
  ada.say("two");
  await hall.endTurn();
  const bob = hall.come();
  bob.hello("bob", { token: "made up", after: { lobby: 0 } });
  await hall.endTurn();
  assertEquals(story(bob), ["welcome", "(two)"]);
  assertEquals([bob.all("welcome")[0]?.resumed, bob.token], [undefined, "token-2"]);
});

test("who has more than there is, as of another log, is shown the usual past", async () => {
  const hall = new Hall({ ...GRACE, replay: 1 });
  const ada = await hall.member("ada");
  ada.say("one");
  ada.say("two");
  await hall.endTurn();
  ada.disconnect();
  const again = hall.come();
  again.hello("ada", ada.resume(99));
  await hall.endTurn();
  assertEquals(story(again), ["welcome", "(two)"]);
});

test("who missed messages that are no longer kept is told which, before those that are", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.disconnect();
  for (let i = 1; i <= 5; i++) ada.say(`${i}`);
  await hall.endTurn();
  hall.history.trim({ kind: "count", count: 2 }, 0);
  const again = hall.come();
  again.hello("bob", bob.resume(1));
  await hall.endTurn();
  assertEquals(story(again), ["welcome", "notice", "(4)", "(5)"]);
  const [gap] = again.all("notice");
  assertEquals(gap?.code === "gap" && [gap.room, gap.from, gap.to, gap.text], [
    "lobby",
    2,
    3,
    "Messages 2 to 3 are no longer kept.",
  ]);
  hall.history.trim({ kind: "age", ms: 1 }, Number.MAX_SAFE_INTEGER);
  const third = hall.come();
  third.hello("bob", bob.resume(3));
  await hall.endTurn();
  assertEquals(third.all("notice").map((gap) => gap.code === "gap" && [gap.from, gap.to]), [[4, 5]]);
});

test("a person with nc has no token, and is gone when their connection is", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob", "plain");
  bob.disconnect();
  await hall.endTurn();
  assertEquals(ada.all("left").map(({ reason }) => reason), ["lost"]);
});

test("who quits, is too slow or is silent has left at once, and may come again with their token", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.tell({ type: "quit" });
  ada.say("one");
  await hall.endTurn();
  assertEquals(story(ada).slice(-2), ["left", "one"]);
  const again = hall.come();
  again.hello("bob", bob.resume(0));
  await hall.endTurn();
  assertEquals(story(again), ["welcome", "(one)"]);
  assertEquals(again.all("welcome")[0]?.resumed, undefined);
});

test("a server that closes says so with the time that it will be back, and takes nobody's seat", async () => {
  const hall = new Hall(GRACE);
  const ada = await hall.member("ada");
  hall.hub.close(5);
  ada.disconnect();
  await hall.endTurn();
  assertEquals(ada.all("bye").map(({ reason, back, text }) => [reason, back, text]), [
    ["closing", 5, "The server is restarting: come back in 5 s."],
  ]);
  assertEquals(hall.history.memberByToken(hall.tokens.hash(ada.token))?.isHere, true);
});

test("after a restart those who were in are in, come back unnoticed, and are lost if they do not", async () => {
  using folder = new Folder();
  const path = folder.file("chat.db");
  const before = new Hall(GRACE, { history: openLog(path, "process") });
  const [ada, bob, cy] = [await before.member("ada"), await before.member("bob"), await before.member("cy")];
  const gone = await before.member("gone");
  await before.member("nc", "plain");
  ada.say("one", "a-1");
  bob.tell({ type: "nick", name: "robert" });
  gone.tell({ type: "quit" });
  await before.endTurn();
  before.history.noteAlive(before.clock.now());
  before.history.close(); // As a server that is killed: nothing is told to anyone.

  const { tokens, clock } = before;
  const hall = new Hall(GRACE, { history: openLog(path, "process"), tokens, clock });
  await clock.advance(5_000);
  hall.hub.restore(hall.peer(new FakeSink()), 60_000);
  assertEquals(hall.hub.rooms.find("lobby")?.names(), ["ada", "robert", "cy"]);
  const ada2 = hall.come();
  ada2.hello("ada", ada.resume(0));
  ada2.say("one", "a-1");
  ada2.say("two", "a-2");
  await hall.endTurn();
  const bob2 = hall.come();
  bob2.hello("bob", bob.resume(1));
  await hall.endTurn();
  assertEquals(story(ada2), ["welcome", "(one)", "ack", "ack", "two"]);
  assertEquals(ada2.all("ack").map(({ seq }) => seq), [1, 2]);
  assertEquals(story(bob2), ["welcome", "(two)"]);
  assertEquals(bob2.all("welcome").map(({ name, resumed }) => [name, resumed]), [["robert", true]]);
  await pass(hall, 30_000);
  assertEquals(story(ada2).slice(5), ["left"]);
  assertEquals(ada2.all("left").map(({ name }) => name), ["cy"]);
  const cy2 = hall.come();
  cy2.hello("cy", cy.resume(0));
  await hall.endTurn();
  assertEquals(story(cy2), ["welcome", "(one)", "(two)"]);
  hall.history.close();
});

test("after a long time down nobody is in, and who comes with a token gets what was missed", async () => {
  using folder = new Folder();
  const path = folder.file("chat.db");
  const before = new Hall(GRACE, { history: openLog(path, "process") });
  const ada = await before.member("ada");
  ada.say("one");
  await before.endTurn();
  before.history.noteAlive(before.clock.now());
  before.history.close();
  const { tokens, clock } = before;
  await clock.advance(3_600_000);
  const hall = new Hall(GRACE, { history: openLog(path, "process"), tokens, clock });
  hall.hub.restore(hall.peer(new FakeSink()), 600_000);
  assertEquals(hall.hub.rooms.find("lobby")?.names(), []);
  const again = hall.come();
  again.hello("ada", ada.resume(0));
  await hall.endTurn();
  assertEquals(story(again), ["welcome", "(one)"]);
  assertEquals(again.all("welcome")[0]?.resumed, undefined);
  hall.history.close();
});

test("a seat that could not be stored is stored with the next turn that can be", async () => {
  const hall = new Hall(GRACE);
  hall.history.isFull = true;
  const ada = await hall.member("ada");
  assertEquals(hall.history.memberByToken(hall.tokens.hash(ada.token)), undefined);
  hall.history.isFull = false;
  ada.say("one");
  await hall.endTurn();
  assertEquals(hall.history.memberByToken(hall.tokens.hash(ada.token))?.name, "ada");
});
