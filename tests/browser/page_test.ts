/** Coming in by the page, and leaving it. */

import { assert, assertEquals } from "@std/assert";
import type { OpenPage } from "../support/browser.ts";
import type { TestRoom } from "../support/room.ts";
import { becomes, browserTest } from "../support/scene.ts";

/**
 * Lets so many programs in. One that is refused tries again: a browser ends the connections that it loaded a page over
 * in its own time, and until then they count.
 */
async function fill(room: TestRoom, count: number, { page }: OpenPage): Promise<void> {
  for (let inside = 0; inside < count;) {
    const peer = await room.native();
    await peer.tell({ type: "hello", name: `n${inside}`, room: "lobby" });
    const answer = await peer.until(
      "an answer or the end", // Of very many who are refused at once some are only closed.
      () => peer.frames[0]?.type ?? (peer.standing === "open" ? undefined : "end"),
    );
    if (answer === "welcome") inside++;
    else {
      await peer.ending();
      await peer.close();
      await page.evaluate("new Promise(requestAnimationFrame)"); // Trying as fast as can be takes all descriptors.
    }
  }
}

browserTest(
  "two pages and a person with nc talk, in English and Italian",
  { title: "Tea" },
  async (scene) => {
    const { room, visitors, url } = scene;
    const nina = await room.plain("nina");
    const ada = await visitors.open(url);
    await ada.enter("ada");
    const bob = await visitors.open(url, { locale: "it-IT" });
    await bob.enter("bob");
    await nina.say("ciao a tutti");
    await ada.sees("nina: ciao a tutti");
    await bob.page.getByRole("textbox", { name: "Messaggio" }).fill("ciao nina\ndue righe");
    await bob.page.getByRole("button", { name: "Invio" }).click();
    await nina.sees("bob: ciao nina\n    due righe [");
    await ada.sees("bob: ciao nina");
    await ada.say("/me waves");
    await nina.sees("* ada waves");
    await bob.sees("* ada waves");
    await ada.sees("--> bob joined");
    await becomes(ada.page, "document.querySelectorAll('#names li').length === 3");
    assertEquals(await ada.page.title(), "Tea");
    assertEquals(await ada.page.getByText("(3 people)").count(), 1);
    await bob.say("/nick Roberto");
    await ada.sees("bob is now Roberto");
    const time = ada.page.locator("time").last();
    assert(/^\d\d:\d\d$/.test(await time.innerText()));
    assert((await time.getAttribute("title"))?.includes(String(new Date().getFullYear())));
  },
);

browserTest(
  "there are three ways to leave: the button, a word, and closing the page",
  { limits: { grace: 300 } },
  async ({ room, visitors, url }) => {
    const nina = await room.plain("nina");
    const pages: OpenPage[] = [];
    for (const name of ["ada", "bob", "carla"]) {
      const page = await visitors.open(url);
      await page.enter(name);
      pages.push(page);
    }
    const [ada, bob, carla] = pages;
    assert(ada && bob && carla);
    await ada.page.getByRole("button", { name: "Quit", exact: true }).click();
    await nina.sees("<-- ada left\n");
    await ada.page.getByRole("dialog").getByText("Goodbye.").waitFor();
    await bob.say("{quit} see you");
    await nina.sees("<-- bob left: see you");
    await carla.page.close();
    await nina.sees("<-- carla left (connection lost)");
    await ada.page.getByRole("button", { name: "Join" }).click();
    await nina.until("ada again", () => nina.text.split("--> ada joined").length === 3 || undefined);
  },
);

browserTest(
  "what is written by a page that has a second tab is its own",
  {},
  async ({ room, visitors, url }) => {
    const bot = await room.native("bot");
    const ada = await visitors.open(url);
    await ada.enter("ada");
    const second = await ada.page.context().newPage();
    await second.goto(url);
    await second.getByRole("textbox", { name: "Name" }).fill("ada2");
    await second.getByRole("button", { name: "Join" }).click();
    await bot.gets("joined", ({ name }) => name === "ada2");
    await ada.say("still me");
    assertEquals((await bot.hears("still me")).from, "ada");
  },
);

browserTest(
  "nothing can be written before there is somebody to write it",
  {},
  async ({ room, visitors, url }) => {
    const bot = await room.native("bot");
    const { page } = await visitors.open(url);
    const box = page.getByRole("textbox", { name: "Message" });
    await page.getByRole("textbox", { name: "Name" }).fill("ada");
    assert(await box.isDisabled());
    await page.getByRole("button", { name: "Join" }).click();
    await box.fill("at once"); // Waits until it can.
    await page.getByRole("button", { name: "Send" }).click();
    assertEquals((await bot.hears("at once")).from, "ada");
    await page.reload();
    await box.fill("at once again");
    await page.getByRole("button", { name: "Send" }).click();
    assertEquals((await bot.hears("at once again")).from, "ada");
  },
);

browserTest(
  "names that are taken or impossible are refused at the door, with one that is free",
  {},
  async (scene) => {
    const { room, visitors, url } = scene;
    await room.native("ada");
    const page = await visitors.open(url);
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
}, async ({ room, visitors, url }) => {
  const ada = await visitors.open(url);
  await ada.enter("ada");
  const bob = await visitors.open(url);
  await becomes(bob.page, "document.querySelector('dialog').open");
  await fill(room, 29, bob);
  await bob.page.getByRole("textbox", { name: "Name" }).fill("bob");
  await bob.page.getByRole("button", { name: "Join" }).click();
  await bob.page.getByRole("dialog").getByText("The room is full (30 connections)").waitFor();
  for (let i = 0; i < 6; i++) await ada.say(`line ${i}`);
  await ada.sees("You send faster than this room reads");
});
