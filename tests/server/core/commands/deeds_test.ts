/** What people in charge do, without sockets: whom it hits, what each of them is told, and that it is kept. */

import { assert, assertEquals } from "@std/assert";
import { Origins } from "../../../../net/origin.ts";
import { MemoryLog } from "../../../../server/store/log/memory.ts";
import { TestCore, type TestCoreOptions } from "../../../support/test_core.ts";
import { codesOf, mod, send, withRole } from "../../../support/people.ts";
import { test } from "../../../support/sanitized.ts";

async function scene(options?: TestCoreOptions) {
  const core = new TestCore({ grace: 30_000 }, options);
  const ada = await withRole(core, "ada", "owner");
  const [bob, eve] = [await core.member("bob"), await core.member("eve")];
  return { core, ada, bob, eve };
}

test("who is banned is told why and by whom, the room is told once, and nothing more reaches them", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, mod("ban", { name: "bob", why: "spam", id: "m1" }));
  eve.say("after");
  await core.endTurn();
  const [error] = bob.framesOf("error");
  assert(error?.code === "banned");
  assertEquals([error.why, error.by], ["spam", "ada"]);
  const [bye] = bob.framesOf("bye");
  assertEquals([bye?.reason, bye?.why], ["removed", "spam"]);
  assertEquals(bob.messageTexts, []);
  const [left] = eve.framesOf("left");
  assertEquals([left?.name, left?.reason, left?.by, left?.word], ["bob", "removed", "ada", "spam"]);
  const [done] = ada.framesOf("done");
  assertEquals([done?.do, done?.id, done?.name, done?.n], ["ban", "m1", "bob", 1]);
  assertEquals(core.logged.filter(({ event }) => event === "moderated"), [
    { event: "moderated", do: "ban", by: "ada", subject: "bob" },
  ]);
});

test("a ban is not evaded by another case, a look-alike name, the token, or coming back within the grace", async () => {
  const { core, ada, bob } = await scene();
  const resume = bob.resume(0);
  bob.disconnect();
  await core.endTurn();
  await send(core, ada, mod("ban", { name: "bob" }));
  for (
    const [name, token] of [["bob", undefined], ["BOB", undefined], ["b0b", undefined], [
      "zoe",
      resume,
    ]] as const
  ) {
    const again = core.connect();
    again.hello(name, token);
    await core.endTurn();
    assertEquals(codesOf(again), ["banned"], name);
    assertEquals(again.framesOf("bye").map(({ reason }) => reason), ["refused"]);
  }
  const other = await core.member("cy");
  await send(core, other, { type: "nick", name: "Bob" });
  assertEquals(codesOf(other), ["banned"]);
});

test("a ban is kept over a restart, with its audit", async () => {
  const { core, ada } = await scene();
  await send(
    core,
    ada,
    mod("mute", { name: "eve", for: 60_000, why: "rude" }),
    mod("ban", { name: "bob", why: "spam" }),
  );
  await send(core, ada, mod("audit"));
  const [list] = ada.framesOf("modlist");
  assertEquals(list?.lines.map(({ do: deed, subject, by, why }) => [deed, subject, by, why]), [
    ["mute", "eve", "ada", "rude"],
    ["ban", "bob", "ada", "spam"],
  ]);
});

test("who is muted is told once for how long, says nothing in rooms nor alone, and has no other way to say it", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, mod("mute", { name: "bob", for: 60_000, why: "rude" }));
  assertEquals(codesOf(bob), ["muted"]);
  bob.say("hi", "1");
  await send(
    core,
    bob,
    { type: "private", to: "eve", text: "psst", id: "2" },
    { type: "nick", name: "rude_word" },
    { type: "topic", room: "lobby", text: "rude", id: "3" },
  );
  await send(core, bob, { type: "away", why: "rude" }, { type: "quit", word: "rude" });
  assertEquals(codesOf(bob), ["muted", "muted", "muted", "muted", "muted"]);
  assertEquals(eve.messageTexts, []);
  assertEquals(eve.framesOf("private"), []);
  assertEquals(eve.framesOf("left").map(({ word }) => word), [undefined]);
  assertEquals(eve.framesOf("moderated").map(({ do: deed, name, by, why }) => [deed, name, by, why]), [
    ["mute", "bob", "ada", "rude"],
  ]);
});

