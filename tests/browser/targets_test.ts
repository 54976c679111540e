/** Whatever a finger can touch on a phone is large enough for it. */

import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { accessibilityViolations, browserTest } from "../support/browser_fixture.ts";

/** What is touched; a link within a sentence is as high as the sentence. */
const TOUCHED =
  "button, input, select, textarea, summary, a:not(.text a, .note a), [role=option], [role=menuitem]";

/**
 * Measures what can be touched now, by where a touch goes: how many there are, and those that are less than 44 px wide or
 * high. What stands below something else cannot be touched. A box that is ticked has its label.
 */
async function targets(page: Page): Promise<{ readonly count: number; readonly small: readonly string[] }> {
  return await page.evaluate(`(() => {
    const isAt = (one, x, y) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (one.contains(hit) || (one.labels ?? []).length > 0 && [...one.labels].some((l) => l.contains(hit)));
    };
    const reach = (one, x, y, dx, dy) => {
      let steps = 0;
      while (steps < 60 && isAt(one, x + dx * (steps + 1), y + dy * (steps + 1))) steps++;
      return steps;
    };
    const small = [];
    let count = 0;
    for (const one of document.querySelectorAll(${JSON.stringify(TOUCHED)})) {
      if (!one.checkVisibility() || one.disabled || one.closest("[inert]") !== null) continue;
      one.scrollIntoView({ block: "center" });
      const { left, top, width, height } = one.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      if (!isAt(one, x, y)) continue;
      count++;
      const size = [
        reach(one, x, y, -1, 0) + reach(one, x, y, 1, 0) + 1,
        reach(one, x, y, 0, -1) + reach(one, x, y, 0, 1) + 1,
      ];
      if (Math.min(...size) < 44) small.push(size.join("×") + " " + one.outerHTML.slice(0, 120));
    }
    return { count, small };
  })()`);
}

async function check(page: Page, state: string, least: number): Promise<void> {
  const { count, small } = await targets(page);
  assertEquals(small, [], `${state}, ${page.viewportSize()?.width}`);
  assert(count >= least, `${state}: only ${count} can be touched`);
  assertEquals(await accessibilityViolations(page), [], state);
}

for (const [width, locale] of [[320, "it-IT"], [360, "en-GB"]] as const) {
  browserTest(
    `whatever can be touched has 44 px at ${width} px (${locale}): in a room, its lists, menus and windows`,
    {},
    async ({ server, browser, url }) => {
      const isItalian = locale === "it-IT";
      const named = (english: string, italian: string): string => isItalian ? italian : english;
      const bot = await server.native("bot");
      await bot.sendFrames({ type: "topic", room: "lobby", text: "tea" });
      await bot.say("what do you drink?");
      await bot.say(`top${"\n".repeat(60)}bottom`);
      const ada = await browser.open(url, {
        locale,
        viewport: { width, height: 640 },
        hasTouch: true,
        isMobile: true,
      });
      const { page } = ada;
      await check(page, "at the door", 2);
      await ada.enter("ada");
      await ada.say("/answer @1 oolong");
      await ada.say("/react @1 👍");
      await page.locator(".reacts button").waitFor();
      await page.locator(".quoted").waitFor();
      await ada.say("/away");
      await page.locator("#away").waitFor();
      await check(page, "in a room", 9);
      const close = async (): Promise<void> => {
        await page.keyboard.press("Escape");
        await page.waitForFunction(
          "document.querySelector('dialog[open], .side.open, :popover-open') === null",
        );
      };
      for (const sheet of ["nav", "people"]) {
        await page.locator(`[data-sheet=${sheet}]`).tap();
        await page.locator(`#${sheet}`).waitFor();
        await check(page, sheet, 2);
        await close();
      }
      await page.locator(".message[data-seq='1']").press("Enter");
      await page.getByRole("menu").waitFor();
      await check(page, "the menu of a message", 8);
      await page.getByRole("menuitem", { name: named("Report…", "Segnala…") }).tap();
      await page.locator("#deed").waitFor();
      await check(page, "what is asked before a deed", 3);
      await close();
      await page.locator("#menu-button").tap();
      await check(page, "the menu", 5);
      await page.getByRole("menuitem", { name: named("Search", "Cerca") }).tap();
      await page.getByRole("searchbox").fill("tea");
      await page.getByRole("searchbox").press("Enter");
      await check(page, "the search", 3);
      await close();
      await ada.say("/rooms");
      await page.locator("#room-list button").first().waitFor();
      await check(page, "the rooms", 4);
      await close();
      await page.locator("#menu-button").tap();
      await page.getByRole("menuitem", { name: named("Invite", "Invita") }).tap();
      await page.locator("#invitation").waitFor();
      await check(page, "the invitation", 1);
      await close();
      await ada.say("/claim");
      await page.locator("#claim-password").waitFor();
      await check(page, "the claim", 3);
      await close();
      await page.locator("#box").pressSequentially("/n");
      await page.getByRole("option").first().waitFor();
      await check(page, "what is offered while one types", 2);
    },
  );
}
