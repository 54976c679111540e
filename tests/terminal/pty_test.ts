/** The client on a real terminal: its keys, its sizes, its job control, and how it gives the terminal back. */

import { assert, assertEquals } from "@std/assert";
import { HAS_PTY, Pty } from "../support/pty.ts";
import { openRoom } from "../support/room.ts";

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
  await using room = await openRoom({ realTime: true });
  const bob = await room.native("bob");
  await using ada = new Pty(client(room.server.port), 40, 12);
  await bob.gets("joined", ({ name }) => name === "ada");
  await ada.press("half 漢字 שלום e\u0301 typed\x1b[D\x1b[D");
  await ada.sees("> half 漢字 שלום e\u0301 typed");
  await bob.say("one");
  await bob.say("two");
  await ada.finds(/> two()/);
  await ada.resize(20, 12);
  await bob.say("three");
  await ada.finds(/> three()/);
  await ada.sees("> half 漢字 שלום e\u0301 t", "yped");
  await ada.resize(60, 12);
  await ada.press("!\r");
  await bob.hears("half 漢字 שלום e\u0301 typ!ed");
  await ada.press("/quit\r");
  await ada.ended();
  const said = ada.emulator.rows.filter((row) => row.includes("<bob>"));
  assertEquals(said.map((row) => row.slice(8)), ["<bob> one", "<bob> two", "<bob> three"]);
});

ptyTest("the terminal is given back as it was: after leaving, and after SIGTERM and SIGHUP", async () => {
  await using room = await openRoom({ realTime: true });
  for (const end of ["/quit", "SIGTERM", "SIGHUP"] as const) {
    const command = `sh -c 'echo PID=$$.; exec ${client(room.server.port)}'; ${MODE}`;
    await using ada = new Pty(command, 60, 12);
    const pid = Number(await ada.finds(/PID=(\d+)\./));
    await ada.finds(/(Here now)/);
    await ada.press("half");
    await ada.sees("> half");
    if (end === "/quit") await ada.press("\x15/quit\r");
    else Deno.kill(pid, end);
    await ada.finds(/(end\.)/);
    assert(ada.written.includes("=icanon"), end);
    assert(ada.written.lastIndexOf(PASTE_OFF) > ada.written.lastIndexOf("\x1b[?2004h"), end);
    await ada.ended();
  }
});

ptyTest(
  "Ctrl+Z stops the job and gives the terminal back; fg comes back with the half typed line",
  async () => {
    await using room = await openRoom({ realTime: true });
    const bob = await room.native("bob");
    await using ada = new Pty("PS1='$ ' exec bash --norc --noprofile -i", 60, 16);
    await ada.sees("$");
    await ada.press(`${client(room.server.port)}\r`);
    await bob.gets("joined", ({ name }) => name === "ada");
    await ada.press("half");
    await ada.sees("> half");
    await ada.press("\x1a");
    await ada.finds(/(Stopped)/);
    await ada.sees("$");
    await ada.press(`${MODE}\r`);
    await ada.finds(/(=icanon)/);
    await bob.say("while away");
    await ada.press("fg\r");
    await ada.finds(/> (while away)/);
    await ada.sees("> half");
    await ada.press(" done\r");
    await bob.hears("half done");
    await ada.press("/quit\r");
    await ada.sees("Goodbye.", "$");
    await ada.press("exit\r");
    await ada.ended();
  },
);

ptyTest("a script that drives the terminal may end its lines with a line feed", async () => {
  await using room = await openRoom({ realTime: true });
  const bob = await room.native("bob");
  await using ada = new Pty(`$CHAT client --port ${room.server.port}`, 60, 12);
  await ada.finds(/(Your name)/);
  await ada.press("ada\n");
  await bob.gets("joined", ({ name }) => name === "ada");
  await ada.press("ciao\n");
  await bob.hears("ciao");
  await ada.press("{quit}\n");
  await ada.ended();
});

ptyTest("a terminal that can do nothing gets plain lines: nothing moves the cursor", async () => {
  await using room = await openRoom({ realTime: true });
  const bob = await room.native("bob");
  await using ada = new Pty(client(room.server.port), 60, 12, { TERM: "dumb" });
  await bob.gets("joined", ({ name }) => name === "ada");
  await bob.say("one\ntwo");
  await ada.finds(/(bob: one \/ two)/);
  await ada.press("ciao\r");
  await bob.hears("ciao");
  await ada.finds(/(ada: ciao)/);
  await ada.press("/quit\r");
  await ada.ended();
  const ours = ada.written.slice(ada.written.indexOf("Hello")); // Before that, Deno itself says that it checks types.
  assert(!ours.includes("\x1b"), JSON.stringify(ours));
});
