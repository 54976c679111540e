/** Looking for what was said, and catching up, on the page. */

import { assert, assertEquals } from "@std/assert";
import type { NativePeer } from "../support/peers.ts";
import {
  accessibilityViolations,
  browserTest,
  chooseFromMenu,
  DARK_AND_NARROW,
  joinRoom,
  roomButton,
  waitForExpression,
} from "../support/browser_fixture.ts";

/** Says many things in a room, and hears the last of them. */
async function sayMany(peer: NativePeer, room: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) await peer.sendFrames({ type: "say", room, text });
  await peer.waitForFrame("message", (message) => message.text === texts.at(-1));
}

/** So many numbered texts. */
function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `number ${i + 1}.`);
}

browserTest("a search marks what it found, and a hit leads to where it was said", {
  limits: { rate: null },
}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" }, { type: "join", room: "secret" });
  await sayMany(bot, "secret", ["oolong is a secret"]);
  await sayMany(bot, "tea", ["before it", "Òolong & <b>bold</b> 🍵 oolong", "after it", ...numbered(300)]);
  const ada = await browser.open(url, { viewport: { width: 800, height: 500 } });
  await ada.enter("ada");
  await joinRoom(ada, "#tea");
  await ada.waitForMessage("number 300.");
  await roomButton(ada, /^#lobby/).click();
  await ada.page.keyboard.press("Control+k");
  const dialog = ada.page.getByRole("dialog", { name: "Search" });
  const query = dialog.getByRole("searchbox", { name: "Search" });
  await query.fill('oolong "');
  await query.press("Enter");
  await dialog.getByText("A quotation mark is not closed").waitFor();
  await query.press("Escape"); // One Escape closes, with whatever is in the box.
  await dialog.waitFor({ state: "hidden" });
  await ada.page.keyboard.press("Control+k");
  assertEquals(await query.inputValue(), 'oolong "');
  await query.fill("nothingofthekind");
  await query.press("Enter");
  await dialog.getByText("Nothing was found for: nothingofthekind").waitFor();
  await query.fill("oolong -C1");
  await query.press("Enter");
  await dialog.getByText("Found: 1").waitFor();
  assertEquals(await dialog.locator("mark").allInnerTexts(), ["Òolong", "oolong"]);
  assertEquals(await dialog.locator("#hits b").count(), 0, "it is text");
  assertEquals(await dialog.getByRole("listitem").count(), 3, "with what is near");
  assertEquals(await accessibilityViolations(ada.page), []);
  await dialog.getByRole("button", { name: /bold/ }).click();
  await ada.page.getByRole("heading", { name: "#tea" }).waitFor();
  await waitForExpression(ada.page, "document.activeElement.textContent.includes('<b>bold</b>')");
  await ada.waitForMessage("bot: before it");
  assertEquals(await ada.count("number 300."), 0, "around it, not all that is between");
  await bot.sendFrames({ type: "say", room: "tea", text: "said meanwhile" });
  await roomButton(ada, "#tea, 1 unread").waitFor();
  await ada.page.getByRole("button", { name: "Back to now" }).click();
  await ada.waitForMessage("bot: said meanwhile");
  await ada.waitForMessage("bot: number 300.");
  await roomButton(ada, "#tea").waitFor();
});

browserTest("from what was found one can go on reading to the present", {
  limits: { rate: null },
}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  await sayMany(bot, "lobby", ["needle", ...numbered(150)]);
  const ada = await browser.open(url, { viewport: { width: 700, height: 400 } });
  await ada.enter("ada");
  await ada.waitForMessage("number 150.");
  await ada.say("/search needle");
  await ada.page.getByRole("dialog").getByRole("button", { name: /needle/ }).click();
  await waitForExpression(ada.page, "document.activeElement.textContent.includes('needle')");
  const down = (until: string): Promise<void> =>
    waitForExpression( // Scrolls down, and again when more has come.
      ada.page,
      `(() => {
        const log = document.querySelector(".view:not([hidden]) .log");
        if (${until}) return true;
        log.scrollTop = log.scrollHeight;
        return false;
      })()`,
    );
  await down("log.textContent.includes('number 60.')");
  for (let i = 1; i <= 60; i++) await ada.waitForMessage(`number ${i}.`);
  await down("log.parentElement.children.length === 2"); // The present has no button that leads to it.
  await ada.waitForMessage("number 150.");
  assertEquals(await ada.page.getByRole("button", { name: "Back to now" }).count(), 0);
  await ada.say("/history #lobby@80");
  await waitForExpression(ada.page, "document.activeElement.textContent.includes('number 79.')");
  await ada.say("/history #lobby@2");
  await waitForExpression(ada.page, "document.activeElement.textContent.includes('number 1.')");
});

browserTest(
  "more is found a page at a time",
  { limits: { rate: null } },
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    await sayMany(bot, "lobby", numbered(45));
    const ada = await browser.open(url, DARK_AND_NARROW);
    await ada.enter("ada");
    await ada.waitForMessage("number 45.");
    await chooseFromMenu(ada, "Search");
    const dialog = ada.page.getByRole("dialog");
    await dialog.getByRole("searchbox").fill("number");
    await dialog.getByRole("button", { name: "Look" }).click();
    for (const count of [20, 40]) {
      await dialog.getByText(`Found so far: ${count}`).waitFor();
      await dialog.getByRole("button", { name: "More" }).click();
    }
    await dialog.getByText("Found: 45").waitFor();
    assertEquals(await dialog.getByRole("listitem").count(), 45);
    assert(
      (await dialog.getByRole("listitem").first().innerText()).includes("number 45."),
      "the newest first",
    );
    assertEquals(await accessibilityViolations(ada.page), []);
    assertEquals(await ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    await ada.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  },
);

browserTest("what was not read is told: first what names me, then each room", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" });
  const ada = await browser.open(url, { locale: "it-IT" });
  await ada.enter("ada");
  await joinRoom(ada, "#tea");
  await roomButton(ada, "#lobby").click();
  await ada.say("/catchup");
  const dialog = ada.page.getByRole("dialog", { name: "Che cosa non hai letto" });
  await dialog.getByText("Hai letto tutto.").waitFor();
  await dialog.getByRole("button", { name: "Chiudi" }).click();
  await sayMany(bot, "tea", ["one", "ada: two", "three"]);
  await roomButton(ada, "#tea, da leggere: 3, c'è il tuo nome").waitFor();
  await ada.say("/catchup");
  await dialog.getByRole("button", { name: /ada: two/ }).waitFor();
  await dialog.getByRole("button", { name: /#tea: da leggere: 3, con il tuo nome: 1.*three/ }).click();
  await ada.waitForMessage("bot: three");
});
