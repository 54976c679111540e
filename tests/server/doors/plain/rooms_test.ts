/** Rooms, private words and presence as somebody with nc types and reads them. */

import { assertEquals } from "@std/assert";
import type { Words } from "../../../../words/en.ts";
import { en } from "../../../../words/en.ts";
import { it } from "../../../../words/it.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";
import { PlainClient } from "../../../support/plain_client.ts";

/** Takes the times out of what was read. */
function timeless(text: string): readonly string[] {
  return text.replaceAll(/ \[\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\]|, \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/g, "")
    .split("\n")
    .slice(0, -1);
}

/** Ada and bob with nc; `ada` and `bob` type and give back the lines that they read. */
async function two(words: Words = en, limits: ConstructorParameters<typeof TestCore>[0] = {}) {
  const core = new TestCore(limits, { words });
  const people = ["ada", "bob"].map((name) => ({
    name,
    typist: new PlainClient(core, core.connect("plain")),
  }));
  const typing = people.map(({ typist }) => async (line?: string) =>
    timeless(await (line === undefined ? typist.readNew() : typist.sendLine(line)))
  );
  const [ada, bob] = typing;
  if (ada === undefined || bob === undefined) throw new Error("nobody there");
  await ada("ada");
  await bob("bob");
  await ada();
  return { core, ada, bob };
}

test("who enters a room writes there, and what is said elsewhere shows with its room's name", async () => {
  const { ada, bob } = await two();
  assertEquals(await ada("/join tea"), [
    "You are in #tea: what you write goes there now.",
    "[#tea] Here now (1 person): ada",
  ]);
  assertEquals(await bob(), []);
  assertEquals(await bob("/JOIN #TEA"), [
    "You are in #tea: what you write goes there now.",
    "[#tea] Here now (2 people): ada, bob",
  ]);
  assertEquals(await bob("hi"), ["[#tea] bob: hi"]);
  assertEquals(await bob("/join lobby"), [
    "You are in #lobby: what you write goes there now.",
    "Here now (2 people): ada, bob",
  ]);
  assertEquals(await bob("/me waves"), ["* bob waves"]);
  assertEquals(await ada(), ["[#tea] --> bob joined", "[#tea] bob: hi", "* bob waves"]);
  assertEquals(await ada("/me pours"), ["[#tea] * ada pours"]);
  assertEquals(await ada("/join a b c"), ["Write it like this: /join #ROOM [KEY]"]);
});

test("who leaves the room that they are looking at goes on in another, or nowhere", async () => {
  const { ada, bob } = await two();
  await ada("/join tea");
  await bob("/join tea");
  await ada();
  assertEquals(await bob("/part see you"), [
    "You have left #tea.",
    "You are in #lobby: what you write goes there now.",
  ]);
  assertEquals(await bob("here"), ["bob: here"]);
  assertEquals(await ada(), ["[#tea] <-- bob left: see you", "bob: here"]);
  assertEquals(await ada("/part #lobby"), ["You have left #lobby."]);
  assertEquals(await ada("still in tea"), ["[#tea] ada: still in tea"]);
  assertEquals(await ada("/part"), [
    "You have left #tea.",
    "You are in no room now: /rooms lists them, /join #lobby enters one.",
  ]);
  assertEquals(await ada("hello?"), ["You are in no room: enter one with /join #lobby."]);
  assertEquals(await ada("/rooms"), ["#lobby (1 person)", "#tea (0 people)"]);
});

test("the topic is shown, changed and taken away", async () => {
  const { ada, bob } = await two();
  assertEquals(await ada("/topic"), ["There is no topic: /topic TEXT gives one."]);
  assertEquals(await ada("/topic all kinds"), ["--- ada changed the topic: all kinds"]);
  assertEquals(await bob(), ["--- ada changed the topic: all kinds"]);
  assertEquals(await bob("/topic"), ["Topic: all kinds (ada)"]);
  assertEquals(await bob("/rooms"), ["#lobby (2 people): all kinds"]);
  assertEquals(await bob("/join lobby"), [
    "You are in #lobby: what you write goes there now.",
    "Here now (2 people): ada, bob",
    "Topic: all kinds (ada)",
  ]);
});

test("private words show their direction to both, and can be answered", async () => {
  const { ada, bob } = await two();
  assertEquals(await bob("/reply hm"), [
    "Nobody has written to you alone yet: write to somebody with /msg NAME TEXT.",
  ]);
  assertEquals(await ada("/msg bob: psst"), ["[private] you -> bob: psst"]);
  assertEquals(await bob(), ["[private] ada -> you: psst"]);
  assertEquals(await bob("/r what?"), ["[private] you -> ada: what?"]);
  assertEquals(await ada("/nick eva"), ["[private] bob -> you: what?", "--- ada is now eva"]);
  assertEquals(await bob("/reply still there?"), [
    "--- ada is now eva",
    "[private] you -> eva: still there?",
  ]);
  assertEquals(await ada("/m eva note to self"), [
    "[private] bob -> you: still there?",
    "[private] you -> you: note to self",
  ]);
  assertEquals(await ada("/m zoe hi"), ["zoe is not here, so nothing was sent: /who shows who is."]);
});

