/**
 * The program from its source, once through: a server that keeps a log, clients of every door, a restart. Small enough to
 * be run on every Deno that the project supports, where the whole suite runs on one.
 */

import { assertEquals } from "@std/assert";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";
import { CHROMIUM, TestBrowser } from "../support/test_browser.ts";
import { TempFolder } from "../support/temp_folder.ts";

const isBrowserAway = CHROMIUM === undefined && Deno.env.get("CI") !== "true";

/** Starts a server on this log, and waits until it is open. */
async function startServer(data: string, port = "0"): Promise<{ server: Program; port: string }> {
  const server = new Program([...FROM_SOURCE, "server", "--port", port, "--data", data, "--quiet"]);
  return { server, port: await server.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)\.\n/) };
}

Deno.test("a client, nc and a script talk, and find all of it after a restart", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer(data);
  await using _first = first.server;
  const { port } = first;
  await using ada = new Program([...FROM_SOURCE, "client", "--name", "ada", "--port", port, "--json"]);
  await ada.waitForOutput(/"type":"welcome"/);
  await using nc = new Program(["nc", "127.0.0.1", port]);
  await nc.waitForOutput(/name/);
  await nc.write("bob\n");
  await nc.waitForOutput(/Hello bob!/);
  await ada.write("from the client ☕\n");
  await nc.waitForOutput(/ada: from the client ☕ \[/);
  await nc.write("from nc\n");
  await ada.waitForOutput(/"from":"bob"[^\n]*"text":"from nc"/);
  await nc.write("{quit}\n");
  await nc.waitForOutput(/Goodbye\.\n$/);
  const sent = await runProgram([...FROM_SOURCE, "send", "from a script", "--port", port]);
  assertEquals([sent.code, sent.stderr], [0, ""]);
  first.server.signal("SIGTERM");
  assertEquals((await first.server.waitForExit()).code, 0);
  const second = await startServer(data, port);
  await using _second = second.server;
  await ada.write("after the restart\n");
  await ada.waitForOutput(/"from":"ada"[^\n]*"text":"after the restart"/);
  const tail = await runProgram([...FROM_SOURCE, "tail", "--port", port]);
  const kept = await runProgram([...FROM_SOURCE, "export", "--data", data]);
  for (const text of ["from the client ☕", "from nc", "from a script", "after the restart"]) {
    assertEquals([tail, kept].map(({ stdout }) => stdout.split(text).length - 1), [1, 1], text);
  }
});

Deno.test({
  name: `the page and a client talk${isBrowserAway ? " (skipped: no Chromium is installed)" : ""}`,
  ignore: isBrowserAway,
  fn: async () => {
    using folder = new TempFolder();
    const { server, port } = await startServer(folder.file("chat.db"));
    await using _server = server;
    await using ada = new Program([...FROM_SOURCE, "client", "--name", "ada", "--port", port, "--json"]);
    await ada.waitForOutput(/"type":"welcome"/);
    await using browser = await TestBrowser.start();
    const bob = await browser.open(`http://127.0.0.1:${port}/`);
    await bob.enter("bob");
    await bob.say("from the page");
    await ada.waitForOutput(/"from":"bob"[^\n]*"text":"from the page"/);
    await ada.write("from the client\n");
    await bob.waitForMessage("from the client");
    assertEquals(browser.errors, []);
  },
});