test("a mute ends by itself, and when it is lifted", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, mod("mute", { name: "bob", for: 60_000 }), mod("mute", { name: "eve" }));
  await core.clock.advance(60_001);
  core.hub.sweep();
  bob.say("heard");
  eve.say("not heard");
  await core.endTurn();
  assertEquals(ada.messageTexts, ["heard"]);
  await send(core, ada, mod("unmute", { name: "eve" }));
  eve.say("heard again");
  await core.endTurn();
  assertEquals(ada.messageTexts, ["heard", "heard again"]);
});

test("nobody acts on themselves, on an equal, or on somebody above them, nor does what is not theirs", async () => {
  const { core, ada, bob, eve } = await scene();
  const [mia, mo] = [await withRole(core, "mia", "moderator"), await withRole(core, "mo", "moderator")];
  for (const name of ["mia", "mo", "ada"]) await send(core, mia, mod("ban", { name }));
  await send(core, mia, mod("ban", { name: "m*" }), mod("ban", { net: "192.0.2.0/24" }), mod("audit"));
  assertEquals(codesOf(mia), Array(6).fill("not-allowed"));
  await send(
    core,
    bob,
    mod("kick", { name: "eve", room: "lobby" }),
    mod("ban", { name: "eve" }),
    mod("bans", {}),
  );
  assertEquals(codesOf(bob), ["not-allowed", "not-allowed", "not-allowed"]);
  for (const client of [ada, mo, eve]) assertEquals(client.framesOf("bye"), []);
  await send(core, mia, mod("kick", { name: "eve" }));
  assertEquals(eve.framesOf("bye").length, 1);
});

test("who makes a room is its operator there and nowhere else, and can make others so", async () => {
  const { core, bob, eve } = await scene();
  await send(core, bob, { type: "join", room: "tea" });
  await send(core, eve, { type: "join", room: "tea" });
  assertEquals(bob.framesOf("entered").map(({ rank }) => rank), ["operator"]);
  assertEquals(eve.framesOf("entered").map(({ rank }) => rank), [undefined]);
  await send(core, bob, mod("kick", { name: "eve", room: "lobby" }), mod("kick", { name: "eve" }));
  assertEquals(codesOf(bob), ["not-allowed", "not-allowed"]);
  await send(
    core,
    bob,
    mod("voice", { name: "eve", room: "tea" }),
    mod("readonly", { room: "tea", value: true }),
  );
  await send(core, eve, { type: "say", room: "tea", text: "voiced" });
  await send(core, bob, mod("devoice", { name: "eve", room: "tea" }));
  await send(core, eve, { type: "say", room: "tea", text: "not any more", id: "1" });
  assertEquals(bob.messageTexts, ["voiced"]);
  assertEquals(codesOf(eve), ["read-only"]);
  await send(core, bob, mod("op", { name: "eve", room: "tea" }));
  await send(
    core,
    eve,
    mod("slow", { room: "tea", value: 5_000 }),
    mod("mute", { name: "bob", room: "tea" }),
    mod("ban", { name: "bob", room: "tea" }),
    mod("deop", { name: "bob", room: "tea" }),
  );
  assertEquals(codesOf(eve), ["read-only", "not-allowed", "not-allowed", "not-allowed"]);
  assertEquals(bob.framesOf("mode").map(({ mode }) => mode), [{ readonly: true }, {
    readonly: true,
    slow: 5_000,
  }]);
});

test("operators of a room may send each other out of it for a minute, and nobody who is above them", async () => {
  const { core, ada, bob, eve } = await scene();
  for (const client of [bob, eve, ada]) await send(core, client, { type: "join", room: "tea" });
  await send(core, bob, mod("op", { name: "eve", room: "tea" }));
  await send(core, eve, mod("kick", { name: "eve", room: "tea" }), mod("kick", { name: "ada", room: "tea" }));
  assertEquals(codesOf(eve), ["not-allowed", "not-allowed"]);
  await send(core, eve, mod("kick", { name: "bob", room: "tea" }));
  assertEquals(codesOf(bob), ["kicked"]);
  await core.clock.advance(60_001);
  core.hub.sweep();
  await send(core, bob, { type: "join", room: "tea" });
  assertEquals(bob.framesOf("entered").length, 2);
});

