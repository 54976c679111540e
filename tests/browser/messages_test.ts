/** The list of messages on the page: texts are only texts, and it stays where it is read. */

import { assert, assertEquals } from "@std/assert";
import {
  browserTest,
  chooseFromMenu,
  joinRoom,
  roomButton,
  waitForExpression,
} from "../support/browser_fixture.ts";

browserTest("Clear empties my view and nobody else's", {}, async ({ browser, url }) => {
  const ada = await browser.open(url);
  await ada.enter("ada");
  const bob = await browser.open(url);
  await bob.enter("bob");
  await ada.say("before");
  await bob.waitForMessage("ada: before");
  await ada.waitForMessage("ada: before");
  await chooseFromMenu(ada, "Clear");
  assertEquals(await ada.count("before"), 0);
  await ada.page.getByText("nothing was deleted").waitFor();
  assertEquals(await bob.count("before"), 1);
  await bob.say("after");
  await ada.waitForMessage("bob: after");
  await ada.page.reload();
  await ada.waitForMessage("bob: after");
  assertEquals(await ada.count("before"), 0, "what was cleared stays so over a reload");
  assertEquals(await ada.page.getByText("nothing was deleted").isVisible(), false);
  await joinRoom(ada, "#new");
  await ada.page.getByText("Nothing has been said here yet.").waitFor();
  const rows = await ada.page.evaluate(`(() => {
    const all = new Range();
    all.selectNodeContents([...document.querySelectorAll(".nothing")].find((one) => one.offsetParent !== null));
    return all.getClientRects().length;
  })()`);
  assertEquals(rows, 1, "it has all of the width, and not that of a time");
  await ada.say("the first thing");
  await ada.page.getByText("Nothing has been said here yet.").waitFor({ state: "hidden" });
  await roomButton(ada, "#lobby").click();
  await ada.say("/clear"); // What does it is loaded first.
  await ada.page.getByText("after", { exact: true }).waitFor({ state: "detached" });
  await ada.page.reload();
  await ada.page.getByText("nothing was deleted").waitFor(); // Else it is a blank sheet.
  await ada.say("/history");
  await ada.waitForMessage("bob: after");
  await ada.page.getByText("nothing was deleted").waitFor({ state: "hidden" });
});

browserTest(
  "what somebody does begins with their name, whichever way their words are written",
  {},
  async ({ server, browser, url }) => {
    const mallory = await server.native("mallory");
    const ada = await browser.open(url);
    await ada.enter("ada");
    await mallory.sendFrames({ type: "say", room: "lobby", text: "אבגדה bob: I agree", action: true });
    await ada.page.locator(".action").waitFor();
    const before = await ada.page.evaluate(`(() => {
      const did = document.querySelector(".action");
      return did.querySelector("bdi").getBoundingClientRect().left - did.getBoundingClientRect().left;
    })()`);
    assertEquals(before, 0);
  },
);

browserTest("hostile texts are only text", {}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  const ada = await browser.open(url);
  await ada.enter("ada");
  const hostile = [
    '<img src=x onerror="globalThis.hacked=1">',
    "<script>globalThis.hacked=1</script>",
    "javascript:alert(1) data:text/html,x",
    "&lt;b&gt; &amp; </p></div>",
    "{name} {count} %title% ${1}",
  ];
  for (const text of hostile) await bot.say(text);
  for (const text of hostile) await ada.waitForMessage(text);
  await bot.say("🙂".repeat(4000));
  await bot.say("\u202egnp.exe \u001b[31mred\u0007 \u0000 \u2066x");
  await bot.say("ابجد شلوم עברית https://example.com/<b>");
  await bot.say("a".repeat(4000));
  await bot.say("https://good.example/a_(b), and https://user@evil.example/");
  await bot.say("end");
  await ada.waitForMessage("bot: end");
  await ada.waitForMessage("gnp.exe red  x");
  const { page } = ada;
  assertEquals(await page.evaluate("globalThis.hacked"), undefined);
  assertEquals(await page.locator(".log img, .log script, .log b").count(), 0);
  assertEquals(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
  const links = page.getByRole("link");
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assertEquals(hrefs, ["https://example.com/", "https://good.example/a_(b)", "https://user@evil.example/"]);
  for (const rel of await links.evaluateAll((all) => all.map((link) => link.getAttribute("rel")))) {
    assertEquals(rel, "noopener noreferrer nofollow ugc");
  }
  await ada.say("<b>mine</b>");
  assertEquals((await bot.waitForMessage("<b>mine</b>")).from, "ada");
  await ada.waitForMessage("ada: <b>mine</b>");
});

