/** The page on a phone, and as something to read: what has its own column, what is grouped, folded, linked to and gone back from. */

import { assert, assertEquals } from "@std/assert";
import {
  accessibilityViolations,
  browserTest,
  joinRoom,
  roomButton,
  waitForExpression,
} from "../support/browser_fixture.ts";

const NARROW =
  "document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth";

browserTest(
  "on the smallest phone nothing is wider than the screen, targets are large, and the keyboard leaves the messages room",
  { title: "Informatica 3B, laboratorio del pomeriggio" },
  async ({ server, browser, url }) => {
    const bot = await server.native("a.name.of.twenty-four.xx");
    await bot.sendFrames({ type: "topic", room: "lobby", text: "page 41 ".repeat(30).trim() });
    await bot.say(`${"x".repeat(300)} https://example.com/${"y".repeat(200)}`);
    for (const look of [{ width: 320, height: 568 }, { width: 360, height: 640 }]) {
      const ada = await browser.open(url, { viewport: look, hasTouch: true, isMobile: true });
      await ada.enter(`ada${look.width}`);
      await ada.page.getByText("x".repeat(300)).waitFor();
      assert(await ada.page.evaluate(NARROW), `nothing is wider than ${look.width}`);
      const small: unknown = await ada.page.evaluate(
        `[...document.querySelectorAll("header button, #composer button, #box")]
        .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => width < 44 || height < 44).length`,
      );
      assertEquals(small, 1, "but the topic, for which the whole head stands: see targets_test.ts");
      for (const [opener, sheet] of [["Rooms", "#nav"], ["Here now", "#people"]] as const) {
        await ada.page.getByRole("button", { name: new RegExp(`^${opener}`) }).tap();
        await ada.page.locator(sheet).waitFor();
        assert(await ada.page.evaluate(NARROW));
        assertEquals(await accessibilityViolations(ada.page), []);
        await ada.page.keyboard.press("Escape");
        await ada.page.locator(sheet).waitFor({ state: "hidden" });
      }
      await ada.page.setViewportSize({ width: look.width, height: 400 });
      const rest = `400 - document.querySelector("#views").getBoundingClientRect().height`;
      await waitForExpression(ada.page, `${rest} <= 96`);
      await ada.say("/away");
      await ada.page.locator("#back").waitFor({ state: "attached" });
      await waitForExpression(ada.page, `document.querySelector("#away").hidden === false && ${rest} <= 96`);
      await ada.page.close();
    }
  },
);

browserTest(
  "what one person says in a row stands together, and each is told who said it and when; a long text is folded",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    for (const text of ["first", "second", "*third*"]) await bot.say(text);
    await ada.say("mine");
    await bot.waitForMessage("mine");
    await bot.say("fourth");
    await ada.waitForMessage("bot: fourth");
    const lines = ada.page.locator(".message");
    const grouped = await lines.evaluateAll((all) => all.map((one) => one.classList.contains("more")));
    assertEquals(grouped, [false, true, true, false, false]);
    assertEquals(await ada.page.locator(".text i").allInnerTexts(), ["third"]);
    for (const text of ["first", "second", "third"]) await ada.waitForMessage(`bot: ${text}`);
    await bot.say("\n".repeat(500) + "end of it");
    await bot.say(`top${"\n".repeat(900)}bottom`);
    const long = lines.filter({ hasText: "bottom" });
    await long.getByRole("button", { name: "Show all 901 lines" }).waitFor();
    const height = async (): Promise<number> => (await long.boundingBox())?.height ?? 0;
    const rows = Number(
      await ada.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.text')).lineHeight)"),
    );
    assert(await height() < 23 * rows, "twenty rows, and what opens the rest");
    await long.getByRole("button").click();
    assert(await height() > 800 * rows);
    await long.getByRole("button", { name: "Show less" }).click();
    assert(await height() < 23 * rows);
    assertEquals(await accessibilityViolations(ada.page), []);
  },
);

