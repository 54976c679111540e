/** The page in a real browser: what a person sees, writes and presses. */

import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { CHROMIUM, type OpenPage, Visitors } from "../support/browser.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { openRoom, type RoomOptions, type TestRoom } from "../support/room.ts";

/** A room in this process, on the machine's own clock, and the browser. */
interface Scene {
  readonly room: TestRoom;
  readonly visitors: Visitors;
  readonly url: string;
}

/** Where a page stands. */
const DARK_AND_NARROW = { colorScheme: "dark", viewport: { width: 320, height: 568 } } as const;

/**
 * Lets so many programs in. One that is refused tries again: a browser ends the connections that it loaded a page over
 * in its own time, and until then they count.
 */
async function fill(room: TestRoom, count: number): Promise<void> {
  for (let inside = 0; inside < count;) {
    const peer = await room.native();
    await peer.tell({ type: "hello", name: `n${inside}`, room: "lobby" });
    const answer = await peer.until("an answer", () => peer.frames[0]?.type);
    if (answer === "welcome") inside++;
    else await peer.ending();
  }
}

/** A test in a browser. Without one it is left out, and says so; where all must be tried, it fails. */
function browserTest(
  name: string,
  options: Partial<RoomOptions>,
  act: (scene: Scene) => Promise<void>,
): void {
  const isAway = CHROMIUM === undefined;
  const isNeeded = Deno.env.get("CI") === "true";
  Deno.test({
    name: `browser: ${name}${isAway ? " (skipped: no Chromium is installed)" : ""}`,
    ignore: isAway && !isNeeded,
    sanitizeOps: false,
    sanitizeResources: false, // The browser is a process with pipes that playwright-core ends in its own time.
    fn: async () => {
      await using visitors = await Visitors.start();
      await using room = await openRoom({ realTime: true, ...options });
      const url = `http://127.0.0.1:${room.server.port}/`;
      await act({ room, visitors, url });
      assertEquals(visitors.complaints, []);
      assertEquals(
        [...visitors.hosts],
        [`127.0.0.1:${room.server.port}`],
        "nothing is asked of another host",
      );
    },
  });
}

/** What axe-core finds that matters. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((all) => " +
      "all.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`))",
  );
  assert(Array.isArray(found));
  return found.map(String).filter((one) => /^(?:serious|critical)/.test(one));
}

/** Resolves when an expression in the page is true; looks at each frame that is painted. */
async function becomes(page: Page, expression: string): Promise<void> {
  const isTrue = await page.evaluate(`new Promise((resolve) => {
    const until = performance.now() + 10_000;
    const look = () => (${expression}) ? resolve(true)
      : performance.now() > until ? resolve(false) : requestAnimationFrame(look);
    look();
  })`);
  assert(isTrue, `${expression} never was true`);
}

browserTest(
  "two pages and a person with nc talk, in English and Italian",
  { title: "Tea" },
  async (scene) => {
    const { room, visitors, url } = scene;
    const nina = await room.plain("nina");
    const ada = await visitors.open(url);
    await ada.enter("ada");
    const bob = await visitors.open(url, { locale: "it-IT" });
    await bob.enter("bob");
    await nina.say("ciao a tutti");
    await ada.sees("nina: ciao a tutti");
    await bob.page.getByRole("textbox", { name: "Messaggio" }).fill("ciao nina\ndue righe");
    await bob.page.getByRole("button", { name: "Invio" }).click();
    await nina.sees("bob: ciao nina\n    due righe [");
    await ada.sees("bob: ciao nina");
    await ada.say("/me waves");
    await nina.sees("* ada waves");
    await bob.sees("* ada waves");
    await ada.sees("--> bob joined");
    await becomes(ada.page, "document.querySelectorAll('#names li').length === 3");
    assertEquals(await ada.page.title(), "Tea");
    assertEquals(await ada.page.getByText("(3 people)").count(), 1);
    await bob.say("/nick Roberto");
    await ada.sees("bob is now Roberto");
    const time = ada.page.locator("time").last();
    assert(/^\d\d:\d\d$/.test(await time.innerText()));
    assert((await time.getAttribute("title"))?.includes(String(new Date().getFullYear())));
  },
);

