/** Texts that are too long for a message and go as files: when one is not taken its author has it back. */

import { assertEquals } from "@std/assert";
import { runTerminal } from "../../../client/terminal.ts";
import { edit, type Editor, emptyEditor, putBack, TYPED_UNITS } from "../../../client/terminal/editor.ts";
import { systemClock } from "../../../net/clock.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { type FakeConnection, FakeServer } from "../../support/fake_server.ts";
import { FakeTty } from "../../support/fake_tty.ts";
import { test } from "../../support/sanitized.ts";

const QUESTION = "Ctrl-Y sends it as a text file";

/** A terminal in a room, at a server that says only what a test has it say. */
async function scene(): Promise<
  { server: FakeServer; tty: FakeTty; connection: FakeConnection; end: Promise<unknown> }
> {
  const server = new FakeServer();
  const tty = new FakeTty(100, 20);
  const end = runTerminal(
    chatOptions(server.port, { reconnect: false }),
    systemClock,
    tty,
  );
  const connection = await server.nextConnection();
  await connection.acceptHello();
  await tty.waitForText("welcome to");
  return { server, tty, connection, end };
}

/** Has a text sent as a file, which is refused while it is on its way. */
async function refuseOnTheWay(server: FakeServer, connection: FakeConnection, why: string): Promise<void> {
  const asked = await connection.receive();
  if (asked?.type !== "upload") throw new Error(JSON.stringify(asked));
  await connection.send({ type: "upload", room: "lobby", id: asked.id, path: "/files/up/x", offset: 0 });
  const upload = await server.nextConnection();
  await upload.sendRaw(`HTTP/1.1 507 No\r\nContent-Length: ${why.length}\r\n\r\n${why}`);
}

test("a long text that is refused while it is sent is back in the line; an even longer one asks again, once the line is empty", async () => {
  const { server, tty, connection, end } = await scene();
  using _ = server;
  tty.paste("x".repeat(5_000));
  await tty.waitForText(QUESTION);
  tty.press("\x19");
  await refuseOnTheWay(server, connection, "no room");
  await tty.waitForText("no room");
  await tty.waitForText("x".repeat(90));
  tty.press("\x03");
  const text = "y".repeat(TYPED_UNITS + 1);
  tty.paste(text);
  await tty.waitForText(QUESTION);
  tty.press("\x19half");
  await refuseOnTheWay(server, connection, "the disk is full");
  await tty.waitForText("the disk is full");
  await tty.waitForText("> half");
  tty.press("\r");
  const said = await connection.receive();
  assertEquals(said?.type === "say" && said.text, "half", "what is being typed is not mixed with it");
  await tty.waitForText(QUESTION);
  tty.press("\x19");
  const again = await connection.receive();
  assertEquals(again?.type === "upload" && again.size, text.length);
  connection.close();
  await end;
});

test("what is put back goes where nothing else is being typed or asked", () => {
  const long = "x".repeat(TYPED_UNITS + 1);
  assertEquals(putBack(emptyEditor(), "short")?.text, "short");
  const asked = putBack(emptyEditor(), long);
  assertEquals(asked?.mode.kind === "pasting" && asked.mode.text, long);
  const typed: Editor = { ...emptyEditor(), text: "half", cursor: 4 };
  assertEquals(putBack(typed, long), undefined);
  if (asked === undefined) throw new Error("unreachable");
  assertEquals(putBack(asked, "short"), undefined, "a paste that waits for its answer is not thrown away");
  assertEquals(edit(asked, { kind: "text", text: "y" }, { names: [] }).editor.mode.kind, "pasting");
});

test("a text that is refused comes back in the room that it was written in, not in the one in sight", async () => {
  const { server, tty, connection, end } = await scene();
  using _ = server;
  tty.press("/join #tea\r");
  while ((await connection.receive())?.type !== "join");
  const tea = { room: "tea", members: ["ada"], count: 1, seq: 0, read: 0, at: 0 };
  await connection.send({ type: "entered", ...tea });
  await tty.waitForText("[2 #tea]");
  tty.paste("x".repeat(5_000));
  await tty.waitForText(QUESTION);
  tty.press("\x19");
  let asked = await connection.receive();
  while (asked !== undefined && asked.type !== "upload") asked = await connection.receive();
  if (asked === undefined) throw new Error("nothing is sent");
  tty.press("\x1b1");
  await tty.waitForText("[1 #lobby]");
  await connection.send({ type: "error", code: "no-files", text: "no", id: asked.id });
  await tty.waitForText(en.client.waitsIn("#tea"));
  assertEquals(tty.emulator.rows.join("\n").includes("xxxx"), false, "it is not in another room's line");
  tty.press("\x1b2");
  await tty.waitForText("x".repeat(80));
  connection.close();
  await end;
  await tty.emulator.write(""); // Resolves when the terminal has shown everything.
});
