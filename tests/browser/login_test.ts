/** Coming in by the page, and leaving it. */

import { assert, assertEquals } from "@std/assert";
import type { TestPage } from "../support/test_browser.ts";
import type { TestServer } from "../support/test_server.ts";
import { browserTest, chooseFromMenu, waitForExpression } from "../support/browser_fixture.ts";

/**
 * Lets so many programs in. One that is refused tries again: a browser ends the connections that it loaded a page over
 * in its own time, and until then they count.
 */
async function fill(server: TestServer, count: number, { page }: TestPage): Promise<void> {
  for (let inside = 0; inside < count;) {
    const peer = await server.native();
    await peer.sendFrames({ type: "hello", name: `n${inside}`, room: "lobby" });
    const answer = await peer.waitFor(
      "an answer or the end", // Of very many who are refused at once some are only closed.
      () => peer.frames[0]?.type ?? (peer.state === "open" ? undefined : "end"),
    );
    if (answer === "welcome") inside++;
    else {
      await peer.waitForEnd();
      await peer.close();
      await page.evaluate("new Promise(requestAnimationFrame)"); // Trying as fast as can be takes all descriptors.
    }
  }
}

browserTest(
  "two pages and a person with nc talk, in English and Italian",
  { title: "Tea" },
  async (fixture) => {
    const { server, browser, url } = fixture;
    const nina = await server.plain("nina");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const bob = await browser.open(url, { locale: "it-IT" });
    await bob.enter("bob");
    await nina.say("ciao a tutti");
    await ada.waitForMessage("nina: ciao a tutti");
    await bob.page.getByRole("textbox", { name: "Messaggio" }).fill("ciao nina\ndue righe");
    await bob.page.getByRole("button", { name: "Invia", exact: true }).click();
    await nina.waitForText("bob: ciao nina\n    due righe [");
    await ada.waitForMessage("bob: ciao nina");
    await ada.say("/me waves");
    await nina.waitForText("* ada waves");
    await bob.waitForMessage("* ada waves");
    await ada.waitForMessage("--> bob joined");
    await waitForExpression(ada.page, "document.querySelectorAll('#names li').length === 3");
    assertEquals(await ada.page.title(), "Tea");
    assertEquals(await ada.page.getByText("Here (3)").count(), 1);
    await bob.say("/nick Roberto");
    await ada.waitForMessage("bob is now Roberto");
    const time = ada.page.locator("time").last();
    assert(/^\d\d:\d\d$/.test(await time.innerText()));
    assert((await time.getAttribute("title"))?.includes(String(new Date().getFullYear())));
  },
);

browserTest(
  "there are three ways to leave: the button, a word, and closing the page",
  { limits: { grace: 300 } },
  async ({ server, browser, url }) => {
    const nina = await server.plain("nina");
    const pages: TestPage[] = [];
    for (const name of ["ada", "bob", "carla"]) {
      const page = await browser.open(url);
      await page.enter(name);
      pages.push(page);
    }
    const [ada, bob, carla] = pages;
    assert(ada && bob && carla);
    await chooseFromMenu(ada, "Quit");
    await nina.waitForText("<-- ada left\n");
    await ada.page.getByRole("dialog").getByText("Goodbye.").waitFor();
    await bob.say("{quit} see you");
    await nina.waitForText("<-- bob left: see you");
    await carla.page.close();
    await nina.waitForText("<-- carla left (connection lost)");
    await ada.page.getByRole("button", { name: "Join" }).click();
    await nina.waitFor("ada again", () => nina.text.split("--> ada joined").length === 3 || undefined);
  },
);

browserTest(
  "what is written by a page that has a second tab is its own",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const second = await ada.page.context().newPage();
    // However busy the first one is, and late to answer.
    const busy = ada.page.evaluate(
      "{ const until = Date.now() + 2_000; while (Date.now() < until) continue; }",
    );
    await second.goto(url);
    await second.getByRole("textbox", { name: "Name" }).fill("ada2");
    await second.getByRole("button", { name: "Join" }).click();
    await bot.waitForFrame("joined", ({ name }) => name === "ada2");
    await busy;
    await ada.say("still me");
    assertEquals((await bot.waitForMessage("still me")).from, "ada");
  },
);

browserTest(
  "nothing can be written before there is somebody to write it",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const { page } = await browser.open(url);
    const box = page.getByRole("textbox", { name: "Message" });
    await page.getByRole("textbox", { name: "Name" }).fill("ada");
    assert(await box.isDisabled());
    await page.getByRole("button", { name: "Join" }).click();
    await box.fill("at once"); // Waits until it can.
    await page.getByRole("button", { name: "Send", exact: true }).click();
    assertEquals((await bot.waitForMessage("at once")).from, "ada");
    await page.reload();
    await box.fill("at once again");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    assertEquals((await bot.waitForMessage("at once again")).from, "ada");
  },
);

browserTest(
  "names that are taken or impossible are refused at the door, with one that is free",
  {},
  async (fixture) => {
    const { server, browser, url } = fixture;
    await server.native("ada");
    const page = await browser.open(url);
    const name = page.page.getByRole("textbox", { name: "Name" });
    for (const [wanted, free] of [["Ada", "Ada2"], ["a b", "a_b"]] as const) {
      await name.fill(wanted);
      await page.page.getByRole("button", { name: "Join" }).click();
      await page.page.getByRole("alert").getByText(`"${free}" is free.`).waitFor();
      assertEquals(await name.inputValue(), free);
    }
    await page.page.getByRole("button", { name: "Join" }).click();
    await page.page.getByRole("dialog").waitFor({ state: "hidden" });
    assertEquals(await page.page.locator("#failed").count(), 0);
    await page.say("/nick ada");
    await page.page.getByRole("alert").getByText('The name "ada" is taken').waitFor();
  },
);

browserTest("a full room, and too fast, are said where one looks", {
  // A page alone never fills it; no machine is slower; what a browser opens and never uses is closed soon.
  limits: { maxClients: 30, rate: { perSecond: 0.1, burst: 3 }, nameTimeout: 5_000 },
}, async ({ server, browser, url }) => {
  const ada = await browser.open(url);
  await ada.enter("ada");
  const bob = await browser.open(url);
  await waitForExpression(bob.page, "document.querySelector('dialog').open");
  await ada.page.locator("#nav").hover(); // What a page loads later it does not get from a server that is full.
  await waitForExpression(
    ada.page,
    "[...document.styleSheets].some(({ href }) => href?.endsWith('later.css'))",
  );
  await fill(server, 29, bob);
  await bob.page.getByRole("textbox", { name: "Name" }).fill("bob");
  await bob.page.getByRole("button", { name: "Join" }).click();
  await bob.page.getByRole("dialog").getByText("The room is full (30 connections)").waitFor();
  for (let i = 0; i < 6; i++) await ada.say(`line ${i}`);
  await ada.waitForMessage("You send faster than this room reads");
});
