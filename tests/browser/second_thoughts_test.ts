/** Second thoughts on the page: what is changed, answered and reacted to shows in the message that it is about. */

import { assert, assertEquals } from "@std/assert";
import { accessibilityViolations, browserTest, waitForExpression } from "../support/browser_fixture.ts";

browserTest(
  "a text is changed in place, an answer shows what it answers, a reaction is counted and taken back, also after a reload",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const eve = await browser.open(url, { hasTouch: true });
    await eve.enter("eve");
    await ada.say("the meetign is at 10");
    await eve.page.getByText("the meetign").click({ button: "right" });
    await eve.page.getByRole("menuitem", { name: "👍" }).click();
    const chip = ada.page.getByRole("button", { name: "👍 1" });
    await chip.waitFor();
    assertEquals(await chip.getAttribute("aria-pressed"), "false");
    await chip.click();
    await eve.page.getByRole("button", { name: "👍 2", pressed: true }).waitFor();
    await ada.page.getByText("the meetign").click({ button: "right" });
    await ada.page.getByRole("menuitem", { name: "Change it" }).click();
    const box = ada.page.getByRole("textbox", { name: "Message" });
    assertEquals(await box.inputValue(), "/edit @1 the meetign is at 10");
    await box.fill("/edit @1 the meeting is at 10");
    await box.press("Enter");
    await eve.page.getByText("the meeting is at 10", { exact: true }).waitFor();
    await eve.page.getByText("(edited)").waitFor();
    await eve.page.getByText("the meeting is at 10", { exact: true }).click({ button: "right" });
    await eve.page.getByRole("menuitem", { name: "Answer it" }).click();
    await eve.page.locator("#answering").getByText("the meeting is at 10", { exact: true }).waitFor();
    await eve.page.keyboard.type("I come later");
    await eve.page.keyboard.press("Enter");
    await ada.page.locator(".quoted").getByText("the meeting is at 10", { exact: true }).waitFor();
    assertEquals(await accessibilityViolations(ada.page), []);
    await eve.page.getByRole("button", { name: "👍 2" }).tap();
    await ada.page.getByRole("button", { name: "👍 1", pressed: true }).waitFor();
    await ada.page.reload();
    await ada.waitForMessage("I come later");
    await ada.page.getByRole("button", { name: "👍 1", pressed: true }).waitFor();
    assertEquals(
      await ada.page.locator(".message:visible").count(),
      2,
      "what only changes another is no line",
    );
    assert(!(await ada.messages()).includes("meetign"));
    await bot.say("end");
    await ada.waitForMessage("bot: end");
    await ada.say("s tomorow");
    await ada.waitForMessage("s tomorow");
    await waitForExpression(ada.page, "document.querySelectorAll('.pending > *').length === 0"); // Before that it has no number.
    await box.press("ArrowUp");
    assert((await box.inputValue()).endsWith(" s tomorow"), await box.inputValue());
    await box.fill((await box.inputValue()).replace("tomorow", "tomorrow"));
    await box.press("Enter");
    await ada.waitForMessage("s tomorrow");
    assertEquals(await ada.count("s tomorow"), 0);
    await eve.say("/ignore ada");
    await eve.page.locator(".message:visible", { hasText: "I come later" }).first().waitFor();
    await eve.page.reload();
    await eve.page.locator(".quoted", { hasText: "…" }).waitFor();
    assertEquals(await eve.page.locator(".quoted", { hasText: "the meeting" }).count(), 0);
  },
);

browserTest(
  "whom and what one answers stands above the box until it is sent or given up, and takes no place from the messages",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url, {
      locale: "it-IT",
      viewport: { width: 360, height: 400 },
      hasTouch: true,
    });
    await ada.enter("ada");
    await bot.say("tea\nor coffee? " + "x".repeat(300));
    const { page } = ada;
    const bar = page.locator("#answering");
    const box = page.getByRole("textbox", { name: "Messaggio" });
    const answer = async (): Promise<void> => {
      await page.locator(".message[data-seq='1']").press("Enter");
      await page.getByRole("menuitem", { name: "Rispondi al messaggio" }).tap();
      await bar.getByText("In risposta a bot: tea or coffee?").waitFor();
      await waitForExpression(page, "document.activeElement.id === 'box'");
    };
    await answer();
    const rest = `400 - document.querySelector("#views").getBoundingClientRect().height`;
    assert(Number(await page.evaluate(rest)) <= 96, String(await page.evaluate(rest)));
    assertEquals(await accessibilityViolations(page), []);
    await box.press("Escape");
    await bar.waitFor({ state: "detached" });
    await answer();
    await bar.getByRole("button", { name: "Non rispondere" }).tap();
    await bar.waitFor({ state: "detached" });
    await waitForExpression(page, "document.activeElement.id === 'box'");
    await ada.say("no answer");
    assertEquals((await bot.waitForMessage("no answer")).re, undefined);
    await answer();
    await ada.say("/away");
    await bar.waitFor();
    await ada.say("tea,\nplease");
    assertEquals((await bot.waitForMessage("tea,\nplease")).re, 1);
    await bar.waitFor({ state: "detached" });
    await answer();
    await ada.say("//etc is a path");
    assertEquals((await bot.waitForMessage("/etc is a path")).re, 1);
    await answer();
    await ada.say("/join #work");
    await page.getByRole("heading", { name: "#work", exact: true }).waitFor({ state: "attached" });
    await bar.waitFor({ state: "detached" });
  },
);
