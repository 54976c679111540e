/** Whoever is in charge, on the page: by a link for the owner, who waits, what was reported, who is kept out. */

import { assert, assertEquals } from "@std/assert";
import { pageFragment } from "../../protocol/invitation.ts";
import { createTicket } from "../../server.ts";
import {
  accessibilityViolations,
  browserTest,
  DARK_AND_NARROW,
  waitForExpression,
} from "../support/browser_fixture.ts";
import type { TestBrowser, TestPage } from "../support/test_browser.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Opens the page by a one-time link that makes whoever has it the owner. */
async function openAsOwner(browser: TestBrowser, url: string, data: string, name: string): Promise<TestPage> {
  const wish = { kind: "owner", uses: 1, expires: Date.now() + 60_000 } as const;
  const ticket = createTicket(data, wish, Date.now())?.token;
  assert(ticket !== undefined);
  const owner = await browser.open(url);
  await owner.page.goto("about:blank");
  const requests: string[] = [];
  owner.page.on("request", (request) => requests.push(request.url() + (request.postData() ?? "")));
  await owner.page.goto(`${url}${pageFragment({ room: undefined, ticket })}`);
  await owner.enter(name);
  const stored = await owner.page.evaluate(
    "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, location.href])",
  );
  assert(
    !String(stored).includes(ticket) && !requests.join().includes(ticket),
    "the link is to be found nowhere",
  );
  return owner;
}

const DOORS = new TempFolder();

browserTest(
  "who waits at the door sees so, the owner lets one in and turns one away, and switches that off",
  { folder: DOORS, data: DOORS.file("chat.db") },
  async ({ browser, url }) => {
    const ada = await openAsOwner(browser, url, DOORS.file("chat.db"), "ada");
    const opener = ada.page.getByRole("button", { name: /^Moderation/ });
    await opener.click();
    const panel = ada.page.getByRole("dialog", { name: "Moderation" });
    await panel.getByText("Nobody waits.").waitFor();
    assertEquals(await accessibilityViolations(ada.page), []);
    await panel.getByRole("button", { name: "I let people in one by one" }).click();
    await panel.getByRole("button", { name: "I let people in one by one", pressed: true }).waitFor();
    await panel.getByRole("button", { name: "Close" }).click();

    const mia = await browser.open(url, { locale: "it-IT", ...DARK_AND_NARROW, hasTouch: true });
    await mia.page.getByRole("textbox", { name: "Nome", exact: true }).fill("mia");
    await mia.page.getByRole("button", { name: "Entra", exact: true }).tap();
    await mia.page.getByRole("heading", { name: "In attesa che ti aprano" }).waitFor();
    assertEquals(await accessibilityViolations(mia.page), []);
    assertEquals(await mia.page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await mia.page.getByRole("button", { name: "Un altro nome" }).tap();
    await mia.page.getByRole("textbox", { name: "Nome", exact: true }).fill("Mia2");
    await mia.page.getByRole("button", { name: "Entra", exact: true }).tap();
    await mia.page.getByRole("heading", { name: "In attesa che ti aprano" }).waitFor();
    const eve = await browser.open(url);
    await eve.page.getByRole("textbox", { name: "Name", exact: true }).fill("eve");
    await eve.page.keyboard.press("Enter");
    await eve.page.getByRole("heading", { name: "Waiting to be let in" }).waitFor();

    await ada.page.getByRole("button", { name: "Moderation 2", exact: true }).click();
    await panel.getByRole("button", { name: "Turn away eve" }).click();
    await eve.page.getByRole("textbox", { name: "Name", exact: true }).waitFor();
    await panel.getByRole("button", { name: "Let in Mia2" }).click();
    await waitForExpression(mia.page, "!document.querySelector('#door').open");
    await panel.getByText("Nobody waits.").waitFor();
    await panel.getByRole("button", { name: "I let people in one by one" }).click();
    await panel.getByRole("button", { name: "I let people in one by one", pressed: false }).waitFor();
    await panel.getByRole("button", { name: "Close" }).click();
    await ada.page.getByText(/In charge/).waitFor();
    await ada.page.getByRole("button", { name: "ada (you) owner", exact: true }).waitFor();
  },
);

const REPORTS = new TempFolder();

browserTest(
  "what is reported is shown with its words, and answered by delete, mute or ban; a ban tells whom it also hits",
  { folder: REPORTS, data: REPORTS.file("chat.db") },
  async ({ browser, url }) => {
    const ada = await openAsOwner(browser, url, REPORTS.file("chat.db"), "ada");
    const zed = await browser.open(url);
    await zed.enter("zed");
    const mia = await browser.open(url);
    await mia.enter("mia");
    await zed.say("you are all fools");
    await mia.waitForMessage("you are all fools");
    await mia.page.getByText("you are all fools").click({ button: "right" });
    await mia.page.getByRole("menuitem", { name: "Report…" }).click();
    const report = mia.page.getByRole("dialog", { name: "Report zed to the moderators?" });
    await report.getByLabel(/^Why/).fill("insult");
    await report.getByRole("button", { name: "Report" }).click();
    await ada.page.getByRole("button", { name: "Moderation 1", exact: true }).click();
    const panel = ada.page.getByRole("dialog", { name: "Moderation" });
    await panel.getByText("you are all fools").waitFor();
    await panel.getByText(/insult/).waitFor();
    assertEquals(await accessibilityViolations(ada.page), []);
    await panel.getByRole("button", { name: "Delete zed" }).click();
    await mia.page.getByText("(deleted)").waitFor();
    await panel.getByRole("button", { name: "Do something… zed" }).click();
    await ada.page.getByRole("menuitem", { name: "Mute…" }).click();
    await ada.page.getByRole("dialog", { name: "Mute zed?" }).getByRole("button", { name: "Mute" }).click();
    await panel.getByText(/muted: zed/).waitFor();
    await panel.getByRole("button", { name: "Close" }).click();
    await ada.page.getByRole("button", { name: "zed muted" }).click();
    await ada.page.getByRole("menuitem", { name: "Ban…" }).click();
    const ban = ada.page.getByRole("dialog", { name: "Ban zed?" });
    await ban.getByText(/By address it also hits 2 more who are here from 127\.0\.0\.1/).waitFor();
    assertEquals(await ban.getByLabel("By", { exact: true }).locator("option").allInnerTexts(), [
      "Name and device",
      "Address 127.0.0.1",
    ]);
    assertEquals(await accessibilityViolations(ada.page), []);
    await ban.getByLabel("Where").selectOption("server");
    await ban.getByRole("button", { name: "Ban" }).click();
    await zed.page.locator("#trouble").getByText(/You are banned/).waitFor();
    await mia.page.getByText(/zed was removed by ada/).waitFor();
    await ada.page.getByRole("button", { name: /^Moderation/ }).click();
    await panel.getByRole("button", { name: /^Lift it/ }).first().click();
    await ada.page.getByText(/is lifted/).waitFor({ state: "attached" });
  },
);
