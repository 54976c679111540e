/** Private words on the page: to one person and to nobody else. */

import { assert, assertEquals } from "@std/assert";
import { becomes, browserTest, place } from "../support/scene.ts";

browserTest("a private word shows on the pages of both, with its way, and on no other", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const nina = await room.plain("nina");
  const bot = await room.native("bot");
  const ada = await visitors.open(url);
  await ada.enter("ada");
  const bob = await visitors.open(url, { locale: "it-IT" });
  await bob.enter("bob");
  const carla = await visitors.open(url);
  await carla.enter("carla");
  await ada.say("/msg bob the secret");
  await bob.page.getByRole("button", { name: "ada ti ha scritto in privato: the secret" }).click();
  await bob.sees("ada → bob: the secret");
  await place(ada, /^bob \(/).click();
  await ada.sees("ada → bob: the secret");
  await ada.page.getByRole("img", { name: "delivered" }).waitFor();
  await bob.say("got it"); // In view is the conversation, so it goes there.
  await ada.sees("bob → ada: got it");
  await ada.say("/me nods");
  await bob.sees("* ada → bob: nods");
  await bot.say("end");
  await carla.sees("bot: end");
  await nina.sees("bot: end");
  for (const text of ["the secret", "got it", "nods"]) {
    assert(!String(await carla.page.evaluate("document.body.textContent")).includes(text));
    assert(!nina.text.includes(text) && !bot.text.includes(text));
  }
  await bob.page.reload();
  await bob.sees("ada → bob: the secret");
  await bob.sees("bob → ada: got it");
});

browserTest("to nobody, to somebody away, to whom wrote last, to somebody renamed", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await ada.say("/r hello?");
  await ada.page.getByRole("alert").getByText("Nobody has written to you alone yet").waitFor();
  await ada.say("/msg nobody hello?");
  await ada.page.getByRole("alert").getByText("nobody is not here, so nothing was sent").waitFor();
  const box = ada.page.getByRole("textbox", { name: "Message" });
  assertEquals(await box.inputValue(), "/msg nobody hello?");
  assertEquals(await place(ada, /^nobody \(/).count(), 0);
  await ada.say("/query nobody");
  await ada.say("hello?");
  await ada.page.getByText("not sent: nobody is not here").waitFor();
  await ada.page.getByRole("button", { name: "Write it again" }).click();
  assertEquals(await box.inputValue(), "hello?");
  await ada.page.getByRole("button", { name: "Close this conversation" }).click();
  await box.fill("/query bot");
  await box.press("Enter");
  await bot.tell({ type: "away", why: "lunch" });
  await bot.sync();
  await ada.say("are you there?");
  await ada.sees("bot is away, and may read this later: lunch");
  await bot.tell({ type: "nick", name: "robot" });
  await ada.sees("bot is now robot");
  await ada.page.getByRole("heading", { name: "robot (private)" }).waitFor();
  await ada.say("/query");
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await ada.say("/r and now?");
  const word = await bot.gets("private", ({ text }) => text === "and now?");
  assertEquals([word.from, word.to], ["ada", "robot"]);
  await ada.page.getByRole("button", { name: "robot has what you wrote." }).click();
  await ada.sees("ada → robot: and now?");
  await ada.page.getByRole("button", { name: "Close this conversation" }).click();
  await ada.page.getByRole("heading", { name: "#lobby" }).waitFor();
  await becomes(ada.page, "document.querySelectorAll('#rooms button').length === 1"); // #lobby.
});

browserTest(
  "a private word for somebody whose connection is broken waits, and the page says so",
  {},
  async (scene) => {
    const { room, visitors, url } = scene;
    const bot = await room.native("bot");
    const { token } = bot.all("welcome")[0] ?? { token: "" };
    const ada = await visitors.open(url);
    await ada.enter("ada");
    await ada.say("/query bot");
    await bot.close();
    await room.logs("away");
    await ada.say("are you there?");
    await ada.sees("bot has lost the connection: what you wrote waits, and arrives if they are back soon.");
    await ada.sees("are you there?waits to be sent");
    const back = await room.native();
    await back.tell({ type: "hello", name: "bot", room: "lobby", resume: { token, after: {} } });
    assertEquals((await back.gets("private")).text, "are you there?");
    await ada.page.getByRole("img", { name: "delivered" }).waitFor();
    assertEquals(await ada.count("waits to be sent"), 0);
  },
);

browserTest("what is told of another place covers nothing that was said", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  const ada = await visitors.open(url, { viewport: { width: 500, height: 500 } });
  await ada.enter("ada");
  for (let i = 1; i <= 20; i++) await bot.say(`number ${i}.`);
  await ada.sees("number 20.");
  await ada.say("/msg bot hi");
  const news = ada.page.getByRole("button", { name: "bot has what you wrote." });
  await news.waitFor();
  const isApart = await ada.page.evaluate(`(() => {
    const news = document.querySelector("#news").getBoundingClientRect();
    const log = document.querySelector(".view:not([hidden]) .log").getBoundingClientRect();
    return news.top >= log.bottom || news.bottom <= log.top;
  })()`);
  assertEquals(isApart, true);
  await becomes(
    ada.page,
    "(({ scrollTop, clientHeight, scrollHeight }) => scrollTop + clientHeight > scrollHeight - 3)" +
      "(document.querySelector('.view:not([hidden]) .log'))",
  );
});
