/** Several rooms and private words, over real sockets and at every door that needs no browser. */

import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("two programs and a person with nc in rooms that overlap each hear what is theirs", async () => {
  await using server = await startServer();
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  const pat = await server.plain("pat");
  await ada.sendFrames({ type: "join", room: "tea" });
  await ada.waitForFrame("entered");
  await pat.say("/join #tea");
  await pat.waitForText("[#tea] Here now (2 people): ada, pat\n");
  await pat.say("milk?");
  assertEquals((await ada.waitForMessage("milk?")).room, "tea");
  await ada.sendFrames({ type: "say", room: "tea", text: "please" });
  await pat.waitForText("[#tea] ada: please [");
  await pat.say("/part");
  await pat.waitForText("You have left #tea.\nYou are in #lobby: what you write goes there now.\n");
  await pat.say("back here");
  assertEquals((await bob.waitForMessage("back here")).room, "lobby");
  assertEquals(bob.text.includes("tea"), false);
  await ada.sendFrames({ type: "say", room: "tea", text: "alone now" });
  await ada.waitForMessage("alone now");
  await pat.say("/rooms");
  await pat.waitForText("#tea (1 person)\n");
  assertEquals(pat.text.includes("alone now"), false);
});

test("private words come to one person alone, are acknowledged, and are in no log", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data });
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  const pat = await server.plain("pat");
  await ada.sendFrames({ type: "private", to: "pat", text: "the key is under the mat", id: 1 });
  await pat.waitForText("[private] ada -> you: the key is under the mat [");
  assertEquals(await ada.waitForFrame("delivered"), {
    type: "delivered",
    id: 1,
    to: "pat",
    person: (await ada.waitForFrame("private")).toPerson,
    at: server.clock.now(),
  });
  await pat.say("/reply thanks");
  assertEquals((await ada.waitFor("an answer", () => ada.framesOf("private")[1])).text, "thanks");
  await bob.say("anything?");
  await bob.waitForMessage("anything?");
  await pat.say("/quit");
  await pat.waitForText("Goodbye.\n");
  await bob.waitForFrame("left");
  await ada.sendFrames({ type: "private", to: "pat", text: "still there?", id: 2 });
  assertEquals((await ada.waitForFrame("error")).code, "not-here");
  assertEquals(bob.text.includes("mat"), false);
  await server.stop();
  for (const file of Deno.readDirSync(folder.path)) {
    const text = new TextDecoder().decode(Deno.readFileSync(folder.file(file.name)));
    assertEquals(text.includes("under the mat"), false, file.name);
  }
});

test("a private word for somebody whose connection broke waits for them, over a restart of the server, too", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer({ data });
  const [ada, bob, pat] = [await first.native("ada"), await first.native("bob"), await first.plain("pat")];
  const tokens = [ada, bob].map((peer) => peer.framesOf("welcome")[0]?.token ?? "");
  const comeBack = async ({ native }: typeof first, who: 0 | 1) => {
    const peer = await native();
    const resume = { token: tokens[who] ?? "", after: {} };
    await peer.sendFrames({ type: "hello", name: ["ada", "bob"][who] ?? "", room: "lobby", resume });
    return peer;
  };
  await bob.close();
  await first.waitForLog("away");
  await ada.sendFrames({ type: "private", to: "bob", text: "one", id: 1 });
  await pat.say("/msg bob two");
  await pat.waitForText("bob has lost the connection: what you wrote waits");
  const second = await comeBack(first, 1);
  await pat.waitForText("bob is back and has what you wrote.");
  assertEquals((await ada.waitForFrame("delivered")).waited, true);
  await second.waitForFrame("private", ({ text }) => text === "two");
  assertEquals(second.framesOf("private").map(({ from, text }) => `${from}: ${text}`), [
    "ada: one",
    "pat: two",
  ]);
  await first[Symbol.asyncDispose]();

  await using again = await startServer({ data });
  const ada2 = await comeBack(again, 0);
  await ada2.sendFrames({ type: "private", to: "bob", text: "three", id: 3 });
  await ada2.waitForFrame("notice");
  const bob2 = await comeBack(again, 1);
  assertEquals((await bob2.waitForFrame("private")).text, "three");
  assertEquals((await ada2.waitForFrame("delivered")).id, 3);
});

test("a server that is started again has its rooms, their topics and those who were in them", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer({ data });
  const ada = await first.native("ada");
  await ada.sendFrames({ type: "join", room: "tea" }, { type: "topic", room: "tea", text: "leaves", id: 1 });
  await ada.waitForFrame("ack");
  const [welcome] = ada.framesOf("welcome");
  await first[Symbol.asyncDispose]();
  await using again = await startServer({ data });
  const back = await again.native();
  const resume = { token: welcome?.token ?? "", after: { lobby: 0, tea: 1 } };
  await back.sendFrames({ type: "hello", name: "ada", room: "lobby", resume });
  const entered = await back.waitForFrame("entered");
  assertEquals([back.framesOf("welcome")[0]?.resumed, back.framesOf("welcome")[0]?.room], [true, "lobby"]);
  assertEquals([entered.room, entered.seq, entered.topic?.text, entered.members], ["tea", 1, "leaves", [
    "ada",
  ]]);
  const pat = await again.plain("pat");
  await pat.say("/join tea");
  await pat.waitForText("[#tea] Topic: leaves (ada, ");
});
