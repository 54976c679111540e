/** The list of rooms and people: leaving one from it, and finding one among many. */

import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { accessibilityViolations, browserTest, joinRoom, roomButton } from "../support/browser_fixture.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";

browserTest(
  "a room is left from the list, by mouse or key, with a way back; a conversation only once that is confirmed",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    const { page } = ada;
    const list = page.locator("#rooms");
    await ada.enter("ada");
    await joinRoom(ada, "#tea");
    await roomButton(ada, "#tea").hover();
    await list.getByRole("button", { name: "Leave #tea" }).click();
    await page.getByRole("heading", { name: "#lobby" }).waitFor();
    await ada.page.getByText("You have left #tea.").waitFor();
    await roomButton(ada, "#tea").waitFor({ state: "detached" }); // The list follows a moment later.
    await page.getByRole("button", { name: "Go back in" }).click();
    await page.getByRole("heading", { name: "#tea" }).waitFor();

    await bot.sendFrames({ type: "private", to: "ada", text: "psst" });
    await roomButton(ada, /^bot \(private\)/).click();
    await ada.waitForMessage("bot → ada: psst");
    await roomButton(ada, "#tea").focus();
    await page.keyboard.press("ArrowDown");
    assertEquals(await page.evaluate("document.activeElement.ariaLabel"), "bot (private)");
    await page.keyboard.press("Delete");
    const menu = page.getByRole("menu", { name: "Close the conversation with bot" });
    await menu.waitFor();
    assertEquals(await accessibilityViolations(page), []);
    await page.keyboard.press("Escape");
    await ada.waitForMessage("bot → ada: psst");
    await list.getByRole("button", { name: "Close the conversation with bot" }).click();
    await menu.getByRole("menuitem").click();
    await page.getByRole("heading", { name: "#tea" }).waitFor();
    await roomButton(ada, /^bot/).waitFor({ state: "detached" }); // The list follows a moment later.
    await bot.sendFrames({ type: "nick", name: "robot" });
    await bot.sendFrames({ type: "private", to: "ada", text: "still me" });
    await roomButton(ada, /^robot \(private\)/).waitFor();
    await bot.sendFrames({ type: "nick", name: "android" });
    await list.getByRole("button", { name: "Close the conversation with android" }).waitFor({
      state: "attached",
    });
    await roomButton(ada, "#tea").focus();
    await page.keyboard.press("Delete");
    await page.getByRole("heading", { name: "#lobby" }).waitFor();
    assertEquals(await page.evaluate("document.activeElement.ariaLabel"), "#lobby");
    await roomButton(ada, "#lobby").focus();
    await page.keyboard.press("Delete");
    await roomButton(ada, /^android \(private\)/).focus();
    await page.keyboard.press("Delete");
    await page.keyboard.press("Enter");
    await page.getByText("You are in no room.").waitFor();
    assertEquals(await page.evaluate("document.activeElement.id"), "other-rooms", "the focus is not lost");
  },
);

browserTest(
  "who leaves their only room from the list can go back in; without a connection that is said",
  {},
  async ({ server, browser, url }) => {
    await using proxy = new TcpProxy();
    proxy.target = server.running.port;
    const ada = await browser.open(`http://127.0.0.1:${proxy.port}/`);
    const { page } = ada;
    const back = page.getByRole("button", { name: "Go back in" });
    await ada.enter("ada");
    const leave = async (): Promise<void> => {
      await roomButton(ada, "#lobby").hover();
      await page.getByRole("button", { name: "Leave #lobby" }).click();
      await page.getByText("You are in no room.").waitFor();
    };
    await leave();
    await back.click();
    await page.getByRole("heading", { name: "#lobby" }).waitFor();
    assertEquals(await back.count(), 0);
    await page.locator("#box:focus").waitFor();
    await leave();
    assertEquals(await back.count(), 1);
    proxy.target = undefined;
    for (const connection of proxy.connections) connection.cut();
    await page.locator("#banner").getByText("The server does not answer.").waitFor();
    await back.click();
    await page.getByRole("alert").getByText("You are offline: that was not sent.").waitFor();
    await page.close(); // Else it looks for its server on and on.
    browser.errors.length = 0; // What Chromium says of a server that is gone.
    browser.requestedHosts.clear();
    browser.requestedHosts.add(new URL(url).host);
  },
);

