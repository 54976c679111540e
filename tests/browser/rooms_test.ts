/** Several rooms on the page: each has its own messages, people and topic, and says what is unread in it. */

import { assert, assertEquals } from "@std/assert";
import type { TestPage } from "../support/test_browser.ts";
import type { NativePeer } from "../support/peers.ts";
import {
  accessibilityViolations,
  browserTest,
  DARK_AND_NARROW,
  joinRoom,
  roomButton,
  waitForExpression,
} from "../support/browser_fixture.ts";

/** Says something in a room. */
function sayIn(peer: NativePeer, room: string, text: string): Promise<void> {
  return peer.sendFrames({ type: "say", room, text });
}

/** Whose names stand in the list beside the messages. */
async function people({ page }: TestPage): Promise<readonly string[]> {
  return await page.locator("#names .name").allInnerTexts();
}

browserTest("what is said in a room stands there and nowhere else", {}, async ({ server, browser, url }) => {
  const nina = await server.plain("nina");
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" });
  const ada = await browser.open(url);
  await ada.enter("ada");
  await joinRoom(ada, "#tea");
  const bob = await browser.open(url, { locale: "it-IT" });
  await bob.enter("bob");
  await nina.say("in the lobby");
  await sayIn(bot, "tea", "in the tea room");
  await ada.waitForMessage("bot: in the tea room");
  await bob.waitForMessage("nina: in the lobby");
  await roomButton(ada, "#lobby, 1 unread").waitFor();
  assertEquals(await ada.count("in the lobby"), 0);
  await ada.say("only tea");
  await bot.waitForFrame("message", ({ room, text }) => room === "tea" && text === "only tea");
  await ada.say("/part see you");
  await bot.waitForFrame(
    "left",
    ({ name, room, word }) => name === "ada" && room === "tea" && word === "see you",
  );
  await ada.waitForMessage("nina: in the lobby");
  assertEquals(await ada.page.locator("#rooms li").count(), 1, "#lobby");
  await sayIn(bot, "tea", "and ada is gone");
  await bot.waitForMessage("and ada is gone");
  await nina.say("end");
  await ada.waitForMessage("nina: end");
  await bob.waitForMessage("nina: end");
  for (const page of [ada, bob]) {
    const all = await page.page.evaluate("document.body.textContent");
    assert(!String(all).includes("and ada is gone"));
  }
  await nina.sync();
  assert(!nina.text.includes("tea room") && !nina.text.includes("only tea"));
});

browserTest("unread is counted by room, in the title too, and my name stands out", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  for (const name of ["tea", "work"]) await bot.sendFrames({ type: "join", room: name });
  const ada = await browser.open(url);
  await ada.enter("ada");
  await joinRoom(ada, "#tea");
  await joinRoom(ada, "#work");
  await sayIn(bot, "tea", "first");
  await sayIn(bot, "tea", "ada, are you there?");
  await sayIn(bot, "lobby", "hello");
  await roomButton(ada, "#tea, 2 unread, your name was said").waitFor();
  await roomButton(ada, "#lobby, 1 unread").waitFor();
  assertEquals(await ada.page.title(), "(3) chat");
  await ada.page.getByRole("button", { name: "bot said your name in #tea: ada, are you there?" }).click();
  await ada.waitForMessage("bot: ada, are you there?");
  assertEquals(await ada.page.locator(".log:visible .since").count(), 1, "what is new is set apart");
  await roomButton(ada, "#tea").waitFor();
  assertEquals(await ada.page.title(), "(1) chat");
  await roomButton(ada, "#lobby, 1 unread").click();
  await ada.waitForMessage("bot: hello");
  assertEquals(await ada.page.title(), "chat");
  await ada.say("/mentions");
  await ada.page.getByRole("dialog").getByText("ada, are you there?").click();
  await ada.waitForMessage("bot: ada, are you there?");
  await waitForExpression(ada.page, "document.activeElement.textContent.includes('are you there?')");
});

browserTest("a room is left as it was: what is written, what is read, where", {
  limits: { rate: null, replay: 200 },
}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" });
  for (let i = 1; i <= 120; i++) await sayIn(bot, "tea", `said ${i}.`);
  const ada = await browser.open(url, { viewport: { width: 800, height: 400 } });
  await ada.enter("ada");
  await joinRoom(ada, "#tea");
  await ada.waitForMessage("said 120.");
  await ada.page.getByText("said 60.").scrollIntoViewIfNeeded();
  const seen = "document.querySelector('.view:not([hidden]) .log').scrollTop";
  const before = await ada.page.evaluate(seen);
  const box = ada.page.getByRole("textbox", { name: "Message" });
  await box.fill("half a sen");
  await roomButton(ada, "#lobby").click();
  assertEquals(await box.inputValue(), "", "what was meant for one room is not sent to another");
  await sayIn(bot, "tea", "and one more");
  await roomButton(ada, "#tea, 1 unread").click();
  assertEquals(await box.inputValue(), "half a sen");
  assertEquals(await ada.page.evaluate(seen), before);
  await ada.page.getByRole("button", { name: "1 new" }).click();
  await ada.waitForMessage("and one more");
  await roomButton(ada, "#tea").waitFor();
});

browserTest("rooms are found in a list, made, named badly, and given a topic", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" }, { type: "topic", room: "tea", text: "Which leaves?" });
  const ada = await browser.open(url);
  await ada.enter("ada");
  await ada.page.getByRole("button", { name: "More rooms" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "More rooms" });
  await dialog.getByRole("button", { name: "#tea 1 person Which leaves?" }).waitFor();
  assertEquals(await accessibilityViolations(ada.page), []);
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
  await bot.waitForFrame("message", ({ text, topic }) => text === "How hot?" && topic === true);
  await ada.page.getByRole("button", { name: "How hot?" }).waitFor();
  await ada.waitForMessage("ada says what this room is about: How hot?");
  await joinRoom(ada, "#made-here");
  await ada.say("/topic");
  await ada.waitForMessage("Nobody has said yet what #made-here is about.");
});

