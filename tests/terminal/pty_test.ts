/** The client on a real terminal: its keys, its sizes, its job control, and how it gives the terminal back. */

import { assert, assertEquals } from "@std/assert";
import { HAS_PTY, Pty } from "../support/pty.ts";
import { startServer } from "../support/test_server.ts";

const PASTE_OFF = "\x1b[?2004l";

/** A test that needs a terminal, which not every machine has for us. */
function ptyTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: !HAS_PTY });
}

/** Ada's command line, for a shell. */
const client = (port: number, more = ""): string => `$CHAT client --port ${port} --name ada ${more}`;

/** What tells whether the terminal is as it was. */
const MODE = 'stty -a | grep -o " -*icanon" | tr " " "=" ; echo end.';

ptyTest("what arrives appears above a half typed line, also after the window has changed", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  await using ada = new Pty(client(server.running.port), 40, 12);
  await bob.waitForFrame("joined", ({ name }) => name === "ada");
  await ada.press("half 漢字 שלום e\u0301 typed\x1b[D\x1b[D");
  await ada.waitForRows("> half 漢字 שלום e\u0301 typed");
  await bob.say("one");
  await bob.say("two");
  await ada.waitForMatch(/> two()/);
  await ada.resize(20, 12);
  await bob.say("three");
  await ada.waitForMatch(/> three()/);
  await ada.waitForRows("> half 漢字 שלום e\u0301 t", "yped");
  await ada.resize(60, 12);
  await ada.press("!\r");
  await bob.waitForMessage("half 漢字 שלום e\u0301 typ!ed");
  await ada.press("/quit\r");
  await ada.waitForExit();
  const said = ada.emulator.rows.filter((row) => row.includes("<bob>"));
  assertEquals(said.map((row) => row.slice(8)), ["<bob> one", "<bob> two", "<bob> three"]);
});

ptyTest("the terminal is given back as it was: after leaving, and after SIGTERM and SIGHUP", async () => {
  await using server = await startServer({ realTime: true });
  for (const end of ["/quit", "SIGTERM", "SIGHUP"] as const) {
    const command = `sh -c 'echo PID=$$.; exec ${client(server.running.port)}'; ${MODE}`;
    await using ada = new Pty(command, 60, 12);
    const pid = Number(await ada.waitForMatch(/PID=(\d+)\./));
    await ada.waitForMatch(/(Here now)/);
    await ada.press("half");
    await ada.waitForRows("> half");
    if (end === "/quit") await ada.press("\x15/quit\r");
    else Deno.kill(pid, end);
    await ada.waitForMatch(/(end\.)/);
    assert(ada.written.includes("=icanon"), end);
    assert(ada.written.lastIndexOf(PASTE_OFF) > ada.written.lastIndexOf("\x1b[?2004h"), end);
    await ada.waitForExit();
  }
});

ptyTest(
  "Ctrl+Z stops the job and gives the terminal back; fg comes back with the half typed line",
  async () => {
    await using server = await startServer({ realTime: true });
    const bob = await server.native("bob");
    await using ada = new Pty("PS1='$ ' exec bash --norc --noprofile -i", 60, 16);
    await ada.waitForRows("$");
    await ada.press(`${client(server.running.port)}\r`);
    await bob.waitForFrame("joined", ({ name }) => name === "ada");
    await ada.press("half");
    await ada.waitForRows("> half");
    await ada.press("\x1a");
    await ada.waitForMatch(/(Stopped)/);
    await ada.waitForRows("$");
    await ada.press(`${MODE}\r`);
    await ada.waitForMatch(/(=icanon)/);
    await bob.say("while away");
    await ada.press("fg\r");
    await ada.waitForMatch(/> (while away)/);
    await ada.waitForRows("> half");
    await ada.press(" done\r");
    await bob.waitForMessage("half done");
    await ada.press("/quit\r");
    await ada.waitForRows("Goodbye.", "$");
    await ada.press("exit\r");
    await ada.waitForExit();
  },
);

ptyTest("a script that drives the terminal may end its lines with a line feed", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  await using ada = new Pty(`$CHAT client --port ${server.running.port}`, 60, 12);
  await ada.waitForMatch(/(Your name)/);
  await ada.press("ada\n");
  await bob.waitForFrame("joined", ({ name }) => name === "ada");
  await ada.press("ciao\n");
  await bob.waitForMessage("ciao");
  await ada.press("{quit}\n");
  await ada.waitForExit();
});

ptyTest("a terminal that can do nothing gets plain lines: nothing moves the cursor", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  await using ada = new Pty(client(server.running.port), 60, 12, { TERM: "dumb" });
  await bob.waitForFrame("joined", ({ name }) => name === "ada");
  await bob.say("one\ntwo");
  await ada.waitForMatch(/(bob: one \/ two)/);
  await ada.press("ciao\r");
  await bob.waitForMessage("ciao");
  await ada.waitForMatch(/(ada: ciao)/);
  await ada.press("/quit\r");
  await ada.waitForExit();
  const ours = ada.written.slice(ada.written.indexOf("Hello")); // Before that, Deno itself says that it checks types.
  assert(!ours.includes("\x1b"), JSON.stringify(ours));
});
