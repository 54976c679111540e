/** The page over reloads and restarts of the server: nothing is lost, nothing comes twice. */

import { assert, assertEquals } from "@std/assert";
import { freePort } from "../support/free_port.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { browserTest, joinRoom, roomButton, waitForExpression } from "../support/browser_fixture.ts";

browserTest("a reload in mid-conversation loses nothing and nobody notices", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  const ada = await browser.open(url);
  await ada.enter("ada");
  for (let i = 1; i <= 5; i++) await bot.say(`number ${i}.`);
  await ada.waitForMessage("number 5.");
  await ada.say("said before the reload");
  const reloading = ada.page.reload();
  for (let i = 6; i <= 10; i++) await bot.say(`number ${i}.`);
  await reloading;
  await ada.waitForMessage("number 10.");
  for (let i = 1; i <= 10; i++) assertEquals(await ada.count(`number ${i}.`), 1);
  await ada.waitForMessage("said before the reload");
  await ada.say("and after");
  await bot.waitForMessage("and after");
  await bot.sync();
  assertEquals([bot.framesOf("left").length, bot.framesOf("joined").length], [0, 1]);
  assertEquals(bot.framesOf("message").filter(({ text }) => text === "said before the reload").length, 1);
});

browserTest(
  "a reload finds all rooms again, with what was missed in each, and no room that was left",
  { limits: { rate: null } },
  async ({ server, browser, url }) => {
    const bot = await server.native("bot");
    const rooms = ["lobby", "tea", "work", "gone"];
    for (const name of rooms) await bot.sendFrames({ type: "join", room: name });
    const sayAll = async (text: string): Promise<void> => {
      for (const name of rooms) await bot.sendFrames({ type: "say", room: name, text: `${name} ${text}.` });
      await bot.waitForFrame("message", (message) => message.text === `gone ${text}.`);
    };
    const ada = await browser.open(url);
    await ada.enter("ada");
    for (const name of rooms.slice(1)) await joinRoom(ada, `#${name}`);
    await sayAll("one");
    await ada.waitForMessage("gone one.");
    await ada.say("/part");
    await joinRoom(ada, "#tea");
    await ada.waitForMessage("tea one.");
    await ada.say("mine");
    await bot.waitForMessage("mine");
    await bot.sendFrames({ type: "private", to: "ada", text: "alone", id: 1 });
    await roomButton(ada, /^bot \(private\)/).waitFor();
    const reloading = ada.page.reload();
    await sayAll("two");
    await reloading;
    await sayAll("three");
    for (const name of ["tea", "work", "lobby"]) {
      await roomButton(ada, new RegExp(`^#${name}`)).click();
      for (const text of ["one", "two", "three"]) await ada.waitForMessage(`${name} ${text}.`);
    }
    await roomButton(ada, /^bot \(private\)/).click();
    await ada.waitForMessage("bot → ada: alone");
    assertEquals(await ada.page.locator("#rooms li").count(), 4);
    assert(!String(await ada.page.evaluate("document.body.textContent")).includes("gone two"));
    await bot.sync();
    assertEquals(bot.framesOf("left").map(({ room }) => room), ["gone"], "nobody noticed");
    assertEquals(bot.framesOf("message").filter(({ text }) => text === "mine").length, 1);
  },
);

browserTest("what was read is known to the server, and what is new has its line", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "join", room: "tea" });
  const ada = await browser.open(url);
  await ada.enter("ada");
  await joinRoom(ada, "#tea");
  const since = ada.page.locator(".view:visible .since + .message");
  for (const text of ["read this", "not this"]) {
    await bot.sendFrames({ type: "say", room: "tea", text });
    await bot.waitForMessage(text);
    if (text === "read this") {
      await ada.waitForMessage("bot: read this");
      await ada.say("/part");
      await bot.waitForFrame("left");
    }
  }
  await joinRoom(ada, "#tea"); // The page has forgotten the room: what was read, only the server knows.
  await ada.waitForMessage("bot: read this");
  assert((await since.innerText()).includes("not this"));
  await bot.sendFrames({ type: "say", room: "tea", text: "end" });
  await ada.waitForMessage("bot: end");
  assert((await since.innerText()).includes("not this"), "it stays where it was");
});

browserTest(
  "a server that is killed and comes back loses nothing of a page that stays open",
  {},
  async (fixture) => {
    const { browser, server } = fixture;
    const folder = await Deno.makeTempDir();
    const start = async (port: string): Promise<{ program: Program; port: string }> => {
      const program = new Program([
        ...FROM_SOURCE,
        "server",
        "--port",
        port,
        "--data",
        `${folder}/chat.db`,
        "--quiet",
      ]);
      return { program, port: await program.waitForOutput(/http:\/\/127\.0\.0\.1:(\d+)\//) };
    };
    const first = await start(`${freePort()}`);
    const url = `http://127.0.0.1:${first.port}/`;
    const [ada, bob] = [await browser.open(url), await browser.open(url)];
    await ada.enter("ada");
    await bob.enter("bob");
    await joinRoom(ada, "#tea");
    await joinRoom(bob, "#tea");
    await ada.say("before");
    await bob.waitForMessage("ada: before");
    await roomButton(ada, "#lobby").click();
    const nothingWaits = "document.querySelectorAll('.pending > *').length === 0";
    await waitForExpression(ada.page, nothingWaits);
    await first.program[Symbol.asyncDispose](); // By SIGKILL.
    for (const { page } of [ada, bob]) {
      await page.locator("#banner").getByText("The server does not answer.").waitFor();
    }
    await ada.say("for the lobby");
    await ada.page.getByText("waits to be sent").waitFor();
    await roomButton(ada, "#tea").click();
    await ada.say("ada in tea");
    await bob.say("bob in tea");
    await bob.say("/join #new");
    await bob.page.getByRole("alert").getByText("You are offline: that was not sent.").waitFor();
    {
      await using _ = (await start(first.port)).program;
      await waitForExpression(ada.page, nothingWaits);
      await waitForExpression(bob.page, nothingWaits);
      for (const page of [ada, bob]) {
        for (const text of ["ada: before", "ada: ada in tea", "bob: bob in tea"]) {
          await page.waitForMessage(text);
        }
        assertEquals(await page.page.locator("#banner").innerText(), "");
        await roomButton(page, /^#lobby/).click();
        await page.waitForMessage("ada: for the lobby");
        assertEquals(await page.count("in tea"), 0);
      }
      const carla = await browser.open(url);
      await carla.enter("carla");
      await carla.waitForMessage("ada: for the lobby");
      await carla.say("welcome back");
      await bob.waitForMessage("carla: welcome back");
      await roomButton(ada, /^#lobby/).click();
      await ada.waitForMessage("carla: welcome back");
    }
    await Deno.remove(folder, { recursive: true });
    const ofKill = /net::ERR_CONNECTION_(?:REFUSED|RESET)|WebSocket connection to .* failed/; // Reset: what was on its way.
    assertEquals(browser.errors.filter((one) => !ofKill.test(one)), []);
    browser.errors.length = 0;
    assertEquals([...browser.requestedHosts], [`127.0.0.1:${first.port}`]);
    browser.requestedHosts.clear();
    browser.requestedHosts.add(`127.0.0.1:${server.running.port}`);
  },
);