test("who is kicked from a room is out of it, and may come back after a minute", async () => {
  const { core, bob, eve } = await scene();
  await send(core, bob, { type: "join", room: "tea" });
  await send(core, eve, { type: "join", room: "tea" });
  await send(core, bob, mod("kick", { name: "eve", room: "tea", why: "noise" }));
  await send(core, bob, { type: "say", room: "tea", text: "gone" });
  assertEquals(codesOf(eve), ["kicked"]);
  assertEquals(eve.framesOf("parted").map(({ room }) => room), ["tea"]);
  assertEquals(eve.messageTexts, []);
  await send(core, eve, { type: "join", room: "tea" });
  assertEquals(codesOf(eve), ["kicked", "kicked"]);
  await core.clock.advance(60_001);
  core.hub.sweep();
  await send(core, eve, { type: "join", room: "tea" });
  assertEquals(eve.framesOf("entered").length, 2);
});

test("a kick has a number, which whoever did it is told, others in charge find, and which lifts it within its minute", async () => {
  const { core, ada, bob, eve } = await scene();
  const mia = await withRole(core, "mia", "moderator");
  for (const client of [bob, eve]) await send(core, client, { type: "join", room: "tea" });
  await send(core, bob, mod("kick", { name: "eve", room: "tea" }));
  const { n = 0 } = bob.framesOf("done").at(-1) ?? {};
  await send(core, mia, mod("bans"), mod("unban", { n: n + 1 }));
  const listed = mia.framesOf("modlist").flatMap(({ lines }) => lines);
  assertEquals(listed.map((line) => [line.n, line.do, line.subject]), [[n, "kick", "eve"]]);
  assertEquals(codesOf(mia), ["no-ban"]);
  await send(core, bob, mod("unban", { n, room: "tea" }), mod("bans", { room: "tea" }));
  assertEquals(bob.framesOf("modlist").at(-1)?.lines, []);
  await send(core, eve, { type: "join", room: "tea" });
  assertEquals([eve.framesOf("entered").length, codesOf(eve)], [2, ["kicked"]]);
  await send(core, ada, mod("kick", { name: "eve" }));
  assertEquals(ada.framesOf("done").at(-1)?.n, n + 1);
});

test("an operator whom another one sent out of their room does not lift that", async () => {
  const { core, bob, eve } = await scene();
  for (const client of [bob, eve]) await send(core, client, { type: "join", room: "tea" });
  await send(core, bob, mod("op", { name: "eve", room: "tea" }), mod("kick", { name: "eve", room: "tea" }));
  const { n = 0 } = bob.framesOf("done").at(-1) ?? {};
  await send(core, eve, mod("unban", { n, room: "tea" }), { type: "join", room: "tea" });
  assertEquals(eve.framesOf("done"), []);
  assertEquals(codesOf(eve).slice(-1), ["kicked"]);
});

test("a room that one may not enter cannot be learned of: not in lists, whois, who, topic or history", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, bob, { type: "join", room: "tea" });
  await send(core, bob, { type: "topic", room: "tea", text: "secrets", id: "t" });
  for (
    const [deed, value] of [["inviteonly", true], ["key", "word"], ["lock", undefined], [
      "secret",
      true,
    ]] as const
  ) {
    await send(core, bob, mod(deed, { room: "tea", ...(value !== undefined && { value }) }));
    const before = eve.frames.length;
    await send(
      core,
      eve,
      { type: "rooms" },
      { type: "whois", name: "bob" },
      { type: "who", room: "tea" },
      { type: "topic", room: "tea" },
      { type: "history", room: "tea" },
      { type: "search", query: "secrets in:#tea", id: "s" },
    );
    await core.endTurn();
    const told = JSON.stringify(eve.frames.slice(before).filter(({ type }) => type !== "error"));
    assert(!told.includes("tea") && !told.includes("secrets"), `${deed}: ${told}`);
    const off = deed === "lock"
      ? mod("unlock", { room: "tea" })
      : mod(deed, { room: "tea", value: deed === "key" ? "" : false });
    await send(core, bob, off);
  }
  await send(core, ada, { type: "whois", name: "bob" });
  assertEquals(ada.framesOf("whois").at(-1)?.rooms, ["lobby", "tea"]);
});

