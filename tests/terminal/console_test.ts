/** The operator's console: the room in the window that the server was started from. */

import { assert, assertEquals } from "@std/assert";
import { HAS_PTY, Pty } from "../support/pty.ts";
import { PlainPeer } from "../support/peers.ts";

/** A test that needs a terminal, which not every machine has for us. */
function ptyTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: !HAS_PTY });
}

/** The command line of a server. `end` shows the exit code and whether the terminal is as it was. */
const server = (more = ""): string =>
  `$CHAT server --port 0 --no-web ${more}; echo CODE=$?. $(stty -a | grep -o " -*icanon")`;

/** Waits until the server is open, and tells its port. */
async function portOf(desk: Pty): Promise<number> {
  return Number(await desk.waitForMatch(/is open on 127\.0\.0\.1:(\d+)/));
}

async function come(desk: Pty, name: string): Promise<PlainPeer> {
  const peer = new PlainPeer(await Deno.connect({ port: await portOf(desk) }));
  await peer.enter(name);
  return peer;
}

ptyTest(
  "the room and the log go by above a half typed line, and what is typed is said under the name of the banner",
  async () => {
    await using desk = new Pty(server(), 100, 30);
    await desk.waitForText("You are in as operator");
    await desk.waitForRows(">");
    await desk.press("half ty");
    const ada = await come(desk, "ada");
    await desk.waitForText("--> ada joined");
    await desk.waitForMatch(/(ada joined from 127\.0\.0\.1)/);
    await desk.waitForRows("> half ty");
    await ada.say("ciao");
    await desk.waitForText("<ada> ciao");
    await desk.waitForRows("> half ty");
    const rows = desk.emulator.rows.filter((row) => row.includes("ada joined"));
    assertEquals(rows.length, 2, "one line of the log, one of the room, both whole");
    await desk.press("ped\r");
    await ada.waitForText("operator: half typed");
    await ada.close();
  },
);

ptyTest("the operator is owner: kicks, lists, and closes later, which everybody is told", async () => {
  await using desk = new Pty(server("--closed"), 100, 30);
  await desk.waitForRows(">");
  await desk.press("/close 20s\r");
  await desk.waitForText("--- The room closes in 20 s.");
  await desk.press("/close off\r");
  await desk.waitForText("--- The room stays open after all.");
  await desk.press("/close soon\r");
  await desk.waitForText("/close [TIME|off]");
  await desk.press("/help\r");
  await desk.waitForMatch(/(\/close \[TIME\|off\] +close the room)/);
  await desk.press("/clo\t1s\r");
  await desk.waitForMatch(/(CODE=0\. icanon)/);
  await desk.waitForExit();
  assert(/The room closes in 1 s\.[^]*The room is closed\./.test(desk.written));
});

ptyTest("who is kicked by the operator is out", async () => {
  await using desk = new Pty(server(), 100, 30);
  await desk.waitForRows(">");
  const ada = await come(desk, "ada");
  await desk.waitForText("--> ada joined");
  await desk.press("/kick ada too loud\r");
  await ada.waitForText("operator removed you");
  await ada.close();
});

ptyTest(
  "Ctrl+C closes the room, whatever is being typed: everybody is told, and the terminal is as it was",
  async () => {
    await using desk = new Pty(server(), 100, 30);
    await desk.waitForRows(">");
    const ada = await come(desk, "ada");
    await desk.waitForText("--> ada joined");
    await desk.press("half");
    await desk.waitForRows("> half");
    await desk.press("\x03");
    await ada.waitForText("The server is closing. Goodbye.");
    await desk.waitForMatch(/(CODE=0\. icanon)/);
    await desk.waitForExit();
    await ada.close();
  },
);

ptyTest(
  "a signal from elsewhere closes the room, and the operator is not told that they have left it",
  async () => {
    await using desk = new Pty(
      `sh -c 'echo PID=$$; exec $CHAT server --port 0 --no-web'; echo CODE=$?.`,
      100,
      30,
    );
    await desk.waitForRows(">");
    Deno.kill(Number(await desk.waitForMatch(/PID=(\d+)/)), "SIGTERM");
    await desk.waitForMatch(/(CODE=0\.)/);
    assert(!desk.written.includes("You have left the room"), desk.written);
  },
);

ptyTest("/quit leaves the room, and the server goes on with its log until Ctrl+C", async () => {
  await using desk = new Pty(server(), 100, 30);
  await desk.waitForRows(">");
  await desk.press("/quit\r");
  await desk.waitForText("You have left the room, and the server goes on.");
  const ada = await come(desk, "ada");
  await desk.waitForMatch(/(ada joined from 127\.0\.0\.1)/);
  await desk.press("\x03");
  await ada.waitForText("The server is closing. Goodbye.");
  await desk.waitForText("The room is closed.");
  await ada.close();
});

ptyTest("in the background, without input and with --no-console the window is left alone", async () => {
  // Its end is the server's, so that none is left behind.
  const background = `bash -mc '$CHAT server --port 0 --ephemeral --no-web & read line; kill %1; wait'`;
  const bare = [background, server("--no-console"), `$CHAT server --port 0 --ephemeral --no-web </dev/null`];
  for (const command of bare) {
    await using desk = new Pty(command, 100, 30);
    const ada = await come(desk, "ada");
    await desk.waitForMatch(/(ada joined from 127\.0\.0\.1)/);
    assert(!desk.written.includes("operator"), command);
    assert(!desk.written.includes("\x1b[?2004h"), "nothing is asked of the terminal");
    await ada.close();
    await desk.press(command === background ? "\r" : "\x03");
    await desk.waitForText("The room is closed.");
    await desk.waitForExit();
  }
});

ptyTest("the log goes where standard error goes, when that is no terminal", async () => {
  await using desk = new Pty(
    `log=$(mktemp); $CHAT server --port 0 --ephemeral --no-web 2>$log; cat $log; rm $log`,
    100,
    30,
  );
  await desk.waitForRows(">");
  const ada = await come(desk, "ada");
  await desk.waitForText("--> ada joined");
  assert(!desk.written.includes("ada joined from"));
  await desk.press("\x03");
  await desk.waitForMatch(/(ada joined from)/);
  await ada.close();
});
