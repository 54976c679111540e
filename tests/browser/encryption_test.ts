/** The page inside TLS, and what it says where it is not. */

import { assert, assertEquals } from "@std/assert";
import { pageFragment } from "../../protocol/invitation.ts";
import { createTicket } from "../../server.ts";
import { browserTest } from "../support/browser_fixture.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { NEIGHBOUR } from "../support/test_browser.ts";

const folder = new TempFolder();
const data = folder.file("chat.db");
addEventListener("unload", () => folder[Symbol.dispose]()); // The server ends after its test does.

browserTest(
  "over https an invitation lets in, all of it is encrypted, and nothing is said of reading along",
  { data, entry: { kind: "closed" }, unencrypted: "never", isEncrypted: true },
  async ({ server, browser, url }) => {
    const wish = { kind: "entry", room: "tea", uses: 1, expires: Date.now() + 60_000 } as const;
    const made = createTicket(data, wish, Date.now());
    assert(made !== undefined);
    const ada = await browser.open("about:blank");
    const asked: string[] = [];
    ada.page.on("request", (request) => asked.push(request.url()));
    ada.page.on("websocket", (socket) => asked.push(socket.url()));
    await ada.page.goto(`${url}${pageFragment({ room: "tea", ticket: made.token })}`);
    await ada.enter("ada");
    await ada.page.getByRole("heading", { name: "tea" }).waitFor();
    await ada.say("nobody reads along");
    await ada.waitForMessage("nobody reads along");
    assertEquals(await ada.page.locator("#open-to-read").isVisible(), false);
    assert(asked.some((address) => address.startsWith("wss://")), asked.join());
    assertEquals(asked.filter((address) => !/^(?:https|wss):/.test(address)), []);
    assert(!asked.join().includes(made.token));
    const came = server.logged.flatMap((entry) => entry.event === "connected" ? [entry.tls] : []);
    assertEquals([...new Set(came)], ["1.3"]);
  },
);

browserTest(
  "from another machine without encryption the page says so",
  { host: NEIGHBOUR },
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    await ada.enter("ada");
    const warning = ada.page.locator("#open-to-read");
    assertEquals([await warning.isVisible(), await warning.innerText()], [true, "not encrypted"]);
    assertEquals(await warning.getAttribute("title"), "Whoever is in between can read along");
    await ada.say("anybody may read this");
    await ada.waitForMessage("anybody may read this");
    assertEquals(await warning.isVisible(), true);
  },
);
