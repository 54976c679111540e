/** A name of one's own on the page: claimed by a password, and proved with it. */

import { assertEquals } from "@std/assert";
import {
  accessibilityViolations,
  browserTest,
  chooseFromMenu,
  waitForExpression,
} from "../support/browser_fixture.ts";

const PASSWORD = "correct horse";

browserTest(
  "a name is claimed with a password, asked for with it elsewhere, and kept where that is wanted",
  {},
  async (fixture) => {
    const { browser, url } = fixture;
    const ada = await browser.open(url);
    await ada.enter("ada");
    await ada.page.getByRole("button", { name: "ada (you)", exact: true }).click();
    await ada.page.getByRole("menuitem", { name: "Make this name yours…" }).click();
    const claim = ada.page.getByRole("dialog", { name: "Make this name yours" });
    await claim.getByLabel("Password", { exact: true }).fill(PASSWORD);
    assertEquals(await accessibilityViolations(ada.page), []);
    await claim.getByRole("button", { name: "Make it mine" }).click();
    await ada.waitForMessage("The name ada is yours now");

    const phone = await browser.open(url);
    await phone.page.getByRole("textbox", { name: "Name", exact: true }).fill("ada");
    await phone.page.keyboard.press("Enter");
    const password = phone.page.locator("#password");
    await password.waitFor();
    assertEquals(await phone.page.getByRole("textbox", { name: "Name", exact: true }).inputValue(), "ada");
    assertEquals(await accessibilityViolations(phone.page), []);
    await password.fill("wrong horse");
    await phone.page.keyboard.press("Enter");
    await phone.page.getByRole("alert").getByText("That is not right").waitFor();
    await password.fill(PASSWORD);
    await phone.page.getByLabel("Stay logged in on this device").check();
    await phone.page.keyboard.press("Enter");
    await waitForExpression(phone.page, "!document.querySelector('#door').open");
    await phone.say("from my phone");
    await ada.waitForMessage("ada: from my phone");
    const stored = String(
      await phone.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"),
    );
    assertEquals([stored.includes(PASSWORD), stored.includes("chs_")], [false, true]);
    await chooseFromMenu(phone, "Quit");
    await phone.page.getByRole("textbox", { name: "Name", exact: true }).waitFor();
    await phone.page.reload();
    await phone.waitForMessage("ada: from my phone"); // Who is in sees what was said before.
    await phone.say("without a password");
    await ada.waitForMessage("ada: without a password");
  },
);
