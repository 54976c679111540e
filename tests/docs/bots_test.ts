/** The bots that `docs/bots/` shows do what they say, at a real server and over a network that breaks. */

import { assert, assertEquals } from "@std/assert";
import { Program } from "../support/program.ts";
import { type ProxiedConnection, TcpProxy } from "../support/tcp_proxy.ts";
import { startServer } from "../support/test_server.ts";

/** The bots, and what runs them. */
const BOTS = [
  { program: "node", file: "docs/bots/clock.mjs" },
  { program: "python3", file: "docs/bots/clock.py" },
] as const;

/** What an answer to `!time` looks like. */
const ANSWER = /^(?:ada|bob): \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Tells whether a program is on this machine. */
function isThere(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Registers a test of each bot. Without what runs it, it is left out and its name says so; with `CI=true` it fails. */
function testBots(what: string, fn: (run: (port: number) => Program) => Promise<void>): void {
  for (const { program, file } of BOTS) {
    const isAway = !isThere(program);
    Deno.test({
      name: `${file} ${what}${isAway ? ` (left out: there is no ${program})` : ""}`,
      ignore: isAway && Deno.env.get("CI") !== "true",
      fn: () => fn((port) => new Program([program, file, "127.0.0.1", String(port)])),
    });
  }
}

testBots(
  "answers !time once, also one that was written while it was away, and nobody sees it go",
  async (run) => {
    await using server = await startServer({ realTime: true });
    const ada = await server.native("ada");
    const answers = () => ada.framesOf("message").filter(({ from }) => from === "clock");
    await ada.say("!time");
    await ada.waitForMessage("!time");
    await using proxy = new TcpProxy();
    proxy.target = server.running.port;
    await using bot = run(proxy.port);
    await bot.waitForOutput(/in #lobby as clock\n/, "stderr");
    await ada.say("what is !time for?");
    await ada.say("!time");
    await ada.waitFor("an answer", () => answers()[0]);
    await ada.sync();
    proxy.target = undefined;
    for (const connection of proxy.connections) connection.cut();
    await ada.say("!time");
    proxy.target = server.running.port;
    await bot.waitForOutput(/(?:in #lobby as clock\n[^]*){2}/, "stderr");
    await ada.waitFor("another answer", () => answers()[1]);
    const bob = await server.native("bob");
    await bob.say("!time"); // What was said twice has come before the answer to this.
    await ada.waitFor("bob's answer", () => answers().find(({ text }) => text.startsWith("bob: ")));
    assertEquals(answers().length, 3, "what was said before it came is none of its business");
    for (const { text } of answers()) assert(ANSWER.test(text), text);
    assertEquals(ada.framesOf("joined").map(({ name }) => name), ["clock", "bob"]);
    assertEquals(ada.framesOf("left"), []);
  },
);

testBots("says an answer once, wherever the connection ends", async (run) => {
  await using server = await startServer({ realTime: true });
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  const texts = () => ada.framesOf("message").flatMap(({ from, text }) => from === "clock" ? [text] : []);
  await using proxy = new TcpProxy();
  proxy.target = server.running.port;
  await using bot = run(proxy.port);
  await bot.waitForOutput(/in #lobby as clock\n/, "stderr");
  await ada.say("!time");
  await ada.waitFor("the first answer", () => texts()[0]);
  // In the middle of an answer, and after one that arrives, so that it is told no ack.
  const cuts = [
    (connection: ProxiedConnection): void => connection.cutAfter("client", 20),
    (connection: ProxiedConnection): void => connection.cutAfterNext("client"),
  ];
  for (const [i, cut] of cuts.entries()) {
    for (const connection of proxy.connections) cut(connection);
    await ada.say("!time");
    await ada.waitFor(`answer ${i + 2}`, () => texts()[i + 1]);
    await bot.waitForOutput(new RegExp(`(?:in #lobby as clock\\n[^]*){${i + 2}}`), "stderr");
  }
  await bob.say("!time"); // What was said twice has come before the answer to this.
  await ada.waitFor("the last answer", () => texts().find((text) => text.startsWith("bob: ")));
  assertEquals(texts().map((text) => text.slice(0, 5)), ["ada: ", "ada: ", "ada: ", "bob: "]);
});

testBots("takes another name where its own is taken, and goes for good when it is sent away", async (run) => {
  await using server = await startServer({ realTime: true });
  const clock = await server.native("clock");
  await using bot = run(server.running.port);
  await bot.waitForOutput(/in #lobby as clock2\n/, "stderr");
  await clock.say("!time");
  const answer = await clock.waitForFrame("message", ({ from }) => from === "clock2");
  assert(answer.text.startsWith("clock: "), answer.text);
  await using refusing = await startServer({ realTime: true, entry: { kind: "closed" } });
  await using other = run(refusing.running.port);
  const { code, stderr } = await other.waitForExit();
  assertEquals([code, stderr.trim().split("\n").length], [1, 1], stderr);
});
