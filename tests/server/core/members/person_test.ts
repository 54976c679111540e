/** A person and their connections: none, one, or several. */

import { assertEquals } from "@std/assert";
import { test } from "../../../support/sanitized.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";

/** Connects a person once more, as somebody who logs in from a second machine. */
function connectAgain(core: TestCore, client: TestClient): TestClient {
  const { person } = client.session;
  const second = core.connect();
  second.session.enter(person);
  for (const { room } of person.memberships) {
    second.session.follow(room);
    second.session.onCaughtUp(room.name);
  }
  return second;
}

const typesOf = (client: TestClient): readonly string[] => client.frames.map(({ type }) => type);

test("a person with two connections is one member, and both are told what happens", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const second = connectAgain(core, bob);
  ada.say("one");
  await core.endTurn();
  second.say("two", "id");
  await core.endTurn();
  for (const client of [ada, bob, second]) assertEquals(client.messageTexts, ["one", "two"]);
  assertEquals([bob.framesOf("ack").length, second.framesOf("ack").length], [0, 1]);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada", "bob"]);
});

test("a room that one connection enters or leaves is entered and left by the other, too", async () => {
  const core = new TestCore();
  const bob = await core.member("bob");
  const second = connectAgain(core, bob);
  bob.sendFrames({ type: "join", room: "tea" });
  await core.endTurn();
  second.sendFrames({ type: "say", room: "tea", text: "here" });
  await core.endTurn();
  assertEquals(bob.framesOf("message").map(({ room, text }) => [room, text]), [["tea", "here"]]);
  second.sendFrames({ type: "part", room: "tea" });
  await core.endTurn();
  for (const client of [bob, second]) {
    assertEquals(client.framesOf("entered").map(({ room, count }) => [room, count]), [["tea", 1]]);
    assertEquals(client.framesOf("parted").map(({ room }) => room), ["tea"]);
  }
});

test("a direct message goes to every connection and is delivered once; it is held only when there is none", async () => {
  const core = new TestCore({ grace: 30_000 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const second = connectAgain(core, bob);
  const write = async (id: string): Promise<void> => {
    ada.sendFrames({ type: "private", to: "bob", text: "psst", id });
    await core.endTurn();
  };
  await write("1");
  bob.disconnect();
  await write("2");
  second.disconnect();
  await write("3");
  assertEquals([bob.framesOf("private").length, second.framesOf("private").length], [1, 2]);
  assertEquals(ada.framesOf("delivered").map(({ id }) => id), ["1", "2"]);
  assertEquals(ada.framesOf("notice").map(({ code }) => code), ["waiting"]);
});

test("the end of one of two connections is no departure; that of the last is one", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const second = connectAgain(core, bob);
  const third = connectAgain(core, bob);
  second.sendFrames({ type: "quit" });
  third.disconnect();
  await core.endTurn();
  assertEquals([typesOf(second), third.session.phase], [["bye"], "gone"]);
  ada.say("still here");
  await core.endTurn();
  assertEquals([bob.messageTexts, second.messageTexts], [["still here"], []]);
  bob.disconnect();
  await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ name }) => name), ["bob"]);
});

test("hello, words and quit in one piece are told as a whole stay, also when the connection ends with them", async () => {
  const core = new TestCore({ grace: 30_000 });
  const ada = await core.member("ada");
  const bob = core.connect();
  bob.sendFrames(
    { type: "hello", name: "bob", room: "lobby" },
    { type: "say", room: "lobby", text: "in passing", id: "1" },
    { type: "quit", word: "bye" },
  );
  bob.disconnect();
  await core.endTurn();
  assertEquals(typesOf(ada).slice(1), ["joined", "message", "left"]);
  assertEquals(typesOf(bob), ["welcome", "ack", "message", "bye"]);
  assertEquals([bob.session.phase, core.hub.context.rooms.find("lobby")?.names()], ["gone", ["ada"]]);
});

test("somebody who is away is renamed, resumes and is still away; a connection that was replaced does nothing more", async () => {
  const core = new TestCore({ grace: 30_000 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  bob.sendFrames({ type: "away", why: "tea" }, { type: "nick", name: "eve" });
  const again = core.connect();
  again.hello("bob", bob.resume(0));
  bob.sendFrames({ type: "nick", name: "mallory" }, { type: "say", room: "lobby", text: "late" });
  bob.disconnect();
  ada.sendFrames({ type: "whois", name: "eve" });
  await core.endTurn();
  assertEquals(ada.framesOf("whois").map(({ name, away }) => [name, away]), [["eve", "tea"]]);
  assertEquals(again.framesOf("welcome").map(({ name, resumed }) => [name, resumed]), [["eve", true]]);
  assertEquals([ada.messageTexts, ada.framesOf("left"), ada.framesOf("renamed").length], [[], [], 1]);
});
