/** Several rooms on the page: each has its own messages, people and topic, and says what is unread in it. */

import { assert, assertEquals } from "@std/assert";
import type { OpenPage } from "../support/browser.ts";
import type { NativePeer } from "../support/peers.ts";
import { becomes, browserTest, DARK_AND_NARROW, go, place, violations } from "../support/scene.ts";

/** Says something in a room. */
function sayIn(peer: NativePeer, room: string, text: string): Promise<void> {
  return peer.tell({ type: "say", room, text });
}

/** Whose names stand in the list beside the messages. */
async function people({ page }: OpenPage): Promise<readonly string[]> {
  return await page.locator("#names .name").allInnerTexts();
}

browserTest("what is said in a room stands there and nowhere else", {}, async ({ room, visitors, url }) => {
  const nina = await room.plain("nina");
  const bot = await room.native("bot");
  await bot.tell({ type: "join", room: "tea" });
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await go(ada, "#tea");
  const bob = await visitors.open(url, { locale: "it-IT" });
  await bob.enter("bob");
  await nina.say("in the lobby");
  await sayIn(bot, "tea", "in the tea room");
  await ada.sees("bot: in the tea room");
  await bob.sees("nina: in the lobby");
  await place(ada, "#lobby, 1 unread").waitFor();
  assertEquals(await ada.count("in the lobby"), 0);
  await ada.say("only tea");
  await bot.gets("message", ({ room, text }) => room === "tea" && text === "only tea");
  await ada.say("/part see you");
  await bot.gets("left", ({ name, room, word }) => name === "ada" && room === "tea" && word === "see you");
  await ada.sees("nina: in the lobby");
  assertEquals(await ada.page.getByRole("navigation").getByRole("button").count(), 2, "#lobby and +");
  await sayIn(bot, "tea", "and ada is gone");
  await bot.hears("and ada is gone");
  await nina.say("end");
  await ada.sees("nina: end");
  await bob.sees("nina: end");
  for (const page of [ada, bob]) {
    const all = await page.page.evaluate("document.body.textContent");
    assert(!String(all).includes("and ada is gone"));
  }
  await nina.sync();
  assert(!nina.text.includes("tea room") && !nina.text.includes("only tea"));
});

browserTest("unread is counted by room, in the title too, and my name stands out", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  for (const name of ["tea", "work"]) await bot.tell({ type: "join", room: name });
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await go(ada, "#tea");
  await go(ada, "#work");
  await sayIn(bot, "tea", "first");
  await sayIn(bot, "tea", "ada, are you there?");
  await sayIn(bot, "lobby", "hello");
  await place(ada, "#tea, 2 unread, your name was said").waitFor();
  await place(ada, "#lobby, 1 unread").waitFor();
  assertEquals(await ada.page.title(), "(3) chat");
  await ada.page.getByRole("button", { name: "bot said your name in #tea: ada, are you there?" }).click();
  await ada.sees("bot: ada, are you there?");
  assertEquals(await ada.page.locator(".log:visible .since").count(), 1, "what is new is set apart");
  await place(ada, "#tea").waitFor();
  assertEquals(await ada.page.title(), "(1) chat");
  await place(ada, "#lobby, 1 unread").click();
  await ada.sees("bot: hello");
  assertEquals(await ada.page.title(), "chat");
  await ada.say("/mentions");
  await ada.page.getByRole("dialog").getByText("ada, are you there?").click();
  await ada.sees("bot: ada, are you there?");
  await becomes(ada.page, "document.activeElement.textContent.includes('are you there?')");
});

browserTest("a room is left as it was: what is written, what is read, where", {
  limits: { rate: null, replay: 200 },
}, async ({ room, visitors, url }) => {
  const bot = await room.native("bot");
  await bot.tell({ type: "join", room: "tea" });
  for (let i = 1; i <= 120; i++) await sayIn(bot, "tea", `said ${i}.`);
  const ada = await visitors.open(url, { viewport: { width: 700, height: 400 } });
  await ada.enter("ada");
  await go(ada, "#tea");
  await ada.sees("said 120.");
  await ada.page.getByText("said 60.").scrollIntoViewIfNeeded();
  const seen = "document.querySelector('.view:not([hidden]) .log').scrollTop";
  const before = await ada.page.evaluate(seen);
  const box = ada.page.getByRole("textbox", { name: "Message" });
  await box.fill("half a sen");
  await place(ada, "#lobby").click();
  assertEquals(await box.inputValue(), "", "what was meant for one room is not sent to another");
  await sayIn(bot, "tea", "and one more");
  await place(ada, "#tea, 1 unread").click();
  assertEquals(await box.inputValue(), "half a sen");
  assertEquals(await ada.page.evaluate(seen), before);
  await ada.page.getByRole("button", { name: "1 new" }).click();
  await ada.sees("and one more");
  await place(ada, "#tea").waitFor();
});

