/** The page without a network: kept by a worker where the page is secure, and what is said where it is not. */

import { assert, assertEquals } from "@std/assert";
import { NEIGHBOUR } from "../support/test_browser.ts";
import { accessibilityViolations, browserTest, waitForExpression } from "../support/browser_fixture.ts";

const OFFLINE = "This device is offline.";

/** What browsers say on the console of requests that fail, as they do here on purpose. */
const FAILED = /ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket connection|Failed to fetch/;

browserTest(
  "a page that was kept says that it is offline, never talks, keeps what was half-written, and goes on by itself; a ticket reaches nothing that is kept",
  {},
  async ({ server, browser, url }) => {
    const TICKET = "tTICKETtTICKETtTICKETtTICKETtTICKETtTICKET0";
    const ada = await browser.open(`${url}#/lobby&t=${TICKET}`, { hasWorker: true });
    const { page } = ada;
    const context = page.context();
    await waitForExpression(page, "navigator.serviceWorker.controller !== null");
    await page.reload(); // Now its files go through the worker.
    await ada.enter("ada");
    const box = page.getByRole("textbox", { name: "Message", exact: true });
    await box.fill("half a thought");

    await context.setOffline(true);
    let sockets = 0;
    page.on("websocket", () => sockets++);
    await page.reload();
    await page.getByText(OFFLINE).waitFor();
    assertEquals(await page.evaluate("document.documentElement.dataset.kept"), "");
    assertEquals(await box.isDisabled(), true);
    assertEquals(await box.inputValue(), "half a thought");
    assertEquals(await accessibilityViolations(page), []);
    assertEquals(sockets, 0, "a page that was kept talks to nobody");
    const kept = await page.evaluate(`caches.open("page").then((cache) => cache.keys())
      .then((all) => all.map(({ url }) => url).join(" "))`);
    assert(String(kept).includes("page.css") && !String(kept).includes("TICKET"), String(kept));

    await context.setOffline(false);
    await page.locator("html:not([data-kept]) #box:not([disabled])").waitFor();
    assertEquals(await box.inputValue(), "half a thought");
    const bob = await server.native("bob");
    await box.press("Enter");
    await bob.waitForMessage("half a thought");
    const said = browser.errors.splice(0);
    assertEquals(said.filter((one) => !FAILED.test(one)), []);
  },
);

browserTest(
  "a page that was kept says that it is the server that is gone, and offers the others of a cluster, into the room in view",
  {},
  async ({ server, browser, url }) => {
    const ada = await browser.open(url, { hasWorker: true });
    const { page } = ada;
    await waitForExpression(page, "navigator.serviceWorker.controller !== null");
    await page.reload();
    await ada.enter("ada");
    await page.locator("#nav").hover(); // What says it is loaded later, and kept then.
    await page.locator("#rooms .aside").waitFor({ state: "attached" });
    const others = ["https://chat2.example/", "javascript:alert(1)"];
    await page.evaluate(`localStorage.setItem("chat.servers", '${JSON.stringify(others)}')`);
    await server.stop();
    await page.reload();
    const banner = page.locator("#banner");
    const other = banner.getByRole("link");
    await banner.getByText("The server does not answer.").waitFor();
    await other.waitFor();
    await waitForExpression(page, "document.querySelector('h1').textContent === '#lobby'");
    await page.evaluate(
      `document.querySelector("#banner").addEventListener("click", (event) => event.preventDefault())`,
    );
    await other.click();
    assertEquals(await other.getAttribute("href"), "https://chat2.example/#lobby");
    assertEquals(await accessibilityViolations(page), []);
    await page.context().setOffline(true);
    await banner.getByText(OFFLINE).waitFor();
    assertEquals(await other.count(), 0);
    await page.context().setOffline(false);
    await banner.getByText("The server does not answer.").waitFor();
    await other.waitFor();
    const said = browser.errors.splice(0);
    assertEquals(said.filter((one) => !FAILED.test(one)), []);
  },
);

browserTest(
  "a page that the browser has no room to keep is there all the same",
  {},
  async ({ browser, url }) => {
    const ada = await browser.open(url, { hasWorker: true });
    await waitForExpression(ada.page, "navigator.serviceWorker.controller !== null");
    const [worker] = ada.page.context().serviceWorkers();
    await worker?.evaluate(
      `Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"))`,
    );
    await ada.page.evaluate("caches.delete('page')");
    await ada.page.reload();
    await ada.enter("ada");
    assertEquals(
      await ada.page.evaluate("caches.open('page').then((all) => all.keys()).then(({ length }) => length)"),
      0,
    );
  },
);

browserTest(
  "a page of another version takes the place of the one that was kept, with all its files",
  {},
  async ({ browser, url }) => {
    const { page } = await browser.open(url, { hasWorker: true });
    await waitForExpression(page, "navigator.serviceWorker.controller !== null");
    await page.evaluate(`caches.open("page").then(async (cache) => {
      await cache.put("/", new Response("<html >old", { headers: { etag: '"old"', "content-type": "text/html" } }));
      await cache.put("/page_old-AAAAAAAA.js", new Response("old"));
    })`);
    await page.reload();
    await waitForExpression(page, "document.querySelector('#door').open");
    const kept = await page.evaluate(`caches.open("page").then((cache) => cache.keys())
      .then((all) => all.map(({ url }) => new URL(url).pathname))`);
    assert(
      Array.isArray(kept) && kept.includes("/") && !kept.includes("/page_old-AAAAAAAA.js"),
      String(kept),
    );
  },
);

browserTest(
  "without encryption, from another machine, the page says why nothing notifies and nothing is kept, and offers a sound",
  { host: NEIGHBOUR },
  async ({ server, browser, url }) => {
    const ada = await browser.open(url, { hasWorker: true });
    await ada.enter("ada");
    const people = ada.page.getByRole("complementary");
    await people.getByText("This page came without encryption (http)").waitFor();
    assertEquals(await ada.page.locator("#notify").isVisible(), false);
    await ada.page.evaluate(`globalThis.played = 0;
      AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
        apply: (real, of, given) => (played++, real.apply(of, given)) });
      Object.defineProperty(document, "hasFocus", { value: () => false })`);
    await people.getByLabel("Play a sound").check();
    await waitForExpression(ada.page, "played === 1"); // So that one knows how it sounds.
    const bob = await server.native("bob");
    await bob.say("ada: hello");
    await waitForExpression(ada.page, "played === 2 && document.title.startsWith('(1)')");
    await people.getByLabel("Tell me of").selectOption("off");
    await ada.waitForMessage("You are told of nothing that is said in #lobby.");
    await bob.say("ada: are you there?");
    await ada.waitForMessage("are you there?");
    assertEquals(await ada.page.evaluate("played"), 2);
    await waitForExpression(ada.page, "!document.title.startsWith('(')");
    assertEquals(await accessibilityViolations(ada.page), []);
  },
);
