/** The menus of people and messages: with the mouse, the keyboard and a finger. */

import { assert, assertEquals } from "@std/assert";
import {
  accessibilityViolations,
  browserTest,
  DARK_AND_NARROW,
  waitForExpression,
} from "../support/browser_fixture.ts";
import type { TestPage } from "../support/test_browser.ts";

/** What the open menu offers. */
function items({ page }: TestPage): Promise<readonly string[]> {
  return page.getByRole("menuitem").allInnerTexts();
}

browserTest(
  "a name has a menu, in the list of people and in the conversation, with the mouse",
  {},
  async (fixture) => {
    const { server, browser, url } = fixture;
    const eve = await server.native("eve");
    const ada = await browser.open(url);
    await ada.enter("ada");
    await eve.say("hello there");
    await ada.waitForMessage("eve: hello there");
    await ada.page.getByRole("button", { name: "eve", exact: true }).click();
    await ada.page.getByRole("menu", { name: "eve" }).waitFor();
    assertEquals(await items(ada), [
      "Write to them alone",
      "Mention",
      "Hide what they say",
      "Who is this?",
      "Report…",
    ]);
    assertEquals(await accessibilityViolations(ada.page), []);
    await ada.page.getByRole("menuitem", { name: "Mention" }).click();
    assertEquals(await ada.page.getByRole("textbox", { name: "Message" }).inputValue(), "eve ");
    await ada.page.getByRole("log").getByText("eve", { exact: true }).click();
    await ada.page.getByRole("menuitem", { name: "Hide what they say" }).click();
    await waitForExpression(ada.page, "document.querySelector('.message').hidden");
    await ada.page.getByRole("button", { name: "eve", exact: true }).click();
    await ada.page.getByRole("menuitem", { name: "Show again what they say" }).click();
    await ada.waitForMessage("eve: hello there");
    await ada.page.getByRole("button", { name: "ada (you)", exact: true }).click();
    assertEquals(await items(ada), ["Who is this?", "Make this name yours…"]);
    await ada.page.keyboard.press("Escape");
    assertEquals(await ada.page.getByRole("menu").count(), 0);
    await ada.page.getByText("hello there").click({ button: "right" });
    await ada.page.getByRole("menu", { name: "Message of eve" }).waitFor();
    assertEquals((await items(ada))[0], "Copy the text");
    await ada.page.getByRole("heading", { name: "Here now", exact: true }).click();
    await ada.page.getByRole("menu").waitFor({ state: "hidden" });
  },
);

browserTest(
  "a message has its menu by the keyboard, which leads there and back",
  {},
  async ({ server, browser, url }) => {
    const eve = await server.native("eve");
    const ada = await browser.open(url, { locale: "it-IT" });
    await ada.enter("ada");
    await eve.say("one");
    await eve.say("two");
    await ada.waitForMessage("eve: two");
    const { page } = ada;
    await page.getByRole("log").focus();
    for (const key of ["ArrowUp", "ArrowUp", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("menu", { name: "Messaggio di eve" }).waitFor();
    assertEquals(await page.evaluate("document.activeElement.textContent"), "Copia il testo");
    await page.keyboard.press("End");
    assertEquals(await page.evaluate("document.activeElement.textContent"), "Segnala…");
    await page.keyboard.press("Escape");
    await waitForExpression(page, "document.activeElement.dataset.seq === '1'");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    for (const key of ["s", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("heading", { name: "eve (in privato)" }).waitFor();
    await waitForExpression(page, "document.activeElement.id === 'box'");
  },
);

browserTest(
  "a finger that rests on a message opens its menu, one that moves does not",
  {},
  async ({ server, browser, url }) => {
    const eve = await server.native("eve");
    const ada = await browser.open(url, { ...DARK_AND_NARROW, hasTouch: true });
    await ada.enter("ada");
    await eve.say("hello there");
    await ada.waitForMessage("eve: hello there");
    const said = ada.page.getByText("hello there");
    const finger = { pointerType: "touch", bubbles: true, clientX: 100, clientY: 100 };
    await said.dispatchEvent("pointerdown", finger);
    await said.dispatchEvent("pointermove", { ...finger, clientY: 160 });
    await said.dispatchEvent("pointerup", finger);
    await said.dispatchEvent("pointerdown", finger);
    await ada.page.getByRole("menu", { name: "Message of eve" }).waitFor();
    assertEquals(await accessibilityViolations(ada.page), []);
    const box = await ada.page.getByRole("menuitem", { name: "Mention" }).boundingBox();
    assert(box !== null && box.height >= 44, "as large as a finger");
    await ada.page.getByRole("menuitem", { name: "Mention" }).tap();
    assertEquals(await ada.page.getByRole("textbox", { name: "Message" }).inputValue(), "eve ");
  },
);

browserTest(
  "Escape closes what was opened last: a menu or a window over a sheet, then the sheet; the topic is pressed anywhere in the head",
  {},
  async ({ browser, url }) => {
    const { page, ...ada } = await browser.open(url, { viewport: { width: 360, height: 640 } });
    await ada.enter("ada");
    for (const [opener, sheet] of [["#open-people", "#people.open"], ["#open-rooms", "#nav.open"]] as const) {
      await page.locator(opener).click();
      await page.locator(sheet).waitFor();
      const [above, button] = sheet === "#nav.open"
        ? ["#all-rooms[open]", "#other-rooms"]
        : ["#menu:popover-open", "#names button"];
      await page.locator(button).click();
      await page.locator(above).waitFor();
      await page.keyboard.press("Escape");
      await page.locator(above).waitFor({ state: "hidden" });
      assertEquals(await page.locator(sheet).count(), 1, "the sheet stays");
      await page.evaluate(
        `document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true }))`,
      );
      assertEquals(await page.locator(sheet).count(), 1, "the key is an input method's");
      await page.keyboard.press("Escape");
      await page.locator(sheet).waitFor({ state: "hidden" });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    const [top, bottom] = [2, 45];
    for (const y of [top, bottom]) {
      assertEquals(
        await page.evaluate(
          `document.elementFromPoint(document.querySelector("#topic").getBoundingClientRect().left + 5, ${y}).id`,
        ),
        "topic",
      );
    }
    assertEquals(
      await page.evaluate("document.elementFromPoint(800, 20).id"),
      "",
      "the rest of the bar is not it",
    );
  },
);
