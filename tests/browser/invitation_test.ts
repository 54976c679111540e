/** Coming in by the page where not everybody may: with an invitation, which is to be found nowhere then, or with the word. */

import { assert, assertEquals } from "@std/assert";
import { pageFragment } from "../../protocol/invitation.ts";
import { createTicket } from "../../server.ts";
import { browserTest, waitForExpression } from "../support/browser_fixture.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Makes a ticket that is good now. */
function invite(data: string): string {
  const wish = { kind: "entry", room: "tea", uses: 1, expires: Date.now() + 60_000 } as const;
  const made = createTicket(data, wish, Date.now());
  assert(made !== undefined);
  return made.token;
}

const folder = new TempFolder();
const data = folder.file("chat.db");

browserTest(
  "an invitation lets in once, into its room, and stands in no address, store, request or log",
  { folder, data, entry: { kind: "closed" } },
  async ({ server, browser, url }) => {
    const ticket = invite(data);
    const link = `${url}${pageFragment({ room: "tea", ticket })}`;
    const requests: string[] = [];
    const ada = await browser.open(url);
    await ada.page.goto("about:blank");
    ada.page.on("request", (request) => requests.push(request.url() + (request.postData() ?? "")));
    await ada.page.goto(link);
    await waitForExpression(ada.page, "document.querySelector('#door').open");
    assertEquals(await ada.page.evaluate("location.href"), url);
    await ada.enter("ada");
    await ada.page.getByRole("heading", { name: "tea" }).waitFor();
    const stored = await ada.page.evaluate(
      "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, location.href])",
    );
    assert(typeof stored === "string" && !stored.includes(ticket));
    assert(requests.length > 1 && !requests.join().includes(ticket), requests.join());
    assert(!JSON.stringify(server.logged).includes(ticket));
    await ada.page.reload();
    await ada.page.getByRole("heading", { name: "tea" }).waitFor();
    const eve = await browser.open(link);
    await eve.page.getByRole("textbox", { name: "Name" }).fill("eve");
    await eve.page.keyboard.press("Enter");
    await eve.page.getByText("This invitation is used up, too old or taken back: ask for another.").waitFor();
    await eve.page.keyboard.press("Enter");
    await eve.page.getByText("This server is closed: come in with an invitation").waitFor();
  },
);

browserTest(
  "the word is asked for once it is known that one is needed, and a wrong one again",
  { entry: { kind: "word", word: "green tea" } },
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    const word = ada.page.getByRole("textbox", { name: "Word" });
    assertEquals(await word.isVisible(), false);
    await ada.page.getByRole("textbox", { name: "Name" }).fill("ada");
    await ada.page.keyboard.press("Enter");
    await ada.page.getByText("This room is closed. What is the word?").waitFor();
    await word.fill("coffee");
    await ada.page.keyboard.press("Enter");
    await ada.page.getByText("That is not the word").waitFor();
    await word.fill("green tea");
    await ada.page.keyboard.press("Enter");
    await waitForExpression(ada.page, "!document.querySelector('#door').open");
    assertEquals(
      await ada.page.locator("#open-to-read").isVisible(),
      false,
      "this machine needs no encryption",
    );
  },
);
