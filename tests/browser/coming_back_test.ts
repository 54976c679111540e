/** The page over reloads and restarts of the server: nothing is lost, nothing comes twice. */

import { assert, assertEquals } from "@std/assert";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { becomes, browserTest, go, place } from "../support/scene.ts";

browserTest("a reload in mid-conversation loses nothing and nobody notices", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  const ada = await visitors.open(url);
  await ada.enter("ada");
  for (let i = 1; i <= 5; i++) await bot.say(`number ${i}.`);
  await ada.sees("number 5.");
  await ada.say("said before the reload");
  const reloading = ada.page.reload();
  for (let i = 6; i <= 10; i++) await bot.say(`number ${i}.`);
  await reloading;
  await ada.sees("number 10.");
  for (let i = 1; i <= 10; i++) assertEquals(await ada.count(`number ${i}.`), 1);
  await ada.sees("said before the reload");
  await ada.say("and after");
  await bot.hears("and after");
  await bot.sync();
  assertEquals([bot.all("left").length, bot.all("joined").length], [0, 1]);
  assertEquals(bot.all("message").filter(({ text }) => text === "said before the reload").length, 1);
});

browserTest(
  "a reload finds all rooms again, with what was missed in each, and no room that was left",
  { limits: { rate: null } },
  async ({ room, visitors, url }) => {
    const bot = await room.native("bot");
    const rooms = ["lobby", "tea", "work", "gone"];
    for (const name of rooms) await bot.tell({ type: "join", room: name });
    const sayAll = async (text: string): Promise<void> => {
      for (const name of rooms) await bot.tell({ type: "say", room: name, text: `${name} ${text}.` });
      await bot.gets("message", (message) => message.text === `gone ${text}.`);
    };
    const ada = await visitors.open(url);
    await ada.enter("ada");
    for (const name of rooms.slice(1)) await go(ada, `#${name}`);
    await sayAll("one");
    await ada.sees("gone one.");
    await ada.say("/part");
    await go(ada, "#tea");
    await ada.sees("tea one.");
    await ada.say("mine");
    await bot.hears("mine");
    await bot.tell({ type: "private", to: "ada", text: "alone", id: 1 });
    await place(ada, /^bot \(private\)/).waitFor();
    const reloading = ada.page.reload();
    await sayAll("two");
    await reloading;
    await sayAll("three");
    for (const name of ["tea", "work", "lobby"]) {
      await place(ada, new RegExp(`^#${name}`)).click();
      for (const text of ["one", "two", "three"]) await ada.sees(`${name} ${text}.`);
    }
    await place(ada, /^bot \(private\)/).click();
    await ada.sees("bot → ada: alone");
    assertEquals(await ada.page.locator("#rooms li").count(), 4);
    assert(!String(await ada.page.evaluate("document.body.textContent")).includes("gone two"));
    await bot.sync();
    assertEquals(bot.all("left").map(({ room }) => room), ["gone"], "nobody noticed");
    assertEquals(bot.all("message").filter(({ text }) => text === "mine").length, 1);
  },
);

browserTest("what was read is known to the server, and what is new has its line", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  await bot.tell({ type: "join", room: "tea" });
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await go(ada, "#tea");
  const since = ada.page.locator(".view:visible .since + .message");
  for (const text of ["read this", "not this"]) {
    await bot.tell({ type: "say", room: "tea", text });
    await bot.hears(text);
    if (text === "read this") {
      await ada.sees("bot: read this");
      await ada.say("/part");
      await bot.gets("left");
    }
  }
  await go(ada, "#tea"); // The page has forgotten the room: what was read, only the server knows.
  await ada.sees("bot: read this");
  assert((await since.innerText()).includes("not this"));
  await bot.tell({ type: "say", room: "tea", text: "end" });
  await ada.sees("bot: end");
  assert((await since.innerText()).includes("not this"), "it stays where it was");
});

browserTest(
  "a server that is killed and comes back loses nothing of a page that stays open",
  {},
  async (scene) => {
    const { visitors, room } = scene;
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
      return { program, port: await program.prints(/http:\/\/127\.0\.0\.1:(\d+)\//) };
    };
    const first = await start("0");
    const url = `http://127.0.0.1:${first.port}/`;
    const [ada, bob] = [await visitors.open(url), await visitors.open(url)];
    await ada.enter("ada");
    await bob.enter("bob");
    await go(ada, "#tea");
    await go(bob, "#tea");
    await ada.say("before");
    await bob.sees("ada: before");
    await place(ada, "#lobby").click();
    const nothingWaits = "document.querySelectorAll('.pending > *').length === 0";
    await becomes(ada.page, nothingWaits);
    await first.program[Symbol.asyncDispose](); // By SIGKILL.
    for (const { page } of [ada, bob]) {
      await page.getByRole("status").getByText("The server does not answer.").waitFor();
    }
    await ada.say("for the lobby");
    await ada.page.getByText("waits to be sent").waitFor();
    await place(ada, "#tea").click();
    await ada.say("ada in tea");
    await bob.say("bob in tea");
    await bob.say("/join #new");
    await bob.page.getByRole("alert").getByText("You are offline: that was not sent.").waitFor();
    {
      await using _ = (await start(first.port)).program;
      await becomes(ada.page, nothingWaits);
      await becomes(bob.page, nothingWaits);
      for (const page of [ada, bob]) {
        for (const text of ["ada: before", "ada: ada in tea", "bob: bob in tea"]) await page.sees(text);
        assertEquals(await page.page.getByRole("status").innerText(), "");
        await place(page, /^#lobby/).click();
        await page.sees("ada: for the lobby");
        assertEquals(await page.count("in tea"), 0);
      }
      const carla = await visitors.open(url);
      await carla.enter("carla");
      await carla.sees("ada: for the lobby");
      await carla.say("welcome back");
      await bob.sees("carla: welcome back");
      await place(ada, /^#lobby/).click();
      await ada.sees("carla: welcome back");
    }
    await Deno.remove(folder, { recursive: true });
    const refused = /net::ERR_CONNECTION_REFUSED|WebSocket connection to .* failed/;
    assertEquals(visitors.complaints.filter((one) => !refused.test(one)), []);
    visitors.complaints.length = 0;
    assertEquals([...visitors.hosts], [`127.0.0.1:${first.port}`]);
    visitors.hosts.clear();
    visitors.hosts.add(`127.0.0.1:${room.server.port}`);
  },
);
