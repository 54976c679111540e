/** What the page loads when somebody first asks for it: windows, menus, commands. */

import { assert, assertEquals } from "@std/assert";
import { browserTest } from "../support/browser_fixture.ts";

browserTest(
  "windows and commands are loaded when somebody asks; without a network that is said, nothing typed is lost, and it can be tried again",
  {},
  async ({ server, browser, url }) => {
    const roberta = await server.native("roberta");
    const ada = await browser.open(url, { serviceWorkers: "block" }); // What it asks for, the test does not see.
    const asked: string[] = [];
    ada.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await ada.enter("ada");
    await ada.say("plain words need nothing more");
    await roberta.waitForMessage("plain words need nothing more");
    assertEquals(asked.filter((path) => path.includes("rest_")), []);

    await ada.page.route("**/rest_en-*", (route) => route.abort("internetdisconnected"));
    const box = ada.page.getByRole("textbox", { name: "Message", exact: true });
    await box.fill("/me waves");
    await box.press("Enter");
    await ada.page.getByRole("alert").getByText("This part of the page could not be loaded.").waitFor();
    assertEquals(await box.inputValue(), "/me waves");
    await ada.page.unroute("**/rest_en-*");
    const failed = browser.errors.splice(0); // What the browser and the page say of it on the console.
    assert(
      failed.length > 0 &&
        failed.every((one) => /rest_en-|Failed to load resource|[Ss]ervice [Ww]orker/.test(one)),
      failed.join(),
    );
    await box.press("Enter");
    await roberta.waitForFrame("message", ({ text, action }) => text === "waves" && action === true);
    assert(asked.some((path) => path.includes("rest_en-")), asked.join());

    await ada.page.context().setOffline(true); // What is there stays there.
    await ada.page.getByRole("button", { name: "Search" }).click();
    await ada.page.getByRole("dialog").getByRole("searchbox").waitFor();
  },
);

browserTest(
  "who completes a name and sends before what completes it has come sends the whole name",
  {},
  async ({ server, browser, url }) => {
    const roberta = await server.native("roberta");
    const ada = await browser.open(url);
    const asked = Promise.withResolvers<void>();
    await ada.page.route("**/rest_en-*", async (route) => {
      await asked.promise;
      await route.continue();
    });
    await ada.enter("ada");
    const box = ada.page.getByRole("textbox", { name: "Message", exact: true });
    await box.pressSequentially("ask rob");
    await box.press("Tab");
    await box.press("Enter");
    assertEquals(await box.inputValue(), "ask rob");
    asked.resolve();
    const { text } = await roberta.waitForFrame("message");
    assertEquals(text.trim(), "ask roberta");
    assertEquals(await box.inputValue(), "");
  },
);

browserTest(
  "what is written while the first command is being loaded is for the place that it leads to",
  {},
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    const asked = Promise.withResolvers<void>();
    await ada.page.route("**/rest_en-*", async (route) => {
      await asked.promise;
      await route.continue();
    });
    await ada.enter("ada");
    await ada.say("/query bot");
    const box = ada.page.getByRole("textbox", { name: "Message", exact: true });
    await box.fill("only for you");
    asked.resolve();
    await ada.page.getByText("bot (private)").waitFor();
    assertEquals(await box.inputValue(), "only for you");
    await box.press("Enter");
    assertEquals((await bot.waitForFrame("private")).text, "only for you");
  },
);

browserTest(
  "what the later part looks like is loaded again where that alone failed",
  {},
  async ({ server, browser, url }) => {
    const roberta = await server.native("roberta");
    const ada = await browser.open(url);
    await ada.page.route("**/later.css", (route) => route.abort("internetdisconnected"));
    await ada.enter("ada");
    await ada.say("/me waves");
    await ada.page.getByRole("alert").getByText("This part of the page could not be loaded.").waitFor();
    await ada.page.unroute("**/later.css");
    const failed = browser.errors.splice(0);
    assert(failed.some((one) => one.includes("later.css")), failed.join());
    const box = ada.page.getByRole("textbox", { name: "Message", exact: true });
    assertEquals(await box.inputValue(), "/me waves");
    await box.press("Enter");
    await roberta.waitForFrame("message", ({ text, action }) => text === "waves" && action === true);
    const styles = "[...document.styleSheets].filter(({ href }) => href.endsWith('later.css')).length";
    assertEquals(await ada.page.evaluate(styles), 1);
  },
);