test("a room can be locked, opened by a word, for few, or only for claimed names", async () => {
  const { core, bob, eve } = await scene();
  await send(core, bob, { type: "join", room: "tea" }, mod("lock", { room: "tea" }));
  await send(core, eve, { type: "join", room: "tea" });
  await send(core, bob, mod("unlock", { room: "tea" }), mod("key", { room: "tea", value: "leaves" }));
  await send(core, eve, { type: "join", room: "tea" }, { type: "join", room: "tea", key: "roots" });
  await send(core, bob, mod("key", { room: "tea", value: "" }), mod("limit", { room: "tea", value: 1 }));
  await send(core, eve, { type: "join", room: "tea" });
  await send(
    core,
    bob,
    mod("limit", { room: "tea", value: 0 }),
    mod("accounts", { room: "tea", value: "join" }),
  );
  await send(core, eve, { type: "join", room: "tea" });
  assertEquals(codesOf(eve), ["locked", "room-key", "room-key", "room-full", "accounts-join"]);
  await send(
    core,
    bob,
    mod("accounts", { room: "tea", value: "off" }),
    mod("key", { room: "tea", value: "leaves" }),
  );
  await send(core, eve, { type: "join", room: "tea", key: "leaves" });
  assertEquals(eve.framesOf("entered").map(({ room, mode }) => [room, mode]), [["tea", { key: true }]]);
  assert(!JSON.stringify(eve.frames).includes("leaves"), "the word itself is never told");
});

test("in a slow room the next words wait, and a quiet one hears only the one who made it so", async () => {
  const { core, bob, eve } = await scene();
  await send(core, bob, { type: "join", room: "tea" });
  await send(core, eve, { type: "join", room: "tea" });
  await send(core, bob, mod("slow", { room: "tea", value: 10_000 }));
  await send(core, eve, { type: "say", room: "tea", text: "1", id: "1" }, {
    type: "say",
    room: "tea",
    text: "2",
    id: "2",
  });
  const [slow] = eve.framesOf("error");
  assert(slow?.code === "slow-mode" && slow.id === "2");
  assertEquals(slow.wait, 10_000);
  await core.clock.advance(10_000);
  await send(core, eve, { type: "say", room: "tea", text: "2", id: "2" });
  await send(core, bob, mod("quiet", { room: "tea", value: true }), mod("op", { name: "eve", room: "tea" }));
  await send(core, eve, { type: "say", room: "tea", text: "3", id: "3" });
  await send(core, bob, { type: "say", room: "tea", text: "only me" });
  assertEquals(bob.messageTexts, ["1", "2", "only me"]);
  assertEquals(codesOf(eve), ["slow-mode", "read-only"]);
});

test("guests can be kept out, and those who are in stay", async () => {
  const { core, ada, bob } = await scene();
  await send(core, ada, mod("guests", { value: false }));
  const late = core.connect();
  late.hello("late");
  await core.endTurn();
  assertEquals(codesOf(late), ["guests-off"]);
  assertEquals(bob.framesOf("bye"), []);
  const mia = await withRole(core, "mia", "member");
  assertEquals(mia.framesOf("welcome").length, 1);
});

test("a ban of a pattern says how many it hit", async () => {
  const { core, ada, bob, eve } = await scene();
  const spam = [await core.member("spam1"), await core.member("spam2")];
  await send(core, ada, mod("ban", { name: "spam*" }));
  const [done] = ada.framesOf("done");
  assertEquals([done?.also, done?.undo], [2, 30_000]);
  assertEquals(spam.map((each) => codesOf(each)), [["banned"], ["banned"]]);
  assertEquals([bob, eve].map((each) => codesOf(each)), [[], []]);
});