/** Types and presses Enter before anything else happens, as whoever types fast does. */
function typeAndEnter(page: Page, within: string, text: string): Promise<void> {
  return page.evaluate(`(() => {
    const field = document.querySelector("${within} .narrowing");
    field.value = "${text}";
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
  })()`);
}

for (const locale of ["en-GB", "it-IT"]) {
  const isItalian = locale === "it-IT";
  browserTest(
    `among many rooms and people one is found by a part of its name, by key and by finger (${locale})`,
    {},
    async ({ server, browser, url }) => {
      for (let n = 1; n <= 13; n++) await server.native(`guest${n}`);
      const ada = await browser.open(url, {
        locale,
        viewport: { width: 360, height: 640 },
        hasTouch: true,
        isMobile: true,
      });
      const { page } = ada;
      await ada.enter("ada");
      const rooms = page.getByRole("searchbox", {
        name: isItalian ? "Trova una stanza o una persona" : "Find a room or person",
      });
      for (let n = 1; n <= 11; n++) await joinRoom(ada, `#room${n}`);
      await page.locator("#open-rooms").tap();
      await roomButton(ada, "#room7").waitFor();
      assertEquals(await rooms.isVisible(), false, "twelve rooms are seen at a glance");
      await page.keyboard.press("Escape");
      await joinRoom(ada, "#Weekend");
      await page.locator("#open-rooms").tap();
      await rooms.fill("week");
      await roomButton(ada, "#room7").waitFor({ state: "detached" });
      const cross = page.getByRole("button", { name: isItalian ? "Lascia #Weekend" : "Leave #Weekend" });
      const sizes = [await rooms.boundingBox(), await cross.boundingBox()];
      assert(
        sizes.every((size) => (size?.height ?? 0) >= 44 && (size?.width ?? 0) >= 44),
        "a finger hits them",
      );
      assertEquals(await accessibilityViolations(page), []);
      await rooms.fill("nothing");
      await page.getByText(isItalian ? "Qui non c'è niente con questo nome." : "Nothing here is called that.")
        .waitFor();
      await rooms.press("Escape");
      await roomButton(ada, "#room7").waitFor();
      await typeAndEnter(page, "#nav", "room7");
      await page.getByRole("heading", { name: "#room7" }).waitFor();
      assertEquals(await page.locator("#nav .narrowing").inputValue(), "");

      await ada.say("/join lobby");
      await page.getByRole("heading", { name: "#lobby" }).waitFor();
      await page.locator("#open-people").tap();
      const people = page.getByRole("searchbox", { name: isItalian ? "Trova una persona" : "Find somebody" });
      await people.fill("ST13");
      await page.locator("#names button").filter({ hasText: "guest12" }).waitFor({ state: "detached" });
      assertEquals(await accessibilityViolations(page), []);
      await people.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByRole("menu", { name: "guest13" }).waitFor();
      await typeAndEnter(page, "#people", "ST12");
      await page.getByRole("menu", { name: "guest12" }).waitFor();
    },
  );
}

browserTest(
  "where many are listed the field to find somebody is there by itself: no name moves as somebody points at it",
  {},
  async ({ server, browser, url }) => {
    for (let n = 1; n <= 13; n++) await server.native(`guest${n}`);
    const ada = await browser.open(url);
    await ada.enter("ada");
    await ada.page.getByRole("searchbox", { name: "Find somebody" }).waitFor();
    const name = ada.page.locator("#names button", { hasText: "guest7" });
    const before = await name.boundingBox();
    await name.hover();
    assertEquals(await name.boundingBox(), before);
  },
);