browserTest(
  "an address leads to a room and a message, Back to where one was, and whom one writes to alone stands in none",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    await bot.sendFrames({ type: "join", room: "tea" });
    await bot.sendFrames({ type: "say", room: "tea", text: "green or black?" }, {
      type: "say",
      room: "tea",
      text: "oolong",
    });
    const ada = await browser.open(`${url}#tea@1`);
    await ada.enter("ada");
    await ada.page.getByRole("heading", { name: "#tea", exact: true }).waitFor();
    await waitForExpression(ada.page, "document.activeElement.textContent.includes('green or black?')");
    assertEquals(await ada.page.evaluate("location.hash"), "#tea");
    await joinRoom(ada, "#work");
    await ada.say("/query bot");
    await ada.page.getByRole("heading", { name: "bot (private)" }).waitFor();
    assertEquals(await ada.page.evaluate("location.href"), url);
    await ada.page.goBack();
    await ada.page.getByRole("heading", { name: "#work" }).waitFor();
    await ada.page.goBack();
    await ada.page.getByRole("heading", { name: "#tea" }).waitFor();
    await ada.page.goForward();
    await ada.page.getByRole("heading", { name: "#work" }).waitFor();
    await bot.sendFrames({ type: "private", to: "ada", text: "a secret word", id: 1 });
    await ada.page.getByRole("button", { name: "bot wrote to you alone" }).waitFor();
    assertEquals(await ada.page.locator("#news").getByText("secret").count(), 0);
    await roomButton(ada, "bot (private), 1 unread").click();
    await ada.waitForMessage("a secret word");
  },
);

browserTest(
  "names, rooms, commands and emoji are offered while one types, by finger too",
  {},
  async ({ server, browser, url }) => {
    await server.native("fatima");
    const ada = await browser.open(url, { hasTouch: true });
    await ada.enter("ada");
    await ada.page.locator("#names").getByText("fatima").waitFor();
    const box = ada.page.getByRole("textbox", { name: "Message" });
    await box.pressSequentially("hi @fa");
    await ada.page.getByRole("option", { name: "@fatima" }).tap();
    assertEquals(await box.inputValue(), "hi @fatima ");
    await box.pressSequentially(":thumbsu");
    await ada.page.getByRole("option", { name: "👍 :thumbsup:" }).waitFor();
    await box.press("Tab");
    assertEquals(await box.inputValue(), "hi @fatima 👍 ");
    await box.pressSequentially("#lo");
    await ada.page.getByRole("option", { name: "#lobby" }).waitFor();
    await box.press("Enter");
    await ada.waitForMessage("hi @fatima 👍 #lo");
  },
);

browserTest(
  "Back closes the sheet, the menu or the window that is open, the last first, and leads on to where one was",
  {},
  async ({ browser, url }) => {
    const ada = await browser.open(url, { viewport: { width: 360, height: 640 }, hasTouch: true });
    await ada.enter("ada");
    await joinRoom(ada, "#work");
    const { page } = ada;
    const isIn = (room: string) => page.getByRole("heading", { name: room, exact: true }).waitFor();
    await page.getByRole("button", { name: /^Rooms/ }).tap();
    await page.locator("#nav").waitFor();
    await page.goBack();
    await page.locator("#nav").waitFor({ state: "hidden" });
    await isIn("#work");
    await page.getByRole("button", { name: "Menu" }).tap();
    await page.getByRole("menu").waitFor();
    await page.goBack();
    await page.getByRole("menu").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Menu" }).tap();
    await page.getByRole("menuitem", { name: "Search" }).tap();
    await page.getByRole("searchbox").waitFor();
    await page.goBack();
    await page.getByRole("searchbox").waitFor({ state: "hidden" });
    await isIn("#work");
    await page.getByRole("button", { name: /^Rooms/ }).tap();
    await page.getByRole("button", { name: "More rooms" }).tap();
    await page.getByRole("dialog", { name: "More rooms" }).waitFor();
    await page.goBack();
    await page.getByRole("dialog", { name: "More rooms" }).waitFor({ state: "hidden" });
    assertEquals(await page.locator("#nav").isVisible(), true, "the sheet below it stays");
    await page.goBack();
    await page.locator("#nav").waitFor({ state: "hidden" });
    // What was closed otherwise costs no Back of its own.
    await page.getByRole("button", { name: /^Rooms/ }).tap();
    await page.keyboard.press("Escape");
    await page.locator("#nav").waitFor({ state: "hidden" });
    await page.goBack();
    await isIn("#lobby");
    await page.getByRole("button", { name: /^Rooms/ }).tap();
    await roomButton(ada, "#work").tap();
    await isIn("#work");
    await page.getByRole("button", { name: /^Rooms/ }).tap();
    await page.evaluate("history.go(-2)"); // As browsers do that pass over what nobody touched.
    await page.locator("#nav").waitFor({ state: "hidden" });
    await isIn("#work");
    await waitForExpression(page, "location.hash === '#work'");
    await page.goBack();
    await isIn("#lobby");
  },
);