test("whom a ban would hit is told before it is done, the address to moderators alone; by address it hits all from there", async () => {
  const { core, ada, bob, eve } = await scene();
  const mia = core.connectFrom({ address: "198.51.100.7:9", origin: new Origins().of("198.51.100.7") });
  mia.hello("mia");
  await core.endTurn();
  await send(core, bob, { type: "join", room: "tea" });
  await send(core, mia, { type: "join", room: "tea" });
  await send(core, eve, { type: "join", room: "tea" });
  await send(core, bob, mod("ban", { name: "eve", room: "tea", dry: true }));
  const told = bob.framesOf("done").map(({ name, net, also, dry }) => ({ name, net, also, dry }));
  assertEquals(told, [{ name: "eve", net: undefined, also: undefined, dry: true }]);
  await send(core, mia, mod("ban", { name: "bob", room: "tea", dry: true }));
  assertEquals(codesOf(mia), ["not-allowed"]);
  await send(core, ada, mod("ban", { name: "mia", dry: true }));
  await send(core, ada, mod("ban", { name: "mia", dry: true, by: "address" }));
  assertEquals(ada.framesOf("done").map(({ net, also }) => [net, also]), [
    ["198.51.100.7", 0],
    ["198.51.100.7", 0],
  ]);
  assertEquals(codesOf(mia), ["not-allowed"], "nothing was done to them");
  await send(core, ada, mod("ban", { name: "mia", by: "address", why: "again" }));
  assertEquals(codesOf(mia), ["not-allowed", "banned"]);
  const other = core.connectFrom({ address: "198.51.100.7:9", origin: new Origins().of("198.51.100.7") });
  other.hello("another");
  await core.endTurn();
  assertEquals(codesOf(other), ["banned"]);
  await send(core, ada, mod("ban", { name: "eve", by: "address" }));
  assertEquals(codesOf(ada), ["not-allowed"], "the author comes from there, too");
  assertEquals(codesOf(eve), []);
});

test("a report is told to the moderators who are here, and listed for the others", async () => {
  const { core, ada, bob, eve } = await scene();
  bob.say("rude");
  await core.endTurn();
  await send(core, eve, mod("report", { seq: 1, room: "lobby", why: "rude" }));
  assertEquals(ada.framesOf("moderated").map(({ do: deed, name, by }) => [deed, name, by]), [[
    "report",
    "bob",
    "eve",
  ]]);
  assertEquals(bob.framesOf("moderated"), []);
  await send(core, ada, mod("reports"));
  assertEquals(ada.framesOf("modlist")[0]?.lines.map(({ subject, seq, why }) => [subject, seq, why]), [[
    "bob",
    1,
    "rude",
  ]]);
});

test("what cannot be stored is not done", async () => {
  const { core, ada, bob } = await scene({ history: new MemoryLog() });
  core.history.isFull = true;
  await send(core, ada, mod("ban", { name: "bob", id: "m" }));
  assertEquals(codesOf(ada), ["not-stored"]);
  assertEquals(bob.framesOf("bye"), []);
  core.history.isFull = false;
  await send(core, ada, mod("bans"));
  assertEquals(ada.framesOf("modlist")[0]?.lines, []);
});

test("a deed is for the person who is meant: who has taken their name is left alone", async () => {
  const { core, ada, bob, eve } = await scene();
  const meant = bob.session.person.publicId;
  await send(core, bob, { type: "nick", name: "rob" });
  await send(core, eve, { type: "nick", name: "bob" });
  for (const deed of ["kick", "mute", "ban"] as const) {
    await send(core, ada, mod(deed, { name: "bob", person: meant }));
  }
  assertEquals(codesOf(ada), ["other-person", "other-person", "other-person"]);
  assertEquals(ada.framesOf("error").map((error) => error.code === "other-person" && error.now), [
    "rob",
    "rob",
    "rob",
  ]);
  assertEquals([eve.session.isOver, bob.session.isOver], [false, false]);
  await send(core, ada, mod("kick", { name: "rob", person: meant }));
  assertEquals([eve.session.isOver, bob.session.isOver], [false, true]);
  await send(core, ada, mod("ban", { name: "bob", person: meant }));
  assertEquals(codesOf(ada).at(-1), "other-person", "who is meant has left, and another has the name");
});

test("while whoever comes is let in one by one, who comes waits, is told so, and comes in once somebody lets them", async () => {
  const { core, ada, bob } = await scene();
  await send(core, ada, mod("approve", { value: true }));
  const [cy, dan, nina] = [core.connect(), core.connect(), core.connect("plain")];
  cy.hello("cy");
  dan.hello("dan");
  nina.hello("nina");
  await core.endTurn();
  assertEquals(cy.frames.map(({ type }) => type), ["notice"]);
  assert(nina.sink.text.includes("You wait to be let in"));
  const told = ada.framesOf("moderated").map(({ do: deed, name, why }) => [deed, name, why]);
  assertEquals(told, [["waiting", "cy", "1"], ["waiting", "dan", "2"], ["waiting", "nina", "3"]]);
  assertEquals(bob.framesOf("moderated"), []);
  await core.clock.advance(60_000);
  core.hub.sweep();
  assertEquals(cy.framesOf("bye"), []);
  await send(core, ada, mod("waiting"), mod("admit", { n: 2 }), mod("admit", { name: "*" }));
  assertEquals(ada.framesOf("modlist")[0]?.lines.map(({ subject, by }) => [subject, by]), [
    ["cy", "native"],
    ["dan", "native"],
    ["nina", "plain"],
  ]);
  assertEquals([cy, dan].map((each) => each.framesOf("welcome").length), [1, 1]);
  assert(nina.sink.text.includes("Hello nina"));
  await send(core, ada, mod("admit", { name: "*" }));
  assertEquals(codesOf(ada), ["nobody-waits"]);
});

