/** Files on the page: chosen, pasted, dropped, shown, enlarged, and kept from those who may not have them. */

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { accessibilityViolations, browserTest, waitForExpression } from "../support/browser_fixture.ts";
import { noise, sendFile } from "../support/files.ts";
import { lookUntil } from "../support/condition.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** A picture, 2 by 1 pixels. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAD0lEQVR4nGNk+M/wnwEIAAwDAv9kUOOqAAAAAElFTkSuQmCC";

/** Whether the picture has come. */
const IS_SHOWN = `document.querySelector(".picture img")?.naturalWidth === 2`;

const folder = new TempFolder();
addEventListener("unload", () => folder[Symbol.dispose]());

browserTest(
  "a picture that is chosen is shown in its line at once with the space that it needs, and larger at a click; another file with size and checksum",
  { data: folder.file("chosen.db") },
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    await ada.enter("ada");
    const bob = await browser.open(url, { viewport: { width: 320, height: 640 } });
    await bob.enter("bob");
    const picture = { name: "plan.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
    await ada.page.locator("#files").setInputFiles([picture]);
    const shown = bob.page.getByRole("button", { name: "Picture plan.png" });
    await shown.waitFor();
    const image = bob.page.locator(".picture img");
    await waitForExpression(bob.page, IS_SHOWN);
    const box = await bob.page.locator(".picture").boundingBox();
    assertEquals([box?.width, box?.height], [2, 1], "it is as large as it was said to be");
    await shown.click();
    assertEquals(await shown.getAttribute("aria-expanded"), "true");
    const large = await bob.page.locator(".picture").boundingBox();
    assert((large?.width ?? 0) > 100 && (large?.width ?? 0) <= 320, JSON.stringify(large));
    assertEquals(await image.getAttribute("alt") !== "", true);
    await ada.page.locator("#files").setInputFiles([{
      name: "notes <b>.html",
      mimeType: "text/html",
      buffer: Buffer.from("<script>document.title = 'evil'</script>"),
    }]);
    await bob.page.getByRole("link", { name: "notes _b_.html" }).waitFor();
    await bob.page.getByText("SHA-256").waitFor();
    assert(!(await bob.messages()).includes("http://"), "the link for those who see no files is not shown");
    const width = Number(await bob.page.evaluate("document.documentElement.scrollWidth"));
    assert(width <= 320, `${width}`);
    assertEquals(await accessibilityViolations(bob.page), []);
    assertEquals(await accessibilityViolations(ada.page), []);
    await ada.page.setViewportSize({ width: 320, height: 640 });
    for (const [at, file] of (await ada.page.locator(".mine .file").all()).entries()) {
      await file.locator(".quiet").waitFor();
      const [around, mark] = [await file.boundingBox(), await file.locator(".sent").boundingBox()];
      assert(around !== null && mark !== null, `${at}`);
      assert(mark.y >= around.y && mark.y + mark.height <= around.y + around.height, "in no row of its own");
      assert(mark.x + mark.width <= 320, "and to be seen");
    }
    const name = await ada.page.locator(".card a").boundingBox();
    const beside = await ada.page.locator(".card .sent").boundingBox();
    assert((beside?.x ?? 0) >= (name?.x ?? 0) + (name?.width ?? 0), "beside the name");
    await bob.page.reload();
    await bob.page.getByRole("button", { name: "Picture plan.png" }).waitFor();
  },
);

browserTest(
  "a file goes on its way also when the connection breaks before the server has said where to",
  { data: folder.file("broken.db") },
  async ({ server, browser, url }) => {
    const bob = await server.native("bob");
    const ada = await browser.open(url);
    let broken = 0;
    await ada.page.routeWebSocket("**/ws*", (socket) => {
      const onward = socket.connectToServer();
      socket.onMessage((message) => {
        if (broken === 0 && String(message).includes('"upload"')) {
          broken++;
          void socket.close({ code: 1011 });
          void onward.close();
        } else onward.send(message);
      });
    });
    await ada.page.reload();
    await ada.enter("ada");
    const notes = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("kept") };
    await ada.page.locator("#files").setInputFiles([notes]);
    const { file } = await bob.waitForFrame("message", (message) => message.file !== undefined);
    assertEquals([file?.name, broken], ["notes.txt", 1]);
  },
);

browserTest(
  "of many files that are sent at once some wait for the others, and all arrive",
  { data: folder.file("many.db") },
  async ({ server, browser, url }) => {
    const bob = await server.native("bob");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const names = Array.from({ length: 11 }, (_, at) => `${at}.txt`);
    const files = names.map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) }));
    await ada.page.locator("#files").setInputFiles(files);
    await bob.waitFor("all", () => bob.framesOf("message").length === names.length || undefined);
    const sent = bob.framesOf("message").map(({ file }) => file?.name ?? "");
    assertEquals(sent.toSorted(), names.toSorted());
    await waitForExpression(ada.page, "document.querySelectorAll('.sending').length === 0");
    assertEquals(await ada.page.locator("#hint").innerText(), "");
  },
);

