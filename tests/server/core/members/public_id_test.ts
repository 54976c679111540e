/** The id by which everybody knows a person: what it outlives, who can have it, and what it is good for. */

import { assert, assertEquals } from "@std/assert";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { openLog } from "../../../../server/store/log.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { test } from "../../../support/sanitized.ts";

/** Says something to one person alone, who is meant by their id as well. */
function whisper(from: TestClient, to: string, person: string | undefined, id: number): void {
  from.sendFrames({ type: "private", to, text: `for ${to}`, id, ...(person !== undefined && { person }) });
}

/** What somebody was told of a member, last. */
function personOf(client: TestClient, name: string): string | undefined {
  const { members, persons } = client.framesOf("members").at(-1) ?? {};
  return persons?.[members?.indexOf(name) ?? -1];
}

test("whoever comes, goes, speaks or is asked about is told with one id, which a new name does not change", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const eve = await core.member("eve");
  eve.say("one");
  await core.endTurn();
  eve.sendFrames({ type: "nick", name: "eva" });
  eve.say("two");
  await core.endTurn();
  ada.sendFrames({ type: "who", room: "lobby" }, { type: "whois", name: "eva" }, {
    type: "private",
    to: "eva",
    text: "x",
  });
  await core.endTurn();
  eve.sendFrames({ type: "quit" });
  await core.endTurn();
  const person = eve.framesOf("welcome")[0]?.person;
  assert(person !== undefined && person !== ada.framesOf("welcome")[0]?.person);
  assertEquals(eve.framesOf("welcome")[0]?.persons?.[1], person);
  assertEquals(ada.framesOf("message").map(({ from, person }) => [from, person]), [["eve", person], [
    "eva",
    person,
  ]]);
  assertEquals(personOf(ada, "eva"), person);
  for (const type of ["joined", "renamed", "whois", "left"] as const) {
    assertEquals(ada.framesOf(type).map((frame) => frame.person), [person], type);
  }
  assertEquals(ada.framesOf("private").map((frame) => frame.toPerson), [person]);
  assertEquals(eve.framesOf("private").map((frame) => [frame.from, frame.person]), [[
    "ada",
    ada.framesOf("welcome")[0]?.person,
  ]]);
});

test("what was said earlier has the ids of who said it, in history, in what was missed, and in what a search finds", async () => {
  const core = new TestCore({ replay: 10 });
  const eve = await core.member("eve");
  eve.say("tea");
  await core.endTurn();
  eve.sendFrames({ type: "nick", name: "eva" }, { type: "say", room: "lobby", text: "tea again" });
  const ada = await core.member("ada");
  ada.sendFrames({ type: "history", room: "lobby" }, { type: "search", query: "tea" });
  await core.clock.advance(10);
  await core.endTurn();
  const person = eve.framesOf("welcome")[0]?.person;
  assertEquals(ada.framesOf("message").map((one) => [one.from, one.person]), [
    ["eve", person],
    ["eva", person],
    ["eve", person],
    ["eva", person],
  ]);
  assertEquals(ada.framesOf("hit").map((one) => [one.from, one.person]), [["eva", person], ["eve", person]]);
});

test("who comes back with their token is the same person, after a restart, too; who takes their name is another", async () => {
  using folder = new TempFolder();
  const first = new TestCore({ grace: 30_000 }, { history: openLog(folder.file("chat.db"), "process") });
  const eve = await first.member("eve");
  eve.say("one");
  await first.endTurn();
  const before = eve.framesOf("welcome")[0]?.person;
  eve.sendFrames({ type: "quit" });
  await first.endTurn();
  const { token } = eve;
  const stranger = await first.member("eve");
  assert(stranger.framesOf("welcome")[0]?.person !== before);
  first.hub.close();
  await first.endTurn();
  first.history.close();

  const second = new TestCore({ grace: 30_000, replay: 9 }, {
    history: openLog(folder.file("chat.db"), "process"),
    tokens: first.tokens,
  });
  second.history.noteAlive(second.clock.now());
  second.hub.restore(60_000);
  const back = second.connect();
  back.hello("eva", { token, after: {} });
  await second.endTurn();
  const welcome = back.framesOf("welcome")[0];
  assertEquals(welcome?.person, before);
  assertEquals(welcome?.members.map((name, i) => [name, welcome.persons?.[i]]), [
    ["eve", stranger.framesOf("welcome")[0]?.person],
    ["eva", before],
  ]);
  assertEquals(back.framesOf("message").map(({ from, person }) => [from, person]), [["eve", before]]);
  assert(/^[\w-]{12}$/.test(before ?? ""), before);
  second.history.close();
});