browserTest(
  "what the page says of its connection moves the messages only if it is not over at once",
  {},
  async ({ browser, url }) => {
    const ada = await browser.open(url, { viewport: { width: 360, height: 640 } });
    await ada.enter("ada");
    const top = "document.querySelector('main').getBoundingClientRect().top";
    const before: unknown = await ada.page.evaluate(top);
    const [during, after]: readonly unknown[] = await ada.page.evaluate(`(() => {
      const banner = document.querySelector("#banner");
      banner.textContent = "Connecting…";
      const during = ${top};
      banner.textContent = "";
      return [during, ${top}];
    })()`);
    assertEquals([during, after], [before, before]);
    await ada.page.context().setOffline(true);
    await ada.page.locator("#banner").getByText("This device is offline").waitFor();
    await waitForExpression(ada.page, `${top} > ${before}`);
  },
);

browserTest(
  "on a tablet the room's name has its place, what names me touches no name, and the beginning stands in one row",
  { title: "Informatica 3B, laboratorio" },
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    await bot.say("@ada and @eva, look");
    for (const [name, width] of [["ada", 768], ["eva", 1440]] as const) {
      const ada = await browser.open(url, { locale: "it-IT", viewport: { width, height: 900 } });
      await ada.enter(name);
      await ada.page.locator(".mention .name").first().waitFor();
      const box = async (selector: string) => await ada.page.locator(selector).first().boundingBox();
      const [message, by] = [await box(".mention"), await box(".mention .name")];
      assert((by?.x ?? 0) - (message?.x ?? 0) >= 8, "the rule of what names me is beside the name");
      assert(((await box("#where"))?.width ?? 0) > 48, `the room is named at ${width}`);
      const seen = ["#search", "#invite", "#clear", "#quit"].map((id) => ada.page.locator(id).isVisible());
      assertEquals(
        await Promise.all(seen),
        [true, true, false, false],
        "what is rarely wanted is behind the menu",
      );
      await ada.page.evaluate("document.querySelector('.earliest').hidden = false");
      assert(((await box(".earliest"))?.height ?? 99) < 40);
      assert(await ada.page.evaluate(NARROW));
      await ada.page.close();
    }
  },
);

browserTest(
  "badges say how much is unread, and by a sign of its own how often one was named; in the list one knows oneself",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url, { viewport: { width: 360, height: 640 }, hasTouch: true });
    await ada.enter("ada");
    await joinRoom(ada, "#work");
    for (const text of ["one", "@ada two", "three", "@ada four"]) await bot.say(text);
    await ada.page.locator("#total.at").getByText("@2", { exact: true }).waitFor();
    await ada.page.getByRole("button", { name: /^Rooms/ }).tap();
    const room = roomButton(ada, "#lobby, 4 unread, your name was said");
    await room.waitFor();
    const counts = "[...document.querySelectorAll('#rooms .badge')].map((badge) => badge.dataset.count)";
    assertEquals(await ada.page.evaluate(counts), ["4", "@2", "", ""]);
    await room.tap();
    await ada.page.locator("#total:empty").waitFor({ state: "attached" });
    await ada.page.getByRole("button", { name: /^Here/ }).tap();
    await ada.page.getByRole("button", { name: "ada (you)" }).waitFor();
    await ada.page.getByRole("button", { name: "bot", exact: true }).waitFor();
  },
);