browserTest("Clear empties my view and nobody else's", {}, async ({ visitors, url }) => {
  const ada = await visitors.open(url);
  await ada.enter("ada");
  const bob = await visitors.open(url);
  await bob.enter("bob");
  await ada.say("before");
  await bob.sees("ada: before");
  await ada.sees("ada: before");
  await ada.page.getByRole("button", { name: "Clear", exact: true }).click();
  assertEquals(await ada.count("before"), 0);
  assertEquals(await bob.count("before"), 1);
  await bob.say("after");
  await ada.sees("bob: after");
  await ada.page.reload();
  await ada.sees("bob: after");
  assertEquals(await ada.count("before"), 0, "what was cleared stays so over a reload");
  await ada.say("/clear");
  assertEquals(await ada.count("after"), 0);
});

browserTest(
  "there are three ways to leave: the button, a word, and closing the page",
  { limits: { grace: 300 } },
  async ({ room, visitors, url }) => {
    const nina = await room.plain("nina");
    const pages: OpenPage[] = [];
    for (const name of ["ada", "bob", "carla"]) {
      const page = await visitors.open(url);
      await page.enter(name);
      pages.push(page);
    }
    const [ada, bob, carla] = pages;
    assert(ada && bob && carla);
    await ada.page.getByRole("button", { name: "Quit", exact: true }).click();
    await nina.sees("<-- ada left\n");
    await ada.page.getByRole("dialog").getByText("Goodbye.").waitFor();
    await bob.say("{quit} see you");
    await nina.sees("<-- bob left: see you");
    await carla.page.close();
    await nina.sees("<-- carla left (connection lost)");
    await ada.page.getByRole("button", { name: "Join" }).click();
    await nina.until("ada again", () => nina.text.split("--> ada joined").length === 3 || undefined);
  },
);

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
  "what is written by a page that has a second tab is its own",
  {},
  async ({ room, visitors, url }) => {
    const bot = await room.native("bot");
    const ada = await visitors.open(url);
    await ada.enter("ada");
    const second = await ada.page.context().newPage();
    await second.goto(url);
    await second.getByRole("textbox", { name: "Name" }).fill("ada2");
    await second.getByRole("button", { name: "Join" }).click();
    await bot.gets("joined", ({ name }) => name === "ada2");
    await ada.say("still me");
    assertEquals((await bot.hears("still me")).from, "ada");
  },
);

browserTest(
  "nothing can be written before there is somebody to write it",
  {},
  async ({ room, visitors, url }) => {
    const bot = await room.native("bot");
    const { page } = await visitors.open(url);
    const box = page.getByRole("textbox", { name: "Message" });
    await page.getByRole("textbox", { name: "Name" }).fill("ada");
    assert(await box.isDisabled());
    await page.getByRole("button", { name: "Join" }).click();
    await box.fill("at once"); // Waits until it can.
    await page.getByRole("button", { name: "Send" }).click();
    assertEquals((await bot.hears("at once")).from, "ada");
    await page.reload();
    await box.fill("at once again");
    await page.getByRole("button", { name: "Send" }).click();
    assertEquals((await bot.hears("at once again")).from, "ada");
  },
);

browserTest(
  "names that are taken or impossible are refused at the door, with one that is free",
  {},
  async (scene) => {
    const { room, visitors, url } = scene;
    await room.native("ada");
    const page = await visitors.open(url);
    const name = page.page.getByRole("textbox", { name: "Name" });
    for (const [wanted, free] of [["Ada", "Ada2"], ["a b", "a_b"]] as const) {
      await name.fill(wanted);
      await page.page.getByRole("button", { name: "Join" }).click();
      await page.page.getByRole("alert").getByText(`"${free}" is free.`).waitFor();
      assertEquals(await name.inputValue(), free);
    }
    await page.page.getByRole("button", { name: "Join" }).click();
    await page.page.getByRole("dialog").waitFor({ state: "hidden" });
    assertEquals(await page.page.locator("#failed").count(), 0);
    await page.say("/nick ada");
    await page.page.getByRole("alert").getByText('The name "ada" is taken').waitFor();
  },
);

browserTest("a full room, and too fast, are said where one looks", {
  limits: { maxClients: 30, rate: { perSecond: 0.1, burst: 3 } }, // A page alone never fills it; no machine is slower.
}, async ({ room, visitors, url }) => {
  const ada = await visitors.open(url);
  await ada.enter("ada");
  const bob = await visitors.open(url);
  await becomes(bob.page, "document.querySelector('dialog').open");
  await fill(room, 29);
  await bob.page.getByRole("textbox", { name: "Name" }).fill("bob");
  await bob.page.getByRole("button", { name: "Join" }).click();
  await bob.page.getByRole("dialog").getByText("The room is full (30 connections)").waitFor();
  for (let i = 0; i < 6; i++) await ada.say(`line ${i}`);
  await ada.sees("You send faster than this room reads");
});

