/** The program as a process, from its source: exit codes, what goes to which output, signals. */

import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { en } from "../words/en.ts";
import { it } from "../words/it.ts";
import { freePort } from "./support/free_port.ts";
import { FROM_SOURCE, Program, runProgram } from "./support/program.ts";

const chat = (...args: string[]): string[] => [...FROM_SOURCE, ...args];

Deno.test("help and version go to standard output, and all is well", async () => {
  const [alone, version] = await Promise.all([runProgram(chat()), runProgram(chat("--version"))]);
  assertEquals([alone.code, alone.stderr], [0, ""]);
  assert(alone.stdout.startsWith(en.help.tagline), alone.stdout);
  assertEquals(version, { code: 0, stdout: `chat ${config.version}\n`, stderr: "" });
});

Deno.test("a wrong command line is one line on standard error and exit code 2", async () => {
  const ended = await runProgram(chat("server", "--prot", "1"));
  assertEquals(ended, { code: 2, stdout: "", stderr: en.cli.unknownFlag("--prot", "--port") + "\n" });
});

Deno.test("the person's language is spoken, also about a wrong command line", async () => {
  const [ended, help] = await Promise.all([
    runProgram(chat("--prot"), { env: { LANG: "it_IT.UTF-8" } }),
    runProgram(chat("--help", "--lang", "it")),
  ]);
  assertEquals([ended.code, ended.stderr.includes("--prot non esiste") || ended.stderr], [2, true]);
  assert(help.stdout.startsWith(it.help.tagline), help.stdout);
});

Deno.test("a script that has nothing to say says so, and exits with 2", async () => {
  const empty = ["", "  ", "\x1b[31m"];
  const ends = await Promise.all([
    ...empty.map((text) => runProgram(chat("send", text))),
    runProgram(chat("ask", "")),
    runProgram(chat("send", "", "--lang", "it")),
  ]);
  assertEquals(ends, [
    ...empty.map(() => ({ code: 2, stdout: "", stderr: en.cli.nothingToSay + "\n" })),
    { code: 2, stdout: "", stderr: en.cli.missingText + "\n" },
    { code: 2, stdout: "", stderr: it.cli.nothingToSay + "\n" },
  ]);
});

Deno.test("words that are not UTF-8 are refused, not said as something else, and it exits with 2", async () => {
  const told = { code: 2, stdout: "", stderr: en.problem({ code: "not-utf8" }) + "\n" };
  const ends = await Promise.all(["send", "ask"].map((command) => runProgram(chat(command, "caf\ufffd"))));
  assertEquals(ends, [told, told]);
});

Deno.test("a client that finds nobody says where it looked and exits with 3", async () => {
  const port = freePort();
  const ended = await runProgram(chat("client", "--port", String(port), "--name", "ada"));
  assertEquals(ended, { code: 3, stdout: "", stderr: en.client.noServer(`127.0.0.1:${port}`) + "\n" });
});

Deno.test("a port in use and an address of another machine are a sentence and exit code 6", async () => {
  using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = other.addr;
  const [inUse, notOurs] = await Promise.all([
    runProgram(chat("server", "--port", String(port))),
    runProgram(chat("server", "--host", "192.0.2.99", "--port", "0")),
  ]);
  assertEquals(inUse, { code: 6, stdout: "", stderr: en.cli.portInUse(`127.0.0.1:${port}`) + "\n" });
  assertEquals([notOurs.code, notOurs.stderr], [6, en.cli.notOurAddress("192.0.2.99") + "\n"]);
});

/** The program in a shell, with what stands behind it there. */
const inShell = (behind: string, ...args: readonly string[]): readonly string[] => [
  "sh",
  "-c",
  `"$@" ${behind}`,
  "sh",
  ...chat(...args),
];