browserTest(
  "the list stays where somebody reads, counts what is new, and leads back down",
  { limits: { rate: null } },
  async (fixture) => {
    const { server, browser, url } = fixture;
    const bot = await server.native("bot");
    for (let i = 1; i <= 130; i++) await bot.say(`said ${i}.`);
    await bot.waitForMessage("said 130.");
    const ada = await browser.open(url, { viewport: { width: 700, height: 400 } });
    await ada.enter("ada");
    await ada.waitForMessage("said 130.");
    assertEquals(await ada.count("said 80."), 0);
    const { page } = ada;
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -9000);
    await ada.waitForMessage("said 80.");
    const there =
      "[...document.querySelectorAll('.message')].find((one) => one.textContent.includes('said 81.'))";
    assert(
      await page.evaluate(`${there}.getBoundingClientRect().top > 0`),
      "what was being read stays in view",
    );
    for (const text of ["one", "two", "three"]) await bot.say(text);
    await page.getByRole("button", { name: "3 new" }).waitFor();
    assert(await page.evaluate("document.querySelector('.log:not([hidden])').scrollTop < 2000"));
    for (const first of [31, 1]) {
      await page.mouse.wheel(0, -20_000);
      await ada.waitForMessage(`said ${first}.`);
    }
    await page.getByText("This is the beginning.").waitFor();
    for (let i = 1; i <= 130; i++) assertEquals(await ada.count(`said ${i}.`), 1);
    await page.getByRole("button", { name: "3 new" }).click();
    await waitForExpression(
      page,
      "(({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - scrollTop - clientHeight < 50)(document.querySelector('.log'))",
    );
    await page.getByRole("button", { name: "3 new" }).waitFor({ state: "hidden" });
  },
);

browserTest("what nobody looks at is counted in the title, and my name stands out", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  const ada = await browser.open(url);
  await ada.enter("ada");
  await ada.page.evaluate("document.hasFocus = () => false");
  await bot.say("hello ADA!");
  await bot.say("adagio");
  await ada.waitForMessage("adagio");
  assertEquals(await ada.page.title(), "(2) chat");
  assertEquals(await ada.page.locator(".mention").count(), 1);
  await ada.page.evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))");
  assertEquals(await ada.page.title(), "chat");
});

browserTest(
  "a text that is too long comes back into the box with a reason",
  { limits: { messageChars: 10 } },
  async (fixture) => {
    const { server, browser, url } = fixture;
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    await ada.say("x".repeat(11));
    await ada.page.getByRole("alert").getByText("That message has 11 characters").waitFor();
    const box = ada.page.getByRole("textbox", { name: "Message" });
    assertEquals(await box.inputValue(), "x".repeat(11));
    await ada.say(" \u200b\u202e");
    await ada.say("\u202e");
    await ada.page.getByText("not sent: There is nothing to say in that message.").first().waitFor();
    await ada.say("good");
    await bot.waitForMessage("good");
  },
);

browserTest(
  "a message is shown where no notification can be made, and so is what came with it",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    const { page } = ada;
    // As in Chrome for Android: there is the name, and the permission, and the constructor throws.
    await page.addInitScript(`
      class Refusing {
        static permission = "granted";
        static requestPermission = () => Promise.resolve("granted");
        constructor() {
          throw new TypeError("Illegal constructor");
        }
      }
      Object.defineProperty(globalThis, "Notification", { value: Refusing });
      Object.defineProperty(document, "hasFocus", { value: () => false });
      localStorage.setItem("chat.notify", "yes");
    `);
    await page.reload();
    await ada.enter("ada");
    for (const text of ["ada: one", "ada: two", "three"]) await bot.say(text);
    for (const text of ["ada: one", "ada: two", "bot: three"]) await ada.waitForMessage(text);
    assertEquals(await page.locator("#notify").isVisible(), false, "nothing that cannot be had is offered");
  },
);