browserTest("rooms are found in a list, made, named badly, and given a topic", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  await bot.tell({ type: "join", room: "tea" }, { type: "topic", room: "tea", text: "Which leaves?" });
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await ada.page.getByRole("button", { name: "More rooms" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "More rooms" });
  await dialog.getByRole("button", { name: "#tea 1 person Which leaves?" }).waitFor();
  assertEquals(await violations(ada.page), []);
  await dialog.getByRole("textbox", { name: "Room" }).fill("a b");
  await dialog.getByRole("button", { name: "Go there" }).click();
  await dialog.getByRole("alert").getByText('"a b" cannot be a room').waitFor();
  await dialog.getByRole("textbox", { name: "Room" }).fill("te");
  await dialog.getByRole("button", { name: /^#tea/ }).click();
  await ada.page.getByRole("heading", { name: "#tea" }).waitFor();
  await ada.page.getByRole("button", { name: "Which leaves?" }).click();
  const box = ada.page.getByRole("textbox", { name: "Message" });
  assertEquals(await box.inputValue(), "/topic Which leaves?");
  await box.fill("/topic How hot?");
  await box.press("Enter");
  await bot.gets("message", ({ text, topic }) => text === "How hot?" && topic === true);
  await ada.page.getByRole("button", { name: "How hot?" }).waitFor();
  await ada.sees("ada says what this room is about: How hot?");
  await go(ada, "#made-here");
  await ada.say("/topic");
  await ada.sees("Nobody has said yet what #made-here is about.");
});

browserTest("who is here is told of each room, with who is away", {}, async ({ room, visitors, url }) => {
  const bot = await room.native("bot");
  await bot.tell({ type: "join", room: "tea" });
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await becomes(ada.page, "document.querySelectorAll('#names li').length === 2");
  await go(ada, "#quiet");
  await becomes(ada.page, "document.querySelectorAll('#names li').length === 1");
  assertEquals(await people(ada), ["ada"]);
  await bot.tell({ type: "away", why: "lunch" });
  await ada.say("/who #tea");
  await ada.sees("Here now (1 person): bot (away: lunch)");
  await place(ada, "#lobby").click();
  await ada.page.getByRole("button", { name: "bot (away: lunch)" }).waitFor();
  await bot.tell({ type: "nick", name: "robot" });
  await ada.sees("bot is now robot");
  await place(ada, "#quiet").click();
  assertEquals(await ada.count("is now robot"), 0, "told where both are");
  await ada.say("/whois robot");
  await ada.sees("robot is in #lobby, #tea, here since");
  await ada.say("/away tea");
  await ada.page.getByText("You are away: tea").waitFor();
  await ada.page.getByRole("button", { name: "I am back" }).click();
  await ada.page.getByText("You are away: tea").waitFor({ state: "hidden" });
});

browserTest("rooms can be used with the keyboard alone", {}, async ({ room, visitors, url }) => {
  const bot = await room.native("bot");
  const ada = await visitors.open(url, DARK_AND_NARROW);
  const { keyboard } = ada.page;
  await ada.enter("ada");
  for (const name of ["#tea", "#work"]) {
    await keyboard.type(`/join ${name}`);
    await keyboard.press("Enter");
    await ada.page.getByRole("heading", { name, exact: true }).waitFor();
  }
  await keyboard.press("Alt+1");
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await keyboard.press("Alt+ArrowUp");
  await ada.page.getByRole("heading", { name: "#work" }).waitFor();
  for (let i = 0; i < 12; i++) {
    await keyboard.press("Shift+Tab");
    if (await ada.page.evaluate("document.activeElement.closest('#rooms') !== null")) break;
  }
  await keyboard.press("Home");
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  await ada.page.getByRole("heading", { name: "#tea" }).waitFor();
  await becomes(ada.page, "document.activeElement.id === 'box'");
  await keyboard.type("/join #l");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await keyboard.type("here");
  await keyboard.press("Enter");
  await bot.hears("here");
  assertEquals(await violations(ada.page), []);
  assertEquals(await ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
});

browserTest("what somebody says can be hidden from my view, and shown again", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  const nina = await room.native("nina");
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await bot.say("buy this");
  await ada.sees("bot: buy this");
  await ada.say("/ignore bot");
  await ada.sees("What bot says is hidden now.");
  assertEquals(await ada.count("buy this"), 0);
  await bot.say("ada, buy that");
  await bot.tell({ type: "private", to: "ada", text: "buy it alone", id: 1 });
  await bot.gets("delivered");
  await nina.say("end");
  await ada.sees("nina: end");
  assertEquals(await ada.count("buy that"), 0);
  assertEquals(await ada.page.getByRole("navigation").getByRole("button").count(), 2);
  await ada.page.reload();
  await ada.sees("nina: end");
  assertEquals(await ada.count("buy that"), 0, "over a reload, too");
  await ada.say("/ignore");
  await ada.sees("Hidden: bot");
  await ada.say("/unignore bot");
  await ada.sees("bot: ada, buy that");
});
