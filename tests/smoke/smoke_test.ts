/**
 * The program from its source, once through: a server that keeps a log, clients of every door, a restart. Small enough to
 * be run on every Deno that the project supports, where the whole suite runs on one.
 */

import { assertEquals } from "@std/assert";
import { freePort } from "../support/free_port.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";
import { CHROMIUM, TestBrowser } from "../support/test_browser.ts";
import { TempFolder } from "../support/temp_folder.ts";

const isBrowserAway = CHROMIUM === undefined && Deno.env.get("CI") !== "true";

/** Starts a server on this log, and waits until it is open. */
async function startServer(data: string, port = `${freePort()}`): Promise<{ server: Program; port: string }> {
  const server = new Program([...FROM_SOURCE, "server", "--port", port, "--data", data, "--quiet"]);
  return { server, port: await server.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)\.\n/) };
}

Deno.test("a client, nc and a script talk, and find all of it after a restart", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const first = await startServer(data);
  await using _first = first.server;
  const { port } = first;
  await using ada = new Program([
    ...FROM_SOURCE,
    "client",
    "--name",
    "ada",
    "--port",
    port,
    "--json",
  ]);
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

/** 127.0.0.1 to the system, and another machine to the client, which encrypts then. */
const ELSEWHERE = "0.0.0.0";

Deno.test("the same port takes a client, scripts, openssl and curl inside TLS: through a relay on a Deno before 2.9", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const { server, port } = await startServer(data);
  await using _server = server;
  const identity = await runProgram([...FROM_SOURCE, "identity", "--data", data]);
  const key = identity.stdout.trim();
  const there = ["--host", ELSEWHERE, "--port", port];
  await using ada = new Program([...FROM_SOURCE, "client", "--name", "ada", ...there, "--json"]);
  await ada.waitForOutput(/"type":"welcome"/);
  await ada.waitForOutput(new RegExp(key.replaceAll(/[+/]/g, "\\$&")), "stderr");
  await using nc = new Program(["openssl", "s_client", "-quiet", "-connect", `127.0.0.1:${port}`]);
  await nc.waitForOutput(/name/);
  await nc.write("bob\n");
  await nc.waitForOutput(/Hello bob!/);
  await ada.write("nobody reads along ☕\n");
  await nc.waitForOutput(/ada: nobody reads along ☕ \[/);
  await nc.write("from openssl\n");
  await ada.waitForOutput(/"from":"bob"[^\n]*"text":"from openssl"/);
  const sent = await runProgram([
    ...FROM_SOURCE,
    "send",
    "from a script",
    ...there,
    "--fingerprint",
    key,
  ]);
  assertEquals([sent.code, sent.stderr], [0, ""]);
  await ada.waitForOutput(/"text":"from a script"/);
  const other = `sha256//${"A".repeat(43)}=`;
  const refused = await runProgram([
    ...FROM_SOURCE,
    "send",
    "a secret",
    ...there,
    "--fingerprint",
    other,
  ]);
  assertEquals(refused.code, 4);
  const tail = await runProgram([...FROM_SOURCE, "tail", ...there, "--fingerprint", key]);
  assertEquals(
    ["nobody reads along ☕", "from a script", "a secret"].map((text) => tail.stdout.includes(text)),
    [
      true,
      true,
      false,
    ],
  );
  const page = ["curl", "-sk", "--pinnedpubkey", key, `https://127.0.0.1:${port}/`];
  assertEquals((await runProgram(page)).stdout.includes("<html"), true);
});

Deno.test({
  name: `the page and a client talk${isBrowserAway ? " (skipped: no Chromium is installed)" : ""}`,
  ignore: isBrowserAway,
  fn: async () => {
    using folder = new TempFolder();
    const { server, port } = await startServer(folder.file("chat.db"));
    await using _server = server;
    await using ada = new Program([
      ...FROM_SOURCE,
      "client",
      "--name",
      "ada",
      "--port",
      port,
      "--json",
    ]);
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