browserTest(
  "a text that is too long for a message is offered as a file, shown with its first lines, and unfolded where it stands",
  { data: folder.file("long.db") },
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    await ada.enter("ada");
    const bob = await browser.open(url, { locale: "it-IT", viewport: { width: 320, height: 640 } });
    await bob.enter("bob");
    const lines = Array.from({ length: 400 }, (_, at) => `line ${at} <b>`);
    await ada.page.locator("#box").fill(lines.join("\n"));
    await ada.page.keyboard.press("Enter");
    const send = ada.page.getByRole("button", { name: "Send as a text file" });
    await send.waitFor();
    assertEquals((await ada.page.locator("#box").inputValue()).length, lines.join("\n").length);
    assertEquals(await accessibilityViolations(ada.page), []);
    await send.click();
    assertEquals(await ada.page.locator("#box").inputValue(), "");
    await bob.page.getByRole("link", { name: "text.txt" }).waitFor();
    const shown = bob.page.locator(".message .text", { hasText: "line 0 <b>" });
    assertEquals((await shown.innerText()).trimEnd(), lines.slice(0, 5).join("\n"));
    const all = bob.page.getByRole("button", { name: "Mostra tutte le 400 righe" });
    assertEquals(await accessibilityViolations(bob.page), []);
    await all.click();
    await bob.page.getByText("line 399 <b>").waitFor();
    await bob.page.getByRole("button", { name: "Mostra meno" }).click();
    assertEquals(await bob.page.getByText("line 399 <b>").count(), 0);
    const width = Number(await bob.page.evaluate("document.documentElement.scrollWidth"));
    assert(width <= 320, `${width}`);
    await ada.say("/query bob");
    await ada.page.locator("#box").fill("x".repeat(4_001));
    await ada.page.keyboard.press("Enter");
    await ada.page.getByText("Texts that long go to rooms only").waitFor();
    assertEquals(await send.count(), 0);
  },
);

browserTest(
  "what is pasted or dropped is sent to the room in view, and never to one person alone",
  { data: folder.file("dropped.db") },
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const send = (kind: "paste" | "drop", name: string): Promise<unknown> =>
      ada.page.evaluate(`{
        const data = new DataTransfer();
        data.items.add(new File(["what is in ${name}"], "${name}"));
        const init = { bubbles: true, cancelable: true };
        const event = "${kind}" === "paste"
          ? new ClipboardEvent("paste", { ...init, clipboardData: data })
          : new DragEvent("drop", { ...init, dataTransfer: data });
        document.querySelector("#box").dispatchEvent(event);
      }`);
    await send("paste", "pasted.txt");
    await bot.waitForFrame("message", ({ file }) => file?.name === "pasted.txt");
    await send("drop", "dropped.txt");
    await bot.waitForFrame("message", ({ file }) => file?.name === "dropped.txt");
    await ada.say("/query bot");
    await send("paste", "private.txt");
    await ada.page.getByText("never written to a disk").waitFor();
    assertEquals(await accessibilityViolations(ada.page), []);
  },
);

browserTest(
  "a picture in a room that is not open to all is shown to who is in it, and a file that is too big says so",
  { data: folder.file("closed.db"), limits: { fileBytes: 1000 } },
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    await ada.enter("ada");
    await ada.say("/join #den");
    await ada.page.getByRole("heading", { name: "#den" }).waitFor();
    await ada.say("/secret on");
    await ada.page.getByText("secret").first().waitFor();
    const picture = { name: "secret.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
    await ada.page.locator("#files").setInputFiles([picture]);
    await waitForExpression(ada.page, IS_SHOWN);
    const large = { name: "large.bin", mimeType: "", buffer: Buffer.alloc(2000) };
    await ada.page.locator("#files").setInputFiles([large]);
    await ada.page.getByText("1000 bytes is the most").waitFor();
    await ada.page.locator(".sending").waitFor({ state: "detached" }); // The picture's: its message may come before it is known to be sent.
  },
);

browserTest(
  "who gives up a file on its way tells the server, which has a place for another one at once",
  { data: folder.file("given_up.db") },
  async ({ browser, url }) => {
    const ada = await browser.open(url);
    await ada.enter("ada");
    await ada.page.route("**/files/up/*", (route) => {
      if (route.request().method() !== "PATCH") void route.continue(); // The network is slow: no byte gets through.
    });
    const begun = ada.page.waitForRequest((request) => request.method() === "PATCH");
    const answered = ada.page.waitForResponse((response) => response.request().method() === "DELETE");
    const slow = { name: "slow.bin", mimeType: "", buffer: Buffer.alloc(2000) };
    await ada.page.locator("#files").setInputFiles([slow]);
    await begun;
    await ada.page.locator(".sending button").click();
    assertEquals((await answered).status(), 204);
    assertEquals(await ada.page.locator(".sending").count(), 0);
  },
);

