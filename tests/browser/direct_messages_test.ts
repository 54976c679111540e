/** Private words on the page: to one person and to nobody else. */

import { assert, assertEquals } from "@std/assert";
import { browserTest, chooseFromMenu, roomButton, waitForExpression } from "../support/browser_fixture.ts";

browserTest(
  "a private word shows on the pages of both, with its way, and on no other",
  {},
  async (fixture) => {
    const { server, browser, url } = fixture;
    const nina = await server.plain("nina");
    const bot = await server.native("bot");
    const ada = await browser.open(url);
    await ada.enter("ada");
    const bob = await browser.open(url, { locale: "it-IT" });
    await bob.enter("bob");
    const carla = await browser.open(url);
    await carla.enter("carla");
    await ada.say("/msg bob the secret");
    await bob.page.getByRole("button", { name: "ada ti ha scritto in privato" }).click();
    await bob.waitForMessage("ada → bob: the secret");
    await roomButton(ada, /^bob \(/).click();
    await ada.waitForMessage("ada → bob: the secret");
    await ada.page.getByRole("img", { name: "delivered" }).waitFor();
    await bob.say("got it"); // In view is the conversation, so it goes there.
    await ada.waitForMessage("bob → ada: got it");
    await ada.say("/me nods");
    await bob.waitForMessage("ada → bob: * ada nods");
    await bot.say("end");
    await carla.waitForMessage("bot: end");
    await nina.waitForText("bot: end");
    for (const text of ["the secret", "got it", "nods"]) {
      assert(!String(await carla.page.evaluate("document.body.textContent")).includes(text));
      assert(!nina.text.includes(text) && !bot.text.includes(text));
    }
    await bob.page.reload();
    await bob.waitForMessage("ada → bob: the secret");
    await bob.waitForMessage("bob → ada: got it");
    await chooseFromMenu(ada, "Clear");
    await ada.page.getByText("what the two of you said does not come back").waitFor();
    assertEquals(await ada.count("got it"), 0);
    await ada.say("/query carla");
    await ada.page.getByText("Only the two of you read what is said here").waitFor();
    await ada.say("hello");
    await ada.waitForMessage("ada → carla: hello");
    assertEquals(await ada.page.getByText("Only the two of you").isVisible(), false);
  },
);

browserTest("to nobody, to somebody away, to whom wrote last, to somebody renamed", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  const ada = await browser.open(url);
  await ada.enter("ada");
  await ada.say("/r hello?");
  await ada.page.getByRole("alert").getByText("Nobody has written to you alone yet").waitFor();
  await ada.say("/msg nobody hello?");
  await ada.page.getByRole("alert").getByText("nobody is not here, so nothing was sent").waitFor();
  const box = ada.page.getByRole("textbox", { name: "Message" });
  assertEquals(await box.inputValue(), "/msg nobody hello?");
  await roomButton(ada, /^nobody \(/).waitFor({ state: "detached" }); // The list follows a moment later.
  await ada.say("/query nobody");
  await ada.say("hello?");
  await ada.page.getByText("not sent: nobody is not here").waitFor();
  await ada.page.getByRole("button", { name: "Write it again" }).click();
  assertEquals(await box.inputValue(), "hello?");
  await chooseFromMenu(ada, "Close this conversation");
  await box.fill("/query bot");
  await box.press("Enter");
  await bot.sendFrames({ type: "away", why: "lunch" });
  await bot.sync();
  await ada.say("are you there?");
  await ada.waitForMessage("bot is away, and may read this later: lunch");
  await bot.sendFrames({ type: "nick", name: "robot" });
  await ada.waitForMessage("bot is now robot");
  await ada.page.getByRole("heading", { name: "robot (private)" }).waitFor();
  await ada.say("/query");
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await ada.say("/r and now?");
  const word = await bot.waitForFrame("private", ({ text }) => text === "and now?");
  assertEquals([word.from, word.to], ["ada", "robot"]);
  await ada.page.getByRole("button", { name: "robot has what you wrote." }).click();
  await ada.waitForMessage("ada → robot: and now?");
  await chooseFromMenu(ada, "Close this conversation");
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await waitForExpression(ada.page, "document.querySelectorAll('#rooms li').length === 1"); // #lobby.
});

browserTest(
  "a private word for somebody whose connection is broken waits, and the page says so",
  {},
  async (fixture) => {
    const { server, browser, url } = fixture;
    const bot = await server.native("bot");
    const { token } = bot.framesOf("welcome")[0] ?? { token: "" };
    const ada = await browser.open(url);
    await ada.enter("ada");
    await ada.say("/query bot");
    await bot.close();
    await server.waitForLog("away");
    await ada.say("are you there?");
    await ada.waitForMessage(
      "bot has lost the connection: what you wrote waits, and arrives if they are back soon.",
    );
    await ada.waitForMessage("are you there? waits to be sent");
    const back = await server.native();
    await back.sendFrames({ type: "hello", name: "bot", room: "lobby", resume: { token, after: {} } });
    assertEquals((await back.waitForFrame("private")).text, "are you there?");
    await ada.page.getByRole("img", { name: "delivered" }).waitFor();
    assertEquals(await ada.count("waits to be sent"), 0);
  },
);

browserTest("what is told of another place covers nothing that was said", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const bot = await server.native("bot");
  const ada = await browser.open(url, { viewport: { width: 500, height: 500 } });
  await ada.enter("ada");
  for (let i = 1; i <= 20; i++) await bot.say(`number ${i}.`);
  await ada.waitForMessage("number 20.");
  await ada.say("/msg bot hi");
  const news = ada.page.getByRole("button", { name: "bot has what you wrote." });
  await news.waitFor();
  const isApart = await ada.page.evaluate(`(() => {
    const news = document.querySelector("#news").getBoundingClientRect();
    const log = document.querySelector(".view:not([hidden]) .log").getBoundingClientRect();
    return news.top >= log.bottom || news.bottom <= log.top;
  })()`);
  assertEquals(isApart, true);
  await waitForExpression(
    ada.page,
    "(({ scrollTop, clientHeight, scrollHeight }) => scrollTop + clientHeight > scrollHeight - 3)" +
      "(document.querySelector('.view:not([hidden]) .log'))",
  );
});