test("/query has plain text go to one person until /query or /join ends it", async () => {
  const { ada, bob } = await two();
  const sentence = "What you write goes to bob alone now: /query goes back to your room.";
  assertEquals(await ada("/query bob"), [sentence]);
  assertEquals(await ada("psst"), ["[private] you -> bob: psst"]);
  assertEquals(await ada("/me winks"), ["[private] you -> bob: * winks"]);
  assertEquals(await ada("/query"), ["You are in #lobby: what you write goes there now."]);
  assertEquals(await ada("hi all"), ["ada: hi all"]);
  assertEquals(await bob(), ["[private] ada -> you: psst", "[private] ada -> you: * winks", "ada: hi all"]);
  assertEquals(await ada("/q a b"), ["a b is not here: /who shows who is."]);
});

test("/query and /reply stay with the person, whatever they and others are called meanwhile", async () => {
  const { core, ada, bob } = await two();
  const eve = new PlainClient(core, core.connect("plain"));
  await eve.sendLine("eve");
  await ada("/query bob");
  await ada("psst");
  await bob("/nick rob");
  await eve.sendLine("/nick bob");
  await ada();
  assertEquals(await ada("to you"), ["[private] you -> rob: to you"]);
  assertEquals(await ada("/r to you, too"), ["[private] you -> rob: to you, too"]);
  assertEquals(timeless(await eve.readNew()), []);
});

test("who takes the name of somebody who left gets nothing that was meant for them", async () => {
  const { core, ada, bob } = await two();
  await ada("/query bob");
  await ada("psst");
  await bob("/quit");
  const eve = new PlainClient(core, core.connect("plain"));
  await eve.sendLine("bob");
  await ada();
  const sentence = "bob is not here, so nothing was sent: /who shows who is.";
  assertEquals(await ada("secret"), [sentence]);
  assertEquals(await ada("/me whispers"), [sentence]);
  assertEquals(await ada("/r secret"), [sentence]);
  assertEquals(timeless(await eve.readNew()), []);
  assertEquals(await ada("/query bob"), [
    "What you write goes to bob alone now: /query goes back to your room.",
  ]);
  assertEquals(await ada("who are you?"), ["[private] you -> bob: who are you?"]);
  assertEquals(await ada("/r who?"), ["[private] you -> bob: who?"]);
});

test("who is silent and who is away is shown, and said to who writes to them", async () => {
  const { core, ada, bob } = await two();
  await bob("/away out for tea");
  await core.clock.advance(300_000);
  assertEquals(await ada("/who"), [
    "Here now (2 people): ada (silent for 5 min), bob (away: out for tea, silent for 5 min)",
  ]); // Asking is not doing anything, as programs ask by themselves.
  const [whois = ""] = await ada("/whois bob");
  assertEquals(
    whois,
    "bob is in #lobby, here since 02/01/2026 03:04:05 (away: out for tea, silent for 5 min)",
  );
  assertEquals(await ada("/msg bob hi"), ["[private] you -> bob: hi", "bob is away: out for tea"]);
  assertEquals(await bob("/back"), ["[private] ada -> you: hi", "You are back."]);
  assertEquals(await ada("/who #lobby"), ["Here now (2 people): ada, bob"]);
});

test("what somebody says is hidden and shown again, also under another name and in what was said before", async () => {
  const { ada, bob } = await two(en, { replay: 50 });
  assertEquals(await ada("/ignore"), ["Nobody is hidden."]);
  assertEquals(await ada("/ignore Bob"), ["What Bob says is hidden now. /unignore Bob shows it again."]);
  await bob("one");
  await bob("/msg ada two");
  await bob("/nick rob");
  await bob("three");
  assertEquals(await ada("/ignore"), ["--- bob is now rob", "Hidden: rob"]);
  assertEquals(await ada("mine"), ["ada: mine"]);
  assertEquals(await ada("/history 9"), [
    "--- earlier ---",
    "--- 02/01/2026 ---",
    "ada: mine",
    "--- now ---",
  ]);
  assertEquals(await ada("/unignore ROB"), ["What ROB says is shown again."]);
  await bob("four");
  assertEquals(await ada(), ["rob: four"]);
  assertEquals(await ada("/unignore rob"), ["rob is not hidden: /ignore lists those who are."]);
});

test("who is hidden stays so when they take another name where one cannot see it", async () => {
  const { ada, bob } = await two();
  await ada("/ignore bob");
  await bob("/part");
  await bob("/nick rob");
  await bob("/msg ada psst");
  await bob("/join lobby");
  await bob("hello");
  assertEquals(await ada(), ["<-- bob left", "--> rob joined"]);
});

test("at the plain door everything is said in Italian, too", async () => {
  const { ada, bob } = await two(it);
  await bob("/away");
  assertEquals(await ada("/join tè"), [
    "Ti trovi in #tè: quello che scrivi ora va lì.",
    "[#tè] Qui ora (1 persona): ada",
  ]);
  assertEquals(await ada("/msg bob ciao"), ["[in privato] tu -> bob: ciao", "bob è assente."]);
  assertEquals(await bob(), ["[in privato] ada -> te: ciao"]);
});