test("nobody gets an id by asking for one, and no id is a number of the log", () => {
  using folder = new TempFolder();
  const [here, there] = ["here.db", "there.db"].map((file) => openLog(folder.file(file), "process"));
  assert(here !== undefined && there !== undefined);
  const ids = [1, 2, 3].flatMap((id) => [here.publicIdOf(id), there.publicIdOf(id)]);
  assertEquals(new Set(ids).size, 6, "each log has its own");
  assertEquals([here.publicIdOf(1), here.publicIdOf(-1) === here.publicIdOf(1)], [ids[0], false]);
  assert(here.publicIdOf(0) !== here.publicIdOf(0), "who has no number has a new one each time");
  here.close();
  there.close();
});

test("a private word reaches the person whom it is for, or nobody", async () => {
  const core = new TestCore();
  const [bob, ada] = [await core.member("bob"), await core.member("ada")];
  const meant = ada.framesOf("welcome")[0]?.person;
  whisper(bob, "ADA", meant, 1);
  await core.endTurn();
  ada.sendFrames({ type: "nick", name: "ada2" });
  await core.endTurn();
  whisper(bob, "ada", meant, 2);
  const stranger = await core.member("ada");
  whisper(bob, "ada", meant, 3);
  ada.sendFrames({ type: "quit" });
  await core.endTurn();
  whisper(bob, "ada", meant, 4);
  stranger.sendFrames({ type: "quit" });
  await core.endTurn();
  whisper(bob, "ada", meant, 5);
  await core.endTurn();
  assertEquals(ada.framesOf("private").map(({ id }) => id), [1]);
  assertEquals(stranger.framesOf("private"), []);
  assertEquals(bob.framesOf("error").map(({ type: _, text: __, ...error }) => error), [
    { id: 2, code: "other-person", name: "ada", now: "ada2" },
    { id: 3, code: "other-person", name: "ada", now: "ada2" },
    { id: 4, code: "other-person", name: "ada" },
    { id: 5, code: "not-here", name: "ada" },
  ]);
});

test("a client that names no person writes to who has the name, as ever", async () => {
  const core = new TestCore();
  const [bob, ada] = [await core.member("bob"), await core.member("ada")];
  whisper(bob, "ada", undefined, 1);
  await core.endTurn();
  assertEquals(ada.framesOf("private").map(({ id }) => id), [1]);
});

test("who is hidden at the plain door stays so when they go, and come back under another name", async () => {
  const core = new TestCore({ grace: 30_000, replay: 9 });
  const eve = await core.member("eve");
  const ada = await core.member("ada", "plain");
  ada.session.person.ignore("eve", eve.session.person.publicId);
  eve.sendFrames({ type: "quit" });
  await core.endTurn();
  const back = core.connect();
  back.hello("eva", { token: eve.token, after: {} });
  back.say("peekaboo");
  back.sendFrames({ type: "private", to: "ada", text: "psst" });
  const other = await core.member("zoe");
  other.say("hello");
  await core.endTurn();
  assertEquals([ada.sink.text.includes("peekaboo"), ada.sink.text.includes("psst")], [false, false]);
  assert(ada.sink.text.includes("zoe: hello"));
});