test("who waits can be turned away: they are told so, and whoever is in charge how many it was", async () => {
  const { core, ada } = await scene();
  await send(core, ada, mod("approve", { value: true }));
  const [cy, dan] = [core.connect(), core.connect()];
  cy.hello("cy");
  dan.hello("dan");
  await core.endTurn();
  await send(core, ada, mod("waiting"), mod("admit", { n: 1, value: false }), mod("waiting"));
  assertEquals(codesOf(cy), ["not-admitted"]);
  assertEquals(cy.framesOf("bye").map(({ reason }) => reason), ["refused"]);
  assertEquals(
    ada.framesOf("modlist").map(({ value, lines }) => [value, lines.map(({ subject }) => subject)]),
    [
      [true, ["cy", "dan"]],
      [true, ["dan"]],
    ],
  );
  assertEquals(ada.framesOf("done").at(-1)?.also, 1);
  assertEquals(dan.framesOf("bye"), []);
});

test("whoever is in charge is told when somebody waits no longer, as they have gone or another has answered", async () => {
  const { core, ada } = await scene();
  const mo = await withRole(core, "mo", "moderator");
  await send(core, ada, mod("approve", { value: true }));
  const names = ["cy", "dan", "eli", "flo"];
  const [cy, dan] = names.map((name) => {
    const one = core.connect();
    one.hello(name);
    return one;
  });
  await core.endTurn();
  const before = mo.framesOf("moderated").length;
  cy?.disconnect();
  await send(core, ada, mod("waiting"));
  assertEquals(ada.framesOf("modlist").at(-1)?.lines.map(({ subject }) => subject), ["dan", "eli", "flo"]);
  core.hub.sweep();
  await send(core, ada, mod("admit", { n: 2 }), mod("admit", { n: 3, value: false }));
  await core.clock.advance(600_001);
  core.hub.sweep();
  await core.endTurn();
  const told = (who: typeof ada) =>
    who.framesOf("moderated").filter(({ do: deed }) => deed === "admit").map(({ name, by }) => [name, by]);
  assertEquals(mo.framesOf("moderated").length - before, 4);
  assertEquals(told(mo), [["cy", "cy"], ["dan", "ada"], ["eli", "ada"], ["flo", "flo"]]);
  assertEquals(told(ada), [["cy", "cy"], ["flo", "flo"]], "who did it has the answer");
  assertEquals(dan?.framesOf("welcome").length, 1);
});

test("who resumes does not wait again, nor who has claimed their name; and nobody waits for longer than ten minutes", async () => {
  const { core, ada, bob } = await scene();
  await send(core, ada, mod("approve", { value: true }));
  const resume = bob.resume(0);
  bob.disconnect();
  await core.endTurn();
  const again = core.connect();
  again.hello("bob", resume);
  const mia = await withRole(core, "mia", "member");
  assertEquals([again, mia].map((each) => each.framesOf("welcome").length), [1, 1]);
  const late = core.connect();
  late.hello("late");
  await core.clock.advance(600_001);
  core.hub.sweep();
  await core.endTurn();
  assertEquals(codesOf(late), ["not-admitted"]);
  assertEquals(late.framesOf("bye").map(({ reason }) => reason), ["refused"]);
  const other = core.connect();
  other.hello("other");
  await send(core, ada, mod("approve", { value: false }));
  assertEquals(other.framesOf("welcome").length, 1);
});

