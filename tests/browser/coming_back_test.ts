/** The page over reloads and restarts of the server: nothing is lost, nothing comes twice. */

import { assertEquals } from "@std/assert";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { becomes, browserTest } from "../support/scene.ts";

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
    const ada = await visitors.open(`http://127.0.0.1:${first.port}/`);
    await ada.enter("ada");
    await ada.say("before");
    await ada.sees("ada: before");
    await becomes(ada.page, "document.querySelectorAll('.pending > *').length === 0");
    await first.program[Symbol.asyncDispose](); // By SIGKILL.
    await ada.page.getByRole("status").getByText("The server does not answer.").waitFor();
    await ada.say("written while it was away");
    await ada.page.getByText("waits to be sent").waitFor();
    {
      await using _ = (await start(first.port)).program;
      await becomes(ada.page, "document.querySelectorAll('.pending > *').length === 0");
      await ada.sees("ada: written while it was away");
      await ada.sees("ada: before");
      assertEquals(await ada.page.getByRole("status").innerText(), "");
      const bob = await visitors.open(`http://127.0.0.1:${first.port}/`);
      await bob.enter("bob");
      await bob.sees("ada: written while it was away");
      await bob.sees("ada: before");
      await bob.say("welcome back");
      await ada.sees("bob: welcome back");
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
