/** What becomes of what one says: it waits, it arrives, or it is refused and can be written again. */

import { assertEquals } from "@std/assert";
import type { QueuedFrame } from "../../../conversation.ts";
import { en } from "../../../words/en.ts";
import { writtenAgain } from "../../../web/session/sent_messages.ts";
import { fakePage, message } from "../support/fake_page.ts";

const SAY: QueuedFrame = { type: "say", room: "lobby", text: "ciao", id: "i-1" };
const PRIVATE: QueuedFrame = { type: "private", to: "bob", text: "psst", id: "i-2" };

Deno.test("what is said waits in its place until it is in the log and shown", () => {
  const page = fakePage();
  page.session.say(SAY);
  page.enter();
  const live = page.places.open("room", "lobby").live;
  assertEquals([page.take("say"), [...live.waiting]], [[SAY], [["ciao", "waits"]]]);
  page.receive({ type: "ack", id: "i-1", room: "lobby", seq: 1, at: 1 });
  assertEquals([live.waiting.size, page.saved.queued.length], [1, 0]);
  page.receive(message(1, { from: "ada", text: "ciao", id: "i-1" }));
  assertEquals([live.waiting.size, live.shown], [0, ["1 ada: ciao"]]);
});

Deno.test("an ack for what is shown already takes away what waits", () => {
  const page = fakePage();
  page.enter();
  page.session.say(SAY);
  page.receive(message(1), message(2));
  page.receive({ type: "ack", id: "i-1", room: "lobby", seq: 2, at: 1 });
  assertEquals(page.places.current?.live.waiting.size, 0);
});

Deno.test("a message of another with the same id takes nothing from what waits", () => {
  const page = fakePage();
  page.enter();
  page.session.say(SAY);
  page.receive(message(1, { from: "eve", id: "i-1" }));
  assertEquals(page.saved.queued.length, 1);
});

Deno.test("a private message shows once the other person has it, as the server had it, and elsewhere that is told", () => {
  const page = fakePage();
  page.enter();
  page.session.say(PRIVATE);
  const bob = page.places.open("person", "bob");
  assertEquals([...bob.live.waiting], [["psst", "waits"]]);
  page.receive({ type: "private", from: "ada", to: "bob", at: 5, text: "psst!", id: "i-2" });
  assertEquals(bob.live.shown, []);
  page.receive({ type: "delivered", to: "bob", at: 6, id: "i-2" });
  assertEquals([bob.live.shown, bob.live.waiting.size], [["ada: psst!"], 0]);
  assertEquals(page.told.at(-1), "sent: bob");
  page.receive({ type: "delivered", to: "bob", at: 7, id: "i-2" });
  assertEquals(bob.live.shown.length, 1);
});

Deno.test("of a private message whose echo was lost the text that was sent shows, as something done if it was", () => {
  const page = fakePage();
  page.enter();
  page.places.show(page.places.open("person", "bob"));
  page.session.say({ ...PRIVATE, action: true });
  page.receive({ type: "delivered", to: "bob", at: 6, id: "i-2" });
  assertEquals(page.places.current?.live.shown, ["ada: /me psst"]);
  assertEquals(page.told.filter((line) => line.startsWith("sent")), []);
});

Deno.test("private messages of others show in their place, and of who is hidden nothing", () => {
  const page = fakePage();
  page.enter();
  page.receive({ type: "private", from: "bob", to: "ada", at: 5, text: "hi" });
  page.receive({ type: "private", from: "spam", to: "ada", at: 5, text: "buy" });
  page.receive({ type: "private", from: "ada", to: "eve", at: 5, text: "from my other page", id: "other" });
  assertEquals(page.places.all.map(({ key, live }) => [key, ...live.shown]), [
    ["#lobby"],
    ["@bob", "bob: hi"],
    ["@eve", "ada: from my other page"],
  ]);
});

Deno.test("what is refused can be written again; where it was for nobody, that place goes", () => {
  const page = fakePage();
  page.enter();
  page.session.say(SAY);
  const why = en.problem({ code: "empty" });
  page.receive({ type: "error", code: "empty", text: "", id: "i-1" });
  const { live } = page.places.open("room", "lobby");
  assertEquals([[...live.waiting], page.saved.queued.length], [[["ciao", why]], 0]);
  assertEquals(page.told.filter((line) => line.startsWith("hint")), []);
  live.edit();
  assertEquals(page.told.at(-1), "box: ciao");
  page.session.say(PRIVATE);
  page.receive({ type: "error", code: "not-here", name: "bob", text: "", id: "i-2" });
  assertEquals(page.places.find("person", "bob"), undefined);
  assertEquals(page.told.slice(-2), [
    "box: /msg bob psst",
    `hint: ${en.problem({ code: "not-here", name: "bob" })}`,
  ]);
});

Deno.test("a conversation that there was stays, with what was refused in it", () => {
  const page = fakePage();
  page.enter();
  const { live } = page.places.open("person", "bob");
  live.note("earlier");
  page.session.say(PRIVATE);
  page.receive({ type: "error", code: "not-here", name: "bob", text: "", id: "i-2" });
  assertEquals([...live.waiting.keys()], ["psst"]);
  live.edit();
  assertEquals([page.places.current?.key, page.told.at(-1)], ["@bob", "box: psst"]);
});

Deno.test("what was for a room that was left comes back into the box with where it was for", () => {
  const page = fakePage();
  page.enter();
  page.session.say(SAY);
  page.session.part({ type: "part", room: "lobby" });
  page.receive({ type: "error", code: "no-room", room: "lobby", text: "", id: "i-1" });
  assertEquals(page.told.slice(-2)[0], "box: /msg #lobby ciao");
});

Deno.test("what the server could not store waits on, and the reason is said", () => {
  const page = fakePage();
  page.enter();
  page.session.say(SAY);
  page.receive({ type: "error", code: "not-stored", text: "", id: "i-1" });
  assertEquals([page.saved.queued.length, page.told.at(-1)], [
    1,
    `hint: ${en.problem({ code: "not-stored" })}`,
  ]);
  assertEquals(page.places.current?.live.waiting.get("ciao"), "waits");
});

Deno.test("a message is written again as it was written, with its place unless that is in view", () => {
  assertEquals(writtenAgain(SAY, true), "ciao");
  assertEquals(writtenAgain({ ...SAY, action: true }, true), "/me ciao");
  assertEquals(writtenAgain({ ...SAY, action: true }, false), "/msg #lobby /me ciao");
  assertEquals(writtenAgain(PRIVATE, false), "/msg bob psst");
});