browserTest(
  "those who come and go one after the other stand in one note, the last of them, without those who are ignored; and one sees who one is",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url, { viewport: { width: 360, height: 640 }, hasTouch: true });
    await ada.enter("ada");
    await ada.say("/ignore pest");
    await ada.waitForMessage("What pest says is hidden now.");
    for (let n = 1; n <= 12; n++) await server.native(`guest${n}`);
    await server.native("pest");
    await server.native("guest13");
    await ada.waitForMessage("--> guest13 joined");
    assertEquals(await ada.page.locator(".came").count(), 1);
    const told = await ada.page.locator(".came .body").innerText();
    assertEquals(told.match(/guest\d+|pest/g), [4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => `guest${n}`));
    assert(told.startsWith("--> guest4 "), told);
    const rows = "[...document.querySelectorAll('.came bdi')].map((arrow) => arrow.getClientRects().length)";
    assertEquals(
      await ada.page.evaluate(rows),
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1],
      "no arrow is broken, and one is hidden",
    );
    await bot.say("good morning");
    await ada.waitForMessage("bot: good morning");
    await server.native("late");
    await ada.waitForMessage("--> late joined");
    assertEquals(await ada.page.locator(".came").count(), 2, "what was said stands between them");
    await ada.page.getByRole("button", { name: /^Rooms/ }).tap();
    await ada.page.getByRole("navigation").getByText("ada (you)").waitFor();
  },
);

browserTest(
  "who comes minutes after the first in a note does not stand beside the time of that one",
  {},
  async ({ server, browser, url }) => {
    const ada = await browser.open(url);
    const lateBy = new Map([["soon", 299_000], ["late", 301_000], ["later", 302_000]]);
    await ada.page.routeWebSocket(/./, (socket) => {
      const toServer = socket.connectToServer();
      toServer.onMessage((message) =>
        socket.send(
          String(message).replace(/\{"type":"joined"[^}]*\}/g, (found) => {
            const frame = JSON.parse(found);
            return JSON.stringify({ ...frame, at: noon + (lateBy.get(frame.name) ?? 0) });
          }),
        )
      );
    });
    const noon = new Date().setHours(12, 0, 0, 0);
    await ada.page.reload();
    await ada.enter("ada");
    for (const name of ["first", ...lateBy.keys()]) await server.native(name);
    await ada.waitForMessage("--> later joined");
    const notes = await ada.page.locator(".came").allInnerTexts();
    assertEquals(notes.map((note) => note.match(/\w+(?= joined)/g)), [["first", "soon"], ["late", "later"]]);
  },
);

browserTest(
  "on a phone the sign that a long text has arrived, and the star of what somebody does, take no row of their own",
  {},
  async ({ browser, url }) => {
    const ada = await browser.open(url, { viewport: { width: 320, height: 568 } });
    await ada.enter("ada");
    const text = "goes on for so long that it needs a second row, and a third one";
    await ada.say(text);
    await ada.say(`/me ${text}`);
    await ada.page.locator(".sent").nth(1).waitFor();
    const rowsOf = "[...document.querySelectorAll('.mine .body')].map((body) => " +
      "[body.getBoundingClientRect().height, body.querySelector('.text').getBoundingClientRect().height])";
    const rows: unknown = await ada.page.evaluate(rowsOf);
    assert(Array.isArray(rows) && rows.length === 2);
    for (const [body, words] of rows) assert(words > 40 && body - words < 8, `${body} ${words}`);
  },
);
