/**
 * A conversation through the compiled binary: server, two clients, `nc`. `CHAT_BINARY` says where it is.
 */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { Program, runProgram } from "../support/program.ts";
import { WebSocketPeer } from "../support/websocket_peer.ts";

const binary = Deno.env.get("CHAT_BINARY") ?? "";
const why = binary === "" ? " (skipped: CHAT_BINARY does not name a binary)" : "";

/** A server of the binary on a free port, ready to be joined. */
async function openRoom(...flags: string[]): Promise<{ readonly server: Program; readonly port: string }> {
  const server = new Program([binary, "server", "--port", "0", ...flags], { LANG: "en" });
  const port = await server.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)\.\n/);
  await server.waitForOutput(/Ctrl\+C/);
  return { server, port };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `binary: ${name}${why}`, ignore: binary === "", fn });
}

test("two clients and a person with nc hear each other", async () => {
  const { server, port } = await openRoom();
  await using _room = server;
  const banner = await server.waitForOutput(/[^]*Ctrl\+C/);
  assert(banner.includes(`./chat client --host 127.0.0.1 --port ${port}\n`), banner);

  const flags = ["--port", port, "--json", "--no-reconnect"];
  await using ada = new Program([binary, "client", "--name", "ada", ...flags]);
  await ada.waitForOutput(/"type":"welcome"/);
  await using bob = new Program([binary, "client", "--name", "bob", ...flags]);
  await bob.waitForOutput(/"type":"welcome"/);
  await using carla = new Program(["nc", "127.0.0.1", port]);
  await carla.waitForOutput(new RegExp(en.plain.askName.replace("?", "\\?")));
  await carla.write("carla\n");
  await carla.waitForOutput(/Hello carla!/);

  await ada.waitForOutput(/"type":"joined"[^\n]*"carla"/);
  await carla.write("ciao from nc ☕\n");
  for (const client of [ada, bob]) await client.waitForOutput(/"from":"carla"[^\n]*"text":"ciao from nc ☕"/);
  await bob.write("hello from bob\n");
  await ada.waitForOutput(/"seq":2[^\n]*"from":"bob"[^\n]*"text":"hello from bob"/);
  await carla.waitForOutput(/bob: hello from bob \[\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\]\n/);

  await carla.write("{quit}\n");
  await bob.waitForOutput(/"type":"left"[^\n]*"carla"[^\n]*"reason":"left"/);
  await carla.waitForOutput(/Goodbye\.\n$/);
  await carla.closeInput(); // nc itself goes on until its input ends.
  assertEquals((await carla.waitForExit()).code, 0);

  server.signal("SIGTERM");
  assertEquals((await server.waitForExit()).code, 0);
  assertEquals([(await ada.waitForExit()).code, (await bob.waitForExit()).code], [3, 3]);
});

test("the page is in it, and a WebSocket leads into the room", async () => {
  const { server, port } = await openRoom("--quiet");
  await using _room = server;
  const get = async (path: string): Promise<string> =>
    await (await fetch(`http://127.0.0.1:${port}/${path}`)).text();
  const page = await get("");
  assert(page.includes('src="page_en.js"'), page);
  const script = await get("page_en.js");
  assert(script.includes("Enter sends"), script);
  const [later = ""] = /rest_en-\w+\.js/.exec(script) ?? []; // What the page loads when somebody first asks for it.
  assert((await get(later)).includes(en.accounts.none), later);
  await using ada = new WebSocketPeer(Number(port));
  assertEquals((await ada.enter("ada")).name, "ada");
});

test("what a pipe sends is acknowledged, and it exits with 0", async () => {
  const { server, port } = await openRoom("--quiet");
  await using _room = server;
  const ended = await runProgram([binary, "client", "--port", port, "--name", "bot"], {
    input: "one\ntwo\n",
  });
  assertEquals([ended.code, ended.stderr], [0, ""]);
});

test("a taken name is exit code 4, with a free one", async () => {
  const { server, port } = await openRoom("--quiet");
  await using _room = server;
  const flags = ["--port", port, "--json", "--no-reconnect"];
  await using ada = new Program([binary, "client", "--name", "ada", ...flags]);
  await ada.waitForOutput(/"type":"welcome"/);
  const second = await runProgram([binary, "client", "--port", port, "--name", "ADA"], {
    input: "ciao\n",
  });
  assertEquals(second.code, 4);
  assert(second.stderr.includes('"ADA2"'), second.stderr);
});

test("nobody there is exit code 3, a wrong flag 2, a port in use 6, in one line each", async () => {
  using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const used = String(other.addr.port);
  const [nobody, wrong, inUse] = await Promise.all([
    runProgram([binary, "client", "--port", "1", "--name", "ada"]),
    runProgram([binary, "client", "--prot", "1"]),
    runProgram([binary, "server", "--port", used]),
  ]);
  assertEquals([nobody.code, wrong.code, inUse.code], [3, 2, 6]);
  for (const { stderr, stdout } of [nobody, wrong, inUse]) {
    assertEquals([stderr.trimEnd().split("\n").length, stdout], [1, ""], stderr);
  }
});

test("it needs nothing else: an empty environment and another folder will do", async () => {
  const { success, stdout } = await new Deno.Command(binary, { args: ["--help"], cwd: "/", clearEnv: true })
    .output();
  assert(success);
  assert(new TextDecoder().decode(stdout).includes("chat server"));
});