browserTest("hostile texts are only text", {}, async ({ room, visitors, url }) => {
  const bot = await room.native("bot");
  const ada = await visitors.open(url);
  await ada.enter("ada");
  const hostile = [
    '<img src=x onerror="globalThis.hacked=1">',
    "<script>globalThis.hacked=1</script>",
    "javascript:alert(1) data:text/html,x",
    "&lt;b&gt; &amp; </p></div>",
    "{name} {count} %title% ${1}",
  ];
  for (const text of hostile) await bot.say(text);
  for (const text of hostile) await ada.sees(text);
  await bot.say("🙂".repeat(4000));
  await bot.say("\u202egnp.exe \u001b[31mred\u0007 \u0000 \u2066x");
  await bot.say("ابجد شلوم עברית https://example.com/<b>");
  await bot.say("a".repeat(4000));
  await bot.say("https://good.example/a_(b), and https://user@evil.example/");
  await bot.say("end");
  await ada.sees("bot: end");
  await ada.sees("gnp.exe red  x");
  const { page } = ada;
  assertEquals(await page.evaluate("globalThis.hacked"), undefined);
  assertEquals(await page.locator("#log img, #log script, #log b").count(), 0);
  assertEquals(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
  const links = page.getByRole("link");
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assertEquals(hrefs, ["https://example.com/", "https://good.example/a_(b)", "https://user@evil.example/"]);
  for (const rel of await links.evaluateAll((all) => all.map((link) => link.getAttribute("rel")))) {
    assertEquals(rel, "noopener noreferrer nofollow ugc");
  }
  await ada.say("<b>mine</b>");
  assertEquals((await bot.hears("<b>mine</b>")).from, "ada");
  await ada.sees("ada: <b>mine</b>");
});

browserTest("all can be done with the keyboard alone", {}, async ({ room, visitors, url }) => {
  const roberta = await room.native("roberta");
  const ada = await visitors.open(url);
  const { keyboard } = ada.page;
  await becomes(ada.page, "document.activeElement?.id === 'name'");
  await keyboard.press("Escape");
  await becomes(ada.page, "document.querySelector('dialog').open");
  await keyboard.type("ada");
  await keyboard.press("Enter");
  await becomes(ada.page, "document.activeElement?.id === 'box'");
  await becomes(ada.page, "document.querySelectorAll('#names li').length === 2");
  await keyboard.type("rob");
  await keyboard.press("Tab");
  await keyboard.type("hello");
  await keyboard.press("Shift+Enter");
  await keyboard.type("again");
  await keyboard.press("Enter");
  await roberta.hears("roberta: hello\nagain");
  await keyboard.type("/n");
  await keyboard.press("Tab");
  await ada.page.getByRole("alert").getByText("Could be: /names /nick").waitFor();
  await keyboard.type("ick");
  await keyboard.press("Tab");
  await keyboard.type("Ada.L");
  await keyboard.press("Enter");
  await roberta.gets("renamed", ({ to }) => to === "Ada.L");
  await keyboard.type("/hlep");
  await keyboard.press("Enter");
  await ada.page.getByRole("alert").getByText("did you mean /help").waitFor();
  await keyboard.press("ArrowUp");
  assertEquals(await ada.page.getByRole("textbox", { name: "Message" }).inputValue(), "/hlep");
  await keyboard.press("Control+A");
  await keyboard.press("Delete");
  await keyboard.type("/help");
  await keyboard.press("Enter");
  await ada.sees("change your name");
  await keyboard.press("Tab");
  assertEquals(await ada.page.evaluate("document.activeElement.id"), "send", "Tab is no trap");
  await keyboard.press("Shift+Tab");
  await keyboard.type("//help");
  await keyboard.press("Enter");
  await roberta.hears("/help");
  for (let i = 0; i < 8; i++) {
    await keyboard.press("Shift+Tab");
    if (await ada.page.evaluate("document.activeElement.id") === "quit") break;
  }
  await keyboard.press("Enter");
  await roberta.gets("left", ({ name, reason }) => name === "Ada.L" && reason === "left");
});

browserTest(
  "the list stays where somebody reads, counts what is new, and leads back down",
  { limits: { rate: null } },
  async (scene) => {
    const { room, visitors, url } = scene;
    const bot = await room.native("bot");
    for (let i = 1; i <= 130; i++) await bot.say(`said ${i}.`);
    await bot.hears("said 130.");
    const ada = await visitors.open(url, { viewport: { width: 700, height: 400 } });
    await ada.enter("ada");
    await ada.sees("said 130.");
    assertEquals(await ada.count("said 80."), 0);
    const { page } = ada;
    await page.locator("#log").hover();
    await page.mouse.wheel(0, -9000);
    await ada.sees("said 80.");
    const there =
      "[...document.querySelectorAll('.message')].find((one) => one.textContent.includes('said 81.'))";
    assert(
      await page.evaluate(`${there}.getBoundingClientRect().top > 0`),
      "what was being read stays in view",
    );
    for (const text of ["one", "two", "three"]) await bot.say(text);
    await page.getByRole("button", { name: "3 new" }).waitFor();
    assert(await page.evaluate("document.querySelector('#log').scrollTop < 2000"));
    for (const first of [31, 1]) {
      await page.mouse.wheel(0, -20_000);
      await ada.sees(`said ${first}.`);
    }
    await page.getByText("This is the beginning.").waitFor();
    for (let i = 1; i <= 130; i++) assertEquals(await ada.count(`said ${i}.`), 1);
    await page.getByRole("button", { name: "3 new" }).click();
    await becomes(
      page,
      "(({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - scrollTop - clientHeight < 50)(log)",
    );
    assertEquals(await page.getByRole("button", { name: "3 new" }).count(), 0);
  },
);

browserTest("what nobody looks at is counted in the title, and my name stands out", {}, async (scene) => {
  const { room, visitors, url } = scene;
  const bot = await room.native("bot");
  const ada = await visitors.open(url);
  await ada.enter("ada");
  await ada.page.evaluate("document.hasFocus = () => false");
  await bot.say("hello ADA!");
  await bot.say("adagio");
  await ada.sees("adagio");
  assertEquals(await ada.page.title(), "(2) chat");
  assertEquals(await ada.page.locator(".mention").count(), 1);
  await ada.page.evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))");
  assertEquals(await ada.page.title(), "chat");
});