Deno.test({
  name: "output that cannot be written is a sentence and exit code 6, and a reader that is gone is neither",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const failed = {
      code: 6,
      stdout: "",
      stderr: `${en.cli.cannotPrint("No space left on device (os error 28)")}\n`,
    };
    const results = await Promise.all([
      runProgram(inShell("> /dev/full", "--help")),
      runProgram(inShell("> /dev/full", "completions", "zsh")),
      runProgram(inShell("| true", "client", "--help")),
    ]);
    assertEquals(results, [failed, failed, { code: 0, stdout: "", stderr: "" }]);
  },
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  Deno.test(`a server that gets ${signal} tells everyone, leaves the port free and exits with 0`, async () => {
    const port = freePort();
    await using server = new Program(chat("server", "--port", `${port}`, "--title", "Tea", "--quiet"));
    assertEquals(await server.waitForOutput(/Tea is open on 127\.0\.0\.1:(\d+)\./), `${port}`);
    await server.waitForOutput(/Ctrl\+C/);
    await using client = new Program(
      chat("client", "--port", String(port), "--name", "ada", "--no-reconnect"),
    );
    await client.write("ciao\n");
    await client.waitForOutput(/ciao/);
    server.signal(signal);
    const ended = await server.waitForExit();
    assertEquals([ended.code, ended.stderr], [0, ""]);
    assert(ended.stdout.endsWith(`${en.server.closing}\n${en.server.closed}\n`), ended.stdout);
    assertEquals((await client.waitForExit()).code, 3);
    using again = Deno.listen({ hostname: "127.0.0.1", port });
    assertEquals(again.addr.port, port);
  });
}

/** Says so much that a member who does not read still has a part of it waiting in the server. */
async function flood(port: number): Promise<void> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const said = JSON.stringify({ type: "say", text: "x".repeat(4000) }) + "\n";
  const bytes = new TextEncoder().encode(
    `{"type":"hello","name":"flood"}\n${said.repeat(6000)}{"type":"quit"}\n`,
  );
  const heard = conn.readable.pipeTo(new WritableStream()).catch(() => {}); // Reset instead of closed is an end, too.
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
  await heard;
}

/** A server with a member who will not read what waits for it, so that closing takes its 2 seconds. */
async function withStalledMember(use: (server: Program) => Promise<void>): Promise<void> {
  const limits = ["--rate", "off", "--outbox", "64MiB"];
  await using server = new Program(chat("server", "--port", "0", "--log", "json", ...limits));
  const port = Number(await server.waitForOutput(/:(\d+)\./));
  using stalled = await Deno.connect({ hostname: "127.0.0.1", port });
  await stalled.write(new TextEncoder().encode('{"type":"hello","name":"stalled"}\n'));
  await server.waitForOutput(/"joined"/, "stderr");
  await flood(port);
  server.signal("SIGINT");
  await server.waitForOutput(new RegExp(en.server.closing));
  await use(server);
}

Deno.test("a second Ctrl+C ends a server that is still closing", async () => {
  await withStalledMember(async (server) => {
    const pressing = setInterval(() => server.signal("SIGINT"), 50);
    const { code } = await server.waitForExit().finally(() => clearInterval(pressing));
    assertEquals(code, 130);
  });
});

Deno.test("one Ctrl+C that comes twice, as by deno task, is one; who stalls is waited for only so long", async () => {
  await withStalledMember(async (server) => {
    server.signal("SIGINT");
    assertEquals((await server.waitForExit()).code, 0);
  });
});

Deno.test("an error of chat itself is one line and exit code 1, and with CHAT_DEBUG also where it happened", async () => {
  const rights = ["--allow-net", "--allow-read", "--allow-write", "--allow-env"]; // Not to ask for this machine's addresses.
  const crippled = chat("server", "--host", "0.0.0.0", "--port", "0")
    .flatMap((word) => word === "-P" ? rights : [word]);
  const [line, debug] = await Promise.all([
    runProgram(crippled),
    runProgram(crippled, { env: { LANG: "en", CHAT_DEBUG: "1" } }),
  ]);
  assertEquals([line.code, debug.code], [1, 1]);
  assert(line.stderr.startsWith(en.cli.internal("")), line.stderr);
  assertEquals(line.stderr.trimEnd().split("\n").length, 1);
  assert(/\n +at .*server_command\.ts/.test(debug.stderr), debug.stderr);
});

Deno.test("each log line of --log json is a JSON object, and banner and log do not mix", async () => {
  await using server = new Program(chat("server", "--port", "0", "--log", "json"));
  const port = await server.waitForOutput(/:(\d+)\./);
  await runProgram(chat("client", "--port", port, "--name", "ada"), { input: "secret\n" });
  await server.waitForOutput(/"left"/, "stderr");
  server.signal("SIGTERM");
  const { stderr, stdout } = await server.waitForExit();
  const events = stderr.trimEnd().split("\n").map((line) => JSON.parse(line).event);
  assertEquals(events, ["identity-made", "connected", "joined", "left"]);
  assert(!stderr.includes("secret") && !stdout.includes("secret"));
});
