/** Showing others how to come in: the address and its code, large, and what a network may read. */

import { assert, assertEquals } from "@std/assert";
import {
  accessibilityViolations,
  browserTest,
  DARK_AND_NARROW,
  waitForExpression,
} from "../support/browser_fixture.ts";
import { NEIGHBOUR } from "../support/test_browser.ts";

browserTest(
  "the address is shown with a code of it, large, from a name of the network, where the page says that it is not encrypted",
  { host: NEIGHBOUR },
  async ({ browser, url: lan }) => {
    const ada = await browser.open(lan);
    await ada.enter("ada");
    await ada.page.locator("#open-to-read").getByText("not encrypted").waitFor();
    await ada.page.getByRole("button", { name: "Invite" }).click();
    const shown = ada.page.getByRole("dialog", { name: "Come in with a phone or a computer" });
    await shown.getByText(`${lan}#/lobby`).waitFor();
    const code = shown.getByRole("img", { name: "The address as a QR code" });
    await code.waitFor();
    const box = await code.boundingBox();
    assert(box !== null && box.width > 300, "it is read from the last row");
    assertEquals(await accessibilityViolations(ada.page), []);
    await shown.getByRole("button", { name: "Close" }).click();
    await waitForExpression(ada.page, "document.querySelector('#invitation-body').textContent === ''");

    const mia = await browser.open(lan, { locale: "it-IT", ...DARK_AND_NARROW, hasTouch: true });
    await mia.enter("mia");
    await mia.page.getByRole("button", { name: "Menù" }).tap();
    await mia.page.getByRole("menuitem", { name: "Invita" }).tap();
    await mia.page.getByRole("img", { name: "L'indirizzo come codice QR" }).waitFor();
    await waitForExpression(mia.page, "document.documentElement.scrollWidth <= innerWidth");
    assertEquals(await accessibilityViolations(mia.page), []);
  },
);