browserTest(
  "the Enter that chooses a word of an input method does not send",
  {},
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    await ada.enter("ada");
    const { page } = ada;
    const box = page.locator("#box");
    await box.fill("nihon");
    const press = (more: string): Promise<unknown> =>
      page.evaluate(`document.querySelector("#box").dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ${more} }),
    )`);
    // Safari ends the composition first, and only this number is left of it.
    assertEquals([await press("keyCode: 229"), await press("isComposing: true")], [true, true]);
    assertEquals(await box.inputValue(), "nihon");
    await press("keyCode: 13");
    await ada.waitForMessage("ada: nihon");
  },
);

browserTest("a goodbye is no error", {}, async ({ browser, url }) => {
  const ada = await browser.open(url);
  await ada.enter("ada");
  await ada.say("/quit");
  const { page } = ada;
  await page.getByText("Goodbye.").waitFor();
  const colour = (selector: string): Promise<unknown> =>
    page.evaluate(`getComputedStyle(document.querySelector("${selector}")).color`);
  assertEquals(await colour("#trouble"), await colour("#entry"));
  await page.locator("#name").fill("a b");
  await page.locator("#join").click();
  await page.getByText("cannot be a name").waitFor();
  assert(await colour("#trouble") !== await colour("#entry"));
});

/** How many rows the text and code of each message has, and how far each is from the rule beside it and its name; in pixels. */
const ROWS = `[...document.querySelectorAll(".message")].map((line) => {
  const body = line.querySelector(".body");
  const rule = body.getBoundingClientRect().left;
  const range = document.createRange();
  range.selectNodeContents(body);
  const rows = [...range.getClientRects()].filter(({ width }) => width > 0);
  return { rows: rows.length, indent: Math.min(...rows.map(({ left }) => left)) - rule };
})`;

browserTest(
  "no row of what somebody wrote begins where names and times stand",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const forged = "09:12 PM teacher: The test is cancelled ✓";
    for (const look of [{}, { viewport: { width: 320, height: 568 } }]) {
      const ada = await browser.open(url, look);
      await ada.enter(look.viewport === undefined ? "ada" : "eva");
      const texts = ["no", "x ".repeat(200), "x".repeat(300), "\u00a0".repeat(300), "\u00ad".repeat(300)];
      for (const text of [...texts, "```\na\n```"]) {
        await bot.say(`${text}\n${forged}`);
        await bot.say(`${text}${forged} ${forged} ${forged} ${forged}`);
      }
      const end = `the\nend of ${look.viewport === undefined ? "wide" : "narrow"}`;
      await bot.say(end);
      await ada.page.getByText(end).waitFor();
      const lines: unknown = await ada.page.evaluate(ROWS);
      assert(Array.isArray(lines) && lines.length >= 13);
      for (const { rows, indent } of lines) assert(rows > 0 && indent >= 8, JSON.stringify(lines));
      await ada.page.close();
    }
  },
);

browserTest("stacked marks are painted over no other row", {}, async ({ server, browser, url }) => {
  const bot = await server.native("bot");
  const ada = await browser.open(url);
  await ada.enter("ada");
  for (let i = 0; i < 5; i++) await bot.say(`row ${i}`);
  const above = ada.page.locator(".message").filter({ hasText: /row/ });
  await above.nth(4).waitFor();
  const box = await above.nth(3).boundingBox();
  assert(box !== null);
  const before = await ada.page.screenshot({ clip: box });
  await bot.say(`a${"\u0301".repeat(200)}${"\u0323".repeat(200)} marked`);
  await ada.page.getByText("marked").waitFor();
  assertEquals(await ada.page.screenshot({ clip: box }), before);
});

browserTest(
  "a message of signs that could end a link is shown at once",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    // What the page's thread has worked, not how long that took: a test beside may have the processor.
    const devtools = await ada.page.context().newCDPSession(ada.page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    const worked = async (): Promise<number> => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
    };
    const before = await worked();
    for (const [open, close] of [[".", ")"], ["(", ")"], ["`", "."], ["\u0301\u0323", ""], ["*", "_"]]) {
      await bot.say(`https://e${open?.repeat(1000)}${close?.repeat(1000)}`);
    }
    await bot.say("end");
    await ada.waitForMessage("bot: end");
    const took = await worked() - before;
    assert(took < 1, `the page worked for ${took} s`);
  },
);