browserTest(
  "a text that is too long comes back into the box with a reason",
  { limits: { messageChars: 10 } },
  async (scene) => {
    const { room, visitors, url } = scene;
    const bot = await room.native("bot");
    const ada = await visitors.open(url);
    await ada.enter("ada");
    await ada.say("x".repeat(11));
    await ada.page.getByRole("alert").getByText("That message has 11 characters").waitFor();
    const box = ada.page.getByRole("textbox", { name: "Message" });
    assertEquals(await box.inputValue(), "x".repeat(11));
    await ada.say(" \u200b\u202e");
    await ada.say("\u202e");
    await ada.page.getByText("not sent: There is nothing to say in that message.").first().waitFor();
    await ada.say("good");
    await bot.hears("good");
  },
);

browserTest(
  "nothing serious is wrong for those who use other means, light or dark, wide or narrow",
  {},
  async (scene) => {
    const { room, visitors, url } = scene;
    const bot = await room.native("bot");
    const looks = [{}, DARK_AND_NARROW, { colorScheme: "dark" as const }, {
      viewport: { width: 320, height: 568 },
    }];
    for (const [i, look] of looks.entries()) {
      const ada = await visitors.open(url, look);
      await becomes(ada.page, "document.querySelector('dialog').open");
      assertEquals(await violations(ada.page), []);
      await ada.enter(`ada${i}`);
      for (let j = 0; j < 12; j++) {
        const other = await room.native(`p${i}.${j}`);
        await other.say(`hello ada${i}, \`code\` and https://example.com ${j}`);
        await other.tell({ type: "quit" });
      }
      await ada.say("/nonsense");
      await ada.say("/help");
      await ada.say("\u202e");
      await bot.say(`end of ${i}`);
      await ada.sees(`end of ${i}`);
      assertEquals(await violations(ada.page), []);
      assertEquals(await ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    }
  },
);

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
    await becomes(ada.page, "document.querySelectorAll('#pending > *').length === 0");
    await first.program[Symbol.asyncDispose](); // By SIGKILL.
    await ada.page.getByRole("status").getByText("The server does not answer.").waitFor();
    await ada.say("written while it was away");
    await ada.page.getByText("waits to be sent").waitFor();
    {
      await using _ = (await start(first.port)).program;
      await becomes(ada.page, "document.querySelectorAll('#pending > *').length === 0");
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