browserTest("a private word is for a person: who takes their name gets none of it", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  const ada = await server.native("ada");
  const bob = await browser.open(url);
  await bob.enter("bob");
  await bob.page.getByRole("button", { name: "ada", exact: true }).click();
  await bob.page.getByRole("menuitem", { name: "Write to them alone" }).click();
  await bob.say("for ada alone");
  await bob.waitForMessage("bob → ada: for ada alone");
  await ada.sendFrames({ type: "quit" });
  await ada.waitForFrame("bye");
  const stranger = await server.native("ada");
  await bob.say("the key is under the mat");
  await bob.page.getByText("not sent: ada is somebody else now").waitFor();
  await stranger.sendFrames({ type: "private", to: "bob", text: "hello, I am new" });
  await bob.page.getByRole("button", { name: "ada (before) (private)", exact: true }).waitFor();
  await roomButton(bob, /^ada \(private\)/).click();
  await bob.waitForMessage("ada → bob: hello, I am new");
  assertEquals(await bob.count("for ada alone"), 0, "that was with somebody else");
  await bob.say("hello, you");
  await stranger.waitForFrame("private", ({ text }) => text === "hello, you");
  assert(!stranger.text.includes("mat") && !stranger.text.includes("for ada alone"));
  await bob.page.reload();
  await bob.page.getByRole("button", { name: "ada (before) (private)", exact: true }).click();
  await bob.waitForMessage("bob → ada: for ada alone");
});

browserTest("what is half-written stays at its place, over a reload too", {}, async (fixture) => {
  const { server, browser, url } = fixture;
  await server.native("ada");
  const bob = await browser.open(url);
  await bob.enter("bob");
  const box = bob.page.getByRole("textbox", { name: "Message" });
  await box.fill("for everybody");
  await bob.page.getByRole("button", { name: "ada", exact: true }).click();
  await bob.page.getByRole("menuitem", { name: "Write to them alone" }).click();
  assertEquals(await box.inputValue(), "");
  await box.fill("for ada alo");
  await bob.page.reload();
  await waitForExpression(bob.page, "document.querySelector('textarea').value === 'for ada alo'");
  await roomButton(bob, /^#lobby/).click();
  assertEquals(await box.inputValue(), "for everybody");
  await box.press("Enter");
  await bob.waitForMessage("bob: for everybody");
  await roomButton(bob, /^ada \(/).click();
  assertEquals(await box.inputValue(), "for ada alo");
});

browserTest(
  "who is hidden stays so under another name, over a reload too, and is shown again by the new one",
  {},
  async (fixture) => {
    const { server, browser, url } = fixture;
    const eve = await server.native("eve");
    const bob = await browser.open(url);
    await bob.enter("bob");
    await eve.say("rude one");
    await bob.waitForMessage("eve: rude one");
    await bob.say("/ignore eve");
    await bob.page.getByText("rude one").waitFor({ state: "hidden" }); // The first command is loaded.
    await eve.sendFrames({ type: "nick", name: "eva" });
    await eve.say("rude two");
    await eve.sendFrames({ type: "private", to: "bob", text: "rude three" });
    const zoe = await server.native("zoe");
    await zoe.say("hello");
    await bob.waitForMessage("zoe: hello");
    const seen = async () => (await bob.messages()).includes("rude");
    assertEquals(await seen(), false);
    await bob.page.reload();
    await bob.waitForMessage("zoe: hello");
    await eve.say("rude four");
    await zoe.say("still here");
    await bob.waitForMessage("zoe: still here");
    assertEquals(await seen(), false);
    await bob.say("/unignore eva");
    await bob.waitForMessage("eva: rude four");
  },
);
