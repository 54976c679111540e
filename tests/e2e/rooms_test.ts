/** Several rooms and private words, over real sockets and at every door that needs no browser. */

import { assertEquals } from "@std/assert";
import { Folder } from "../support/folder.ts";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("two programs and a person with nc in rooms that overlap each hear what is theirs", async () => {
  await using room = await openRoom();
  const ada = await room.native("ada");
  const bob = await room.native("bob");
  const pat = await room.plain("pat");
  await ada.tell({ type: "join", room: "tea" });
  await ada.gets("entered");
  await pat.say("/join #tea");
  await pat.sees("[#tea] Here now (2 people): ada, pat\n");
  await pat.say("milk?");
  assertEquals((await ada.hears("milk?")).room, "tea");
  await ada.tell({ type: "say", room: "tea", text: "please" });
  await pat.sees("[#tea] ada: please [");
  await pat.say("/part");
  await pat.sees("You have left #tea.\nYou are in #lobby: what you write goes there now.\n");
  await pat.say("back here");
  assertEquals((await bob.hears("back here")).room, "lobby");
  assertEquals(bob.text.includes("tea"), false);
  await ada.tell({ type: "say", room: "tea", text: "alone now" });
  await ada.hears("alone now");
  await pat.say("/rooms");
  await pat.sees("#tea (1 person)\n");
  assertEquals(pat.text.includes("alone now"), false);
});

test("private words come to one person alone, are acknowledged, and are in no log", async () => {
  using folder = new Folder();
  const data = folder.file("chat.db");
  await using room = await openRoom({ data });
  const ada = await room.native("ada");
  const bob = await room.native("bob");
  const pat = await room.plain("pat");
  await ada.tell({ type: "private", to: "pat", text: "the key is under the mat", id: 1 });
  await pat.sees("[private] ada -> you: the key is under the mat [");
  assertEquals(await ada.gets("delivered"), { type: "delivered", id: 1, to: "pat", at: room.clock.now() });
  await pat.say("/reply thanks");
  assertEquals((await ada.until("an answer", () => ada.all("private")[1])).text, "thanks");
  await bob.say("anything?");
  await bob.hears("anything?");
  await pat.say("/quit");
  await pat.sees("Goodbye.\n");
  await bob.gets("left");
  await ada.tell({ type: "private", to: "pat", text: "still there?", id: 2 });
  assertEquals((await ada.gets("error")).code, "not-here");
  assertEquals(bob.text.includes("mat"), false);
  await room.stop();
  for (const file of Deno.readDirSync(folder.path)) {
    const text = new TextDecoder().decode(Deno.readFileSync(folder.file(file.name)));
    assertEquals(text.includes("under the mat"), false, file.name);
  }
});

test("a private word for somebody whose connection broke waits for them, over a restart of the server, too", async () => {
  using folder = new Folder();
  const data = folder.file("chat.db");
  const first = await openRoom({ data });
  const [ada, bob, pat] = [await first.native("ada"), await first.native("bob"), await first.plain("pat")];
  const tokens = [ada, bob].map((peer) => peer.all("welcome")[0]?.token ?? "");
  const comeBack = async ({ native }: typeof first, who: 0 | 1) => {
    const peer = await native();
    const resume = { token: tokens[who] ?? "", after: {} };
    await peer.tell({ type: "hello", name: ["ada", "bob"][who] ?? "", room: "lobby", resume });
    return peer;
  };
  await bob.close();
  await first.logs("away");
  await ada.tell({ type: "private", to: "bob", text: "one", id: 1 });
  await pat.say("/msg bob two");
  await pat.sees("bob has lost the connection: what you wrote waits");
  const second = await comeBack(first, 1);
  await pat.sees("bob is back and has what you wrote.");
  assertEquals((await ada.gets("delivered")).waited, true);
  await second.gets("private", ({ text }) => text === "two");
  assertEquals(second.all("private").map(({ from, text }) => `${from}: ${text}`), ["ada: one", "pat: two"]);
  await first[Symbol.asyncDispose]();

  await using again = await openRoom({ data });
  const ada2 = await comeBack(again, 0);
  await ada2.tell({ type: "private", to: "bob", text: "three", id: 3 });
  await ada2.gets("notice");
  const bob2 = await comeBack(again, 1);
  assertEquals((await bob2.gets("private")).text, "three");
  assertEquals((await ada2.gets("delivered")).id, 3);
});

test("a server that is started again has its rooms, their topics and those who were in them", async () => {
  using folder = new Folder();
  const data = folder.file("chat.db");
  const first = await openRoom({ data });
  const ada = await first.native("ada");
  await ada.tell({ type: "join", room: "tea" }, { type: "topic", room: "tea", text: "leaves", id: 1 });
  await ada.gets("ack");
  const [welcome] = ada.all("welcome");
  await first[Symbol.asyncDispose]();
  await using again = await openRoom({ data });
  const back = await again.native();
  const resume = { token: welcome?.token ?? "", after: { lobby: 0, tea: 1 } };
  await back.tell({ type: "hello", name: "ada", room: "lobby", resume });
  const entered = await back.gets("entered");
  assertEquals([back.all("welcome")[0]?.resumed, back.all("welcome")[0]?.room], [true, "lobby"]);
  assertEquals([entered.room, entered.seq, entered.topic?.text, entered.members], ["tea", 1, "leaves", [
    "ada",
  ]]);
  const pat = await again.plain("pat");
  await pat.say("/join tea");
  await pat.sees("[#tea] Topic: leaves (ada, ");
});