browserTest(
  "when a file on its way is given up those behind it go on, and a text that was sent as a file is back in the box",
  { data: folder.file("next.db") },
  async ({ server, browser, url }) => {
    const bob = await server.native("bob");
    const ada = await browser.open(url);
    await ada.enter("ada");
    let isSlow = true;
    let begun = 0;
    const asked = Promise.withResolvers<void>();
    await ada.page.route("**/files/up/*", async (route) => {
      if (route.request().method() === "PATCH" && isSlow) return void begun++;
      if (route.request().method() === "DELETE") {
        isSlow = false;
        await asked.promise;
      }
      await route.continue();
    });
    const text = "word ".repeat(1_000);
    await ada.page.locator("#box").fill(text);
    await ada.page.keyboard.press("Enter");
    await ada.page.getByRole("button", { name: "Send as a text file" }).click();
    const chosen = Array.from(
      { length: 6 },
      (_, at) => ({ name: `${at}.txt`, mimeType: "", buffer: Buffer.from("x") }),
    );
    await ada.page.locator("#files").setInputFiles(chosen);
    await lookUntil("four under way", () => begun >= 4 || undefined);
    assertEquals(begun, 4);
    await ada.page.locator(".sending button").first().click();
    assertEquals(await ada.page.locator("#box").inputValue(), text);
    await ada.say("meanwhile");
    await bob.waitForMessage("meanwhile");
    asked.resolve(); // What the page asked for before that has been answered while the place was still taken.
    const files = () => bob.framesOf("message").flatMap(({ file }) => file?.name ?? []);
    await bob.waitFor("those that waited", () => files().length >= 3 || undefined);
    assertEquals(files().toSorted(), ["3.txt", "4.txt", "5.txt"]);
    assert(!(await ada.page.locator("#hint").innerText()).includes("at once"), "none was refused");
    await lookUntil(
      "three are left",
      async () => await ada.page.locator(".sending").count() === 3 || undefined,
    );
  },
);

browserTest(
  "a file for which another page of the same person has taken the last place waits until there is one",
  { data: folder.file("places.db") },
  async ({ server, browser, url }) => {
    const bob = await server.native("bob");
    const ada = await browser.open(url);
    let refused = 0;
    await ada.page.routeWebSocket("**/ws*", (socket) => {
      const onward = socket.connectToServer();
      socket.onMessage((message) => {
        const id = /"type":"upload".*"id":"([^"]+)"/.exec(String(message))?.[1];
        if (id === undefined || refused === 1) return onward.send(message);
        refused++;
        socket.send(JSON.stringify({ type: "error", code: "too-many-uploads", limit: 4, id, text: "wait" }));
      });
    });
    await ada.page.reload();
    await ada.enter("ada");
    const notes = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("kept") };
    await ada.page.locator("#files").setInputFiles([notes]);
    const { file } = await bob.waitForFrame("message", (message) => message.file !== undefined);
    assertEquals([file?.name, refused], ["notes.txt", 1]);
  },
);

browserTest(
  "a picture that another server has and does not give yet is said to be away, and is shown once it has come",
  { data: folder.file("away.db"), mayComplain: "status of 503" },
  async ({ browser, url }) => {
    const bob = await browser.open(url);
    await bob.enter("bob");
    let isAway = true;
    await bob.page.route(/\/files\/[^u]/, async (route) => {
      if (!isAway) return await route.continue();
      await route.fulfill({ status: 503, headers: { "retry-after": "0.1" }, body: "away" });
    });
    const ada = await browser.open(url);
    await ada.enter("ada");
    const picture = { name: "plan.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
    await ada.page.locator("#files").setInputFiles([picture]);
    await bob.page.getByText("has not come from another server yet").waitFor();
    isAway = false;
    await waitForExpression(bob.page, IS_SHOWN);
    assertEquals(await bob.page.locator(".away").count(), 0);
  },
);

browserTest(
  "what is told of a file takes no more place when it comes, and leaves the last message in view; all of its card leads to it",
  { data: folder.file("card.db") },
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const sent = [
      { name: "plan.pdf", bytes: noise(900) },
      {
        name: "rules.txt",
        bytes: new TextEncoder().encode(Array.from({ length: 90 }, (_, n) => `rule ${n}`).join("\n")),
      },
    ];
    for (const file of sent) await sendFile(server, bot, file);
    await bot.say("the last word");
    const ada = await browser.open(url, { viewport: { width: 360, height: 640 } });
    const heights =
      "[...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect().height)";
    const held = Promise.withResolvers<void>();
    await ada.page.route("**/rest_*", async (route) => {
      await held.promise;
      await route.continue();
    });
    await ada.enter("ada");
    await ada.waitForMessage("the last word");
    const before = await ada.page.evaluate(heights);
    held.resolve();
    await ada.page.getByRole("button", { name: "Show all 90 lines" }).waitFor();
    assertEquals(await ada.page.evaluate(heights), before);
    const log = "document.querySelector('.view:not([hidden]) .log')";
    await waitForExpression(ada.page, `${log}.scrollHeight - ${log}.scrollTop - ${log}.clientHeight < 2`);
    const card = ada.page.locator(".card").first();
    const { width = 0, height = 0 } = await card.boundingBox() ?? {};
    const opened = ada.page.waitForEvent("download");
    await card.click({ position: { x: width - 8, y: height - 8 } });
    assertEquals((await opened).suggestedFilename(), "plan.pdf");
  },
);
