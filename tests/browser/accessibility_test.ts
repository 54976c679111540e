/** The page with the keyboard alone, for screen readers, in the dark, and on narrow screens. */

import { assertEquals } from "@std/assert";
import {
  accessibilityViolations,
  browserTest,
  DARK_AND_NARROW,
  joinRoom,
  roomButton,
  waitForExpression,
} from "../support/browser_fixture.ts";

browserTest("all can be done with the keyboard alone", {}, async ({ server, browser, url }) => {
  const roberta = await server.native("roberta");
  const ada = await browser.open(url);
  const { keyboard } = ada.page;
  await waitForExpression(ada.page, "document.activeElement?.id === 'name'");
  await keyboard.press("Escape");
  await waitForExpression(ada.page, "document.querySelector('dialog').open");
  await keyboard.type("ada");
  await keyboard.press("Enter");
  await waitForExpression(ada.page, "document.activeElement?.id === 'box'");
  await waitForExpression(ada.page, "document.querySelectorAll('#names li').length === 2");
  await keyboard.type("rob");
  await keyboard.press("Tab");
  await waitForExpression(ada.page, "document.activeElement.value.startsWith('roberta')"); // What completes is loaded now.
  await keyboard.type("hello");
  await keyboard.press("Shift+Enter");
  await keyboard.type("again");
  await keyboard.press("Enter");
  await roberta.waitForMessage("roberta: hello\nagain");
  await keyboard.type("/n");
  const offered = ada.page.getByRole("listbox").getByRole("option");
  await offered.first().waitFor();
  assertEquals(await offered.allInnerTexts(), ["/names", "/nick", "/notify"]);
  assertEquals(await accessibilityViolations(ada.page), []);
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await ada.page.getByRole("option", { name: "/nick", selected: true }).waitFor();
  await keyboard.press("Enter");
  await keyboard.type("Ada.L");
  await keyboard.press("Enter");
  await roberta.waitForFrame("renamed", ({ to }) => to === "Ada.L");
  await keyboard.type("/hlep");
  await keyboard.press("Enter");
  await ada.page.getByRole("alert").getByText("did you mean /help").waitFor();
  await keyboard.press("ArrowUp");
  assertEquals(await ada.page.getByRole("textbox", { name: "Message" }).inputValue(), "/hlep");
  await keyboard.press("Control+A");
  await keyboard.press("Delete");
  await keyboard.type("/help");
  await keyboard.press("Enter");
  await ada.waitForMessage("change your name");
  for (
    const [key, next] of [["Tab", "send"], ["Shift+Tab", "box"], ["Shift+Tab", "attach"], [
      "Tab",
      "box",
    ]] as const
  ) {
    await keyboard.press(key);
    assertEquals(await ada.page.evaluate("document.activeElement.id"), next, "Tab is no trap");
  }
  await keyboard.type("//help");
  await keyboard.press("Enter");
  await roberta.waitForMessage("/help");
  for (let i = 0; i < 12; i++) {
    await keyboard.press("Shift+Tab");
    if (await ada.page.evaluate("document.activeElement.id") === "menu-button") break;
  }
  await keyboard.press("Enter");
  await ada.page.getByRole("menuitem", { name: "Clear" }).waitFor();
  await keyboard.press("End");
  await keyboard.press("Enter");
  await roberta.waitForFrame("left", ({ name, reason }) => name === "Ada.L" && reason === "left");
});

browserTest(
  "nothing serious is wrong for those who use other means, light or dark, wide or narrow",
  {},
  async (fixture) => {
    const { server, browser, url } = fixture;
    const bot = await server.native("bot");
    const looks = [{}, DARK_AND_NARROW, { colorScheme: "dark" as const }, {
      viewport: { width: 320, height: 568 },
    }];
    for (const [i, look] of looks.entries()) {
      const ada = await browser.open(url, look);
      await waitForExpression(ada.page, "document.querySelector('dialog').open");
      assertEquals(await accessibilityViolations(ada.page), []);
      await ada.enter(`ada${i}`);
      for (let j = 0; j < 12; j++) {
        const other = await server.native(`p${i}.${j}`);
        await other.say(`hello ada${i}, \`code\` and https://example.com ${j}`);
        await other.sendFrames({ type: "quit" });
      }
      await ada.say("/nonsense");
      await ada.say("/help");
      await ada.say("\u202e");
      await bot.say(`end of ${i}`);
      await ada.waitForMessage(`end of ${i}`);
      await bot.sendFrames({ type: "private", to: `ada${i}`, text: "psst" });
      await ada.page.locator("#rooms button").filter({ hasText: "bot" }).waitFor({ state: "attached" });
      assertEquals(await accessibilityViolations(ada.page), []);
      assertEquals(await ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    }
  },
);

browserTest(
  "a room of which its reader wants to be told nothing can be read in the list, and does not call them by its badge",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    for (const colorScheme of ["light", "dark"] as const) {
      const ada = await browser.open(url, { colorScheme });
      await ada.enter(`ada-${colorScheme}`);
      await ada.page.getByLabel("Tell me of").selectOption("off");
      await joinRoom(ada, "#work");
      await bot.say(`@ada-${colorScheme} look`);
      await roomButton(ada, "#lobby, 1 unread, your name was said, Tell me of: nothing").waitFor();
      assertEquals(await accessibilityViolations(ada.page), []);
      const colours = "[...document.querySelectorAll('#rooms li:first-child .badge')].map((badge) => " +
        "getComputedStyle(badge).backgroundColor)";
      const [unread, naming] = await ada.page.evaluate<string[]>(colours);
      assertEquals(naming, unread);
    }
  },
);

browserTest("what was wrong with a text is over once the box is emptied", {}, async ({ browser, url }) => {
  const ada = await browser.open(url);
  await ada.enter("ada");
  const box = ada.page.getByRole("textbox", { name: "Message" });
  await ada.say("/nonsense");
  const refusal = ada.page.getByRole("alert").getByText("/nonsense");
  await refusal.waitFor();
  await box.fill("/nonsense");
  assertEquals(await refusal.count(), 1, "it stays while there is something to change");
  await box.fill("");
  assertEquals(await refusal.count(), 0);
});