browserTest("who is here is told of each room, with who is away", {}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" });
  const ada = await browser.open(url);
  await ada.enter("ada");
  await waitForExpression(ada.page, "document.querySelectorAll('#names li').length === 2");
  await joinRoom(ada, "#quiet");
  await waitForExpression(ada.page, "document.querySelectorAll('#names li').length === 1");
  assertEquals(await people(ada), ["ada"]);
  await bot.sendFrames({ type: "away", why: "lunch" });
  await ada.say("/who #tea");
  await ada.waitForMessage("Here now (1 person): bot [operator] (away: lunch)");
  await roomButton(ada, "#lobby").click();
  await ada.page.getByRole("button", { name: "bot (away: lunch)" }).waitFor();
  await bot.sendFrames({ type: "nick", name: "robot" });
  await ada.waitForMessage("bot is now robot");
  await roomButton(ada, "#quiet").click();
  assertEquals(await ada.count("is now robot"), 0, "told where both are");
  await ada.say("/whois robot");
  await ada.waitForMessage("robot is in #lobby, #tea, here since");
  await ada.say("/away tea");
  await ada.page.getByText("You are away: tea").waitFor();
  await ada.page.getByRole("button", { name: "I am back" }).click();
  await ada.page.getByText("You are away: tea").waitFor({ state: "hidden" });
});

browserTest("rooms can be used with the keyboard alone", {}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  const ada = await browser.open(url, DARK_AND_NARROW);
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
    if (await ada.page.evaluate("document.activeElement.id === 'open-rooms'")) break;
  }
  await keyboard.press("Enter");
  await waitForExpression(ada.page, "document.activeElement.closest('#rooms') !== null");
  await keyboard.press("Home");
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  await ada.page.getByRole("heading", { name: "#tea" }).waitFor();
  await waitForExpression(ada.page, "document.activeElement.id === 'box'");
  await keyboard.type("/join #l");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await keyboard.type("here");
  await keyboard.press("Enter");
  await bot.waitForMessage("here");
  assertEquals(await accessibilityViolations(ada.page), []);
  assertEquals(await ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
});

browserTest("what somebody says can be hidden from my view, and shown again", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  const nina = await server.native("nina");
  const ada = await browser.open(url);
  await ada.enter("ada");
  await bot.say("buy this");
  await ada.waitForMessage("bot: buy this");
  await ada.say("/ignore bot");
  await ada.waitForMessage("What bot says is hidden now.");
  assertEquals(await ada.count("buy this"), 0);
  await bot.say("ada, buy that");
  await bot.sendFrames({ type: "private", to: "ada", text: "buy it alone", id: 1 });
  await bot.waitForFrame("delivered");
  await nina.say("end");
  await ada.waitForMessage("nina: end");
  assertEquals(await ada.count("buy that"), 0);
  assertEquals(await ada.page.locator("#rooms li").count(), 1);
  await ada.page.reload();
  await ada.waitForMessage("nina: end");
  assertEquals(await ada.count("buy that"), 0, "over a reload, too");
  await ada.say("/ignore");
  await ada.waitForMessage("Hidden: bot");
  await ada.say("/unignore bot");
  await ada.waitForMessage("bot: ada, buy that");
});

browserTest(
  "who stays in the list keeps their button while others come and go: a press, the focus and an open menu are not lost",
  {},
  async ({ server, browser, url }) => {
    const enter = async (name: string): Promise<NativePeer> => {
      const peer = await server.native(name);
      await peer.sendFrames({ type: "join", room: "tea" });
      return peer;
    };
    const bob = await enter("bob"); // It is his room.
    const ada = await browser.open(url);
    const { page } = ada;
    await ada.enter("ada");
    await joinRoom(ada, "#tea");
    const names = page.locator("#names");
    const menu = page.getByRole("menu", { name: "bob" });
    const focused = "document.activeElement.querySelector('.name')?.textContent";
    await names.getByRole("button", { name: /^bob\b/ }).hover();
    await page.mouse.down();
    const carl = await enter("carl");
    await names.getByText("carl").waitFor();
    await page.mouse.up();
    await menu.waitFor();
    const dora = await enter("dora");
    await names.getByText("dora").waitFor();
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "hidden" });
    assertEquals(await page.evaluate(focused), "bob");
    await page.keyboard.press("End");
    assertEquals(await page.evaluate(focused), "dora");
    await carl.sendFrames({ type: "quit" });
    await names.getByText("carl").waitFor({ state: "detached" });
    assertEquals(await page.evaluate(focused), "dora");
    await bob.sendFrames({ type: "mod", do: "op", room: "tea", name: "dora" });
    await waitForExpression(page, "document.querySelectorAll('#names ul:first-of-type li').length === 2");
    assertEquals(await people(ada), ["bob", "dora", "ada"]);
    assertEquals(await page.evaluate(focused), "dora", "also in another group");
    assertEquals(await names.locator("button[tabindex='0'] .name").innerText(), "dora");

    await roomButton(ada, /^#lobby/).focus();
    await dora.sendFrames({ type: "private", to: "ada", text: "psst" });
    await roomButton(ada, /^dora/).waitFor();
    assertEquals(await page.evaluate("document.activeElement.firstChild.textContent"), "#lobby");
    assertEquals(await page.locator("#rooms .aside").count(), 3, "one cross each");
  },
);