test("the owner makes holders of names moderators, and nobody else", async () => {
  const { core, ada, bob } = await scene();
  const mia = await withRole(core, "mia", "member");
  await send(core, ada, mod("op", { name: "mia" }), mod("op", { name: "bob" }));
  assertEquals(codesOf(ada), ["no-account"]);
  await send(core, mia, mod("op", { name: "bob" }), mod("kick", { name: "bob" }));
  assertEquals(codesOf(mia), ["not-allowed"]);
  assertEquals(bob.framesOf("bye").length, 1);
});

test("pages that are on their way to somebody end when they are removed from the room", async () => {
  const { core, ada, bob, eve } = await scene();
  await send(core, ada, { type: "join", room: "tea" });
  await send(core, eve, { type: "join", room: "tea" });
  const text = "words ".repeat(500);
  for (let count = 0; count < 300; count++) {
    ada.sendFrames({ type: "say", room: "tea", text: `${count} ${text}` });
  }
  await core.endTurn();
  await send(core, bob, { type: "join", room: "tea" });
  for (let turn = 0; turn < 50; turn++) {
    await core.endTurn();
    await core.clock.advance(3);
  }
  bob.sink.state = "stalls";
  bob.sendFrames({ type: "history", room: "tea", before: 301, limit: 500 }, {
    type: "history",
    room: "tea",
    limit: 500,
  });
  await core.endTurn();
  await core.clock.advance(3);
  await send(core, ada, mod("kick", { name: "bob", room: "tea" }));
  bob.sink.state = "reads";
  const before = bob.frames.length;
  for (let turn = 0; turn < 50; turn++) {
    await core.endTurn();
    await core.clock.advance(3);
  }
  assert(bob.framesOf("message").length < 200, "not all of what was asked for");
  assertEquals(bob.frames.slice(before).filter(({ type }) => type === "message"), []);
});

test("who is invited is told so, and comes into a room that is locked, by invitation only and has a word", async () => {
  const { core, bob, eve } = await scene();
  await send(core, bob, { type: "join", room: "tea" }, mod("lock", { room: "tea" }));
  await send(
    core,
    bob,
    mod("inviteonly", { room: "tea", value: true }),
    mod("key", { room: "tea", value: "leaves" }),
  );
  await send(core, eve, { type: "join", room: "tea" });
  await send(core, bob, mod("invite", { room: "tea", name: "eve" }));
  assertEquals(eve.framesOf("moderated").map(({ do: deed, room, by }) => [deed, room, by]), [[
    "invite",
    "tea",
    "bob",
  ]]);
  await send(core, eve, { type: "join", room: "tea" });
  assertEquals(eve.framesOf("entered").map(({ room }) => room), ["tea"]);
  assertEquals(codesOf(eve), ["locked"]);
});

test("a mute of a pattern in a room silences neither who is above its author nor who is in charge of the room as well", async () => {
  const { core, ada, bob, eve } = await scene();
  const mo = await withRole(core, "mo", "moderator");
  const carl = await core.member("carl");
  for (const client of [bob, ada, eve, mo, carl]) await send(core, client, { type: "join", room: "tea" });
  await send(core, bob, mod("op", { room: "tea", name: "carl" }));
  await send(core, bob, mod("mute", { room: "tea", name: "*", mask: { written: "m:*!*@*", persons: [] } }));
  await send(core, bob, mod("mute", { room: "tea", name: "mo", mask: { written: "m:mo!*@*", persons: [] } }));
  for (const client of [ada, bob, carl, mo, eve]) {
    await send(core, client, { type: "say", room: "tea", text: client.session.person.name });
  }
  assertEquals(ada.messageTexts, ["ada", "bob", "carl", "mo"]);
  assertEquals(codesOf(eve), ["muted"]);
});

test("who is excepted from the bans of a room is kept out all the same by what else hits them", async () => {
  const { core, ada, eve } = await scene();
  const room = "lobby";
  const mask = { written: "eve!*@*", persons: [eve.session.person.publicId] };
  await send(core, eve, { type: "join", room: "tea" });
  await send(core, ada, mod("ban", { room, name: "eve", mask }), mod("except", { room, name: "eve", mask }));
  await send(core, eve, { type: "join", room });
  assertEquals(eve.session.person.isIn(room), true);
  await send(core, ada, mod("kick", { room, name: "eve" }));
  await send(core, eve, { type: "join", room });
  assertEquals([eve.session.person.isIn(room), codesOf(eve).at(-1)], [false, "kicked"]);
});
