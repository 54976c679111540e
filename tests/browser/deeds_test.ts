/** People in charge on the page: what they do with the menus, and what those read whom it hits. */

import { assert, assertEquals } from "@std/assert";
import {
  accessibilityViolations,
  browserTest,
  DARK_AND_NARROW,
  joinRoom,
  waitForExpression,
} from "../support/browser_fixture.ts";
import type { TestPage } from "../support/test_browser.ts";

/** Chooses something from the menu of a person in the list of people. */
async function choose({ page }: TestPage, name: string, item: string): Promise<void> {
  await page.locator("#names").getByRole("button", { name: new RegExp(`^${name}\\b`) }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

browserTest(
  "an operator mutes, removes and bans with the menu; who is hit reads why, and for how long",
  {},
  async (fixture) => {
    const { browser, url } = fixture;
    const ada = await browser.open(url);
    await ada.enter("ada");
    await joinRoom(ada, "#class");
    const bob = await browser.open(url);
    await bob.enter("bob");
    await joinRoom(bob, "#class");
    await ada.page.getByRole("button", { name: "bob", exact: true }).waitFor();
    await bob.page.getByRole("button", { name: "ada operator", exact: true }).click();
    assertEquals(
      (await bob.page.getByRole("menuitem").allInnerTexts()).filter((item) => item.endsWith("…")),
      ["Report…"],
      "who is in charge of nothing may report",
    );
    await bob.page.keyboard.press("Escape");

    await choose(ada, "bob", "Mute…");
    const dialog = ada.page.getByRole("dialog", { name: "Mute bob?" });
    await dialog.getByLabel("For how long").selectOption("600000");
    await dialog.getByLabel(/^Why/).fill("talking over others");
    assertEquals(await accessibilityViolations(ada.page), []);
    await dialog.getByRole("button", { name: "Mute" }).click();
    await ada.page.getByRole("log").getByText(/^bob is muted in #class until/).waitFor();
    const limits = bob.page.locator("#limits");
    await limits.getByText(/ada muted bob until .*: talking over others\. What you have written is kept/)
      .waitFor();
    await bob.say("but I only");
    await bob.page.getByText(/not sent: You are muted in #class/).waitFor();
    await choose(ada, "bob", "Let them write again");
    await limits.waitFor({ state: "hidden" });
    await bob.page.getByRole("button", { name: "Write it again" }).click();
    await bob.page.keyboard.press("Enter");
    await ada.waitForMessage("bob: but I only");

    await choose(ada, "bob", "Ban…");
    const ban = ada.page.getByRole("dialog", { name: "Ban bob?" });
    await ban.getByLabel(/^Why/).fill("enough");
    await ban.getByRole("button", { name: "Ban" }).click();
    await ada.page.getByRole("log").getByText(/bob was removed by ada: enough/).waitFor();
    await bob.page.getByRole("heading", { name: "#lobby" }).waitFor();
    await bob.say("/join #class");
    await bob.page.getByRole("alert").getByText(/You are banned in #class until .*: enough/).waitFor();
  },
);

browserTest(
  "a room that is not like all others says so above it and at the box, in both languages",
  {},
  async (fixture) => {
    const { browser, url } = fixture;
    const ada = await browser.open(url);
    await ada.enter("ada");
    await joinRoom(ada, "#news");
    const bob = await browser.open(url, { locale: "it-IT", ...DARK_AND_NARROW });
    await bob.enter("bob");
    await joinRoom(bob, "#news");
    await ada.say("/readonly");
    await ada.page.locator("#mode").getByText("read-only").waitFor();
    assertEquals(await ada.page.locator("#limits").isVisible(), false, "an operator writes");
    await bob.page.locator("#limits").getByText("#news").waitFor();
    assert(await bob.page.locator("#mode").isVisible());
    assertEquals(await accessibilityViolations(bob.page), []);
    const isWide = "document.documentElement.scrollWidth > innerWidth";
    assertEquals(await bob.page.evaluate(isWide), false);
    await ada.say("/readonly off");
    await bob.page.locator("#limits").waitFor({ state: "hidden" });
    await waitForExpression(ada.page, "document.querySelector('#mode').hidden");
  },
);

browserTest(
  "a message is deleted with its menu: its text is gone in place, in what was said before and in a search",
  {},
  async (fixture) => {
    const { browser, url } = fixture;
    const ada = await browser.open(url);
    await ada.enter("ada");
    await joinRoom(ada, "#class");
    const bob = await browser.open(url, { locale: "it-IT" });
    await bob.enter("bob");
    await joinRoom(bob, "#class");
    await bob.say("a rude word about ada");
    await bob.say("a kind word");
    await ada.waitForMessage("bob: a kind word");
    await bob.page.getByText("a kind word").click({ button: "right" });
    assert(
      (await bob.page.getByRole("menuitem").allInnerTexts()).includes("Cancella…"),
      "one's own, for a while",
    );
    await bob.page.keyboard.press("Escape");
    await ada.page.getByText("a rude word about ada").click({ button: "right" });
    await ada.page.getByRole("menuitem", { name: "Delete…" }).click();
    await ada.page.getByRole("dialog", { name: "Delete this message of bob?" }).getByRole("button", {
      name: "Delete",
    }).click();
    await ada.waitForMessage("bob: (deleted)");
    await bob.waitForMessage("(cancellato)");
    assert(!(await bob.messages()).includes("rude word"));
    assertEquals(await ada.page.locator(".mention").count(), 0, "what named me is gone, too");
    await ada.page.getByText("(deleted)").click({ button: "right" });
    assert(!(await ada.page.getByRole("menuitem").allInnerTexts()).includes("Delete…"));
    await ada.page.keyboard.press("Escape");
    await ada.page.reload();
    await ada.waitForMessage("bob: a kind word");
    await ada.waitForMessage("bob: (deleted)");
    await ada.say("/search word -C1");
    await ada.page.getByRole("dialog").getByText("a kind word").waitFor();
    assert(!String(await ada.page.getByRole("dialog").textContent()).includes("rude"));
  },
);
