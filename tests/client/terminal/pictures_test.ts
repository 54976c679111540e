/** Pictures at a terminal, with a server that is there, and terminals that answer as theirs do. */

import { assert, assertEquals } from "@std/assert";
import { canDrawPictures } from "../../../client/pictures.ts";
import { runTerminal } from "../../../client/terminal.ts";
import { systemClock } from "../../../net/clock.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeTty } from "../../support/fake_tty.ts";
import { sendFile } from "../../support/files.ts";
import { pngOf, readSixels, withSigns } from "../../support/pictures.ts";
import { testInClear } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer } from "../../support/test_server.ts";

const ASK_NAME = "\x1b[>q";
const ASK_CELL = "\x1b[16t";
const ASK_ABILITIES = "\x1b[c";
const ASK_KITTY = "\x1b_Gi=31";

/** Has bob send files, and ada, at a terminal that answers so, look at them. */
async function look(
  answers: Readonly<Record<string, string>>,
  run: (tty: FakeTty, say: (text: string) => Promise<void>) => Promise<void>,
  columns = 60,
  rows = 30,
): Promise<void> {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db"), realTime: true });
  const bob = await server.native("bob");
  const red = pngOf(100, 100, () => [255, 0, 0, 255]);
  await sendFile(server, bob, { name: "red\x1b[31m.png", bytes: red });
  await sendFile(server, bob, { name: "x.bin", bytes: new Uint8Array(10) });
  const cut = pngOf(100, 100, (x, y) => [x, y, x * y, 255]);
  cut.fill(0, 60, cut.length - 12);
  await sendFile(server, bob, { name: "cut.png", bytes: cut });
  const tty = new FakeTty(columns, rows);
  for (const [question, answer] of Object.entries(answers)) tty.answersTo(question, answer);
  const end = runTerminal(
    { ...chatOptions(server.running.port), reconnect: false },
    systemClock,
    tty,
  );
  await tty.waitForText("cut.png");
  await run(tty, (text) => bob.sendFrames({ type: "say", room: "lobby", text }));
  tty.press("/quit\r");
  assertEquals((await end).code, 0);
}

/** Waits until a picture was drawn, and returns what drew it. */
async function drawn(tty: FakeTty): Promise<string> {
  await tty.waitForText("--- red.png");
  const [, drawing = ""] = /␛7␛\[5A([^]*?)␛8/.exec(withSigns(tty.written)) ?? [];
  return drawing.replaceAll("␛", "\x1b");
}

const drawing = canDrawPictures() ? testInClear : Deno.test.ignore; // Not before Deno 2.9.

drawing(
  "a terminal with sixel shows a picture in its own rows, between what was said before and after",
  () =>
    look({ [ASK_CELL]: "\x1b[6;20;10t", [ASK_ABILITIES]: "\x1b[?62;4c" }, async (tty, say) => {
      tty.press("/show 1\r");
      const sixels = readSixels(await drawn(tty));
      assertEquals([sixels.width, sixels.height, sixels.at(50, 50)], [100, 100, [100, 0, 0]]);
      await say("and on");
      await tty.waitForText("<bob> and on");
      const rows = tty.emulator.rows;
      const at = rows.findIndex((row) => row.startsWith("--- red"));
      assertEquals(rows.slice(at + 1, at + 6), ["", "", "", "", ""], "100 pixels are five rows of twenty");
      assert(rows[at + 6]?.endsWith("<bob> and on"), rows.join("\n"));
      assertEquals(rows.at(-1), ">", "nothing that the terminal answered is in the line");
    }),
);

drawing(
  "a terminal like kitty, and one like iTerm2, get it in their way, and are told so in the line",
  async () => {
    const kitty = { [ASK_NAME]: "\x1bP>|kitty(0.35.2)\x1b\\", [ASK_KITTY]: "\x1b_Gi=31;OK\x1b\\" };
    await look({ ...kitty, [ASK_CELL]: "\x1b[6;20;10t", [ASK_ABILITIES]: "\x1b[?62c" }, async (tty) => {
      tty.press("/show @1\r");
      assert((await drawn(tty)).startsWith("\x1b_Ga=T,f=100,C=1,q=2,m=0;"));
      tty.press("/history\r");
      await tty.waitForText("/get 1, /show 1)");
    });
    await look({ [ASK_NAME]: "\x1bP>|iTerm2 3.5.0\x1b\\", [ASK_CELL]: "\x1b[6;20;10t" }, async (tty) => {
      tty.press("/show 1\r");
      assert((await drawn(tty)).startsWith("\x1b]1337;File=inline=1;size="));
    });
  },
);

drawing(
  "what is no picture is told, and nothing of what is in a file goes to the terminal",
  () =>
    look({ [ASK_ABILITIES]: "\x1b[?62;4c" }, async (tty) => {
      tty.press("/show 2\r");
      await tty.waitForText(en.client.files.notPicture("x.bin"));
      tty.press("/show\r");
      await tty.waitForText(en.client.files.notPicture("cut.png"));
      tty.press("/show 77\r");
      await tty.waitForText("Message 77 in #lobby has no file");
      tty.press("/show x\r");
      await tty.waitForText("/show [@NUMBER]");
      assert(!tty.written.includes("\x1bP"));
    }, 100),
);

testInClear(
  "a terminal that does not say that it can is told how a picture is had, and fetches nothing",
  () =>
    look({}, async (tty) => {
      tty.press("/show 1\r");
      await tty.waitForText("This terminal does not say");
      assert(!tty.written.includes("/show 1)") && !tty.written.includes("\x1b_"));
    }, 100),
);
