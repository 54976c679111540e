/** Passwords at a terminal: asked for where that is needed, and nowhere to be seen or found afterwards. */

import { assert, assertEquals } from "@std/assert";
import { runTerminal } from "../../../client/terminal.ts";
import { systemClock } from "../../../net/clock.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeServer, welcomeFrame } from "../../support/fake_server.ts";
import { FakeTty } from "../../support/fake_tty.ts";
import { test } from "../../support/sanitized.ts";
import { TerminalSession } from "../../support/terminal_session.ts";

const SECRET = "correct horse\\";

test("/claim password asks twice, shows nothing of it, and leaves no trace in the history, the draft or the cut text", async () => {
  using session = await TerminalSession.open(80, 12);
  const { tty, connection } = session;
  tty.press("half a thought");
  await tty.waitForRows("> half a thought");
  tty.press("\x15/claim password\r");
  await tty.waitForRows(en.accounts.askNewPassword.trimEnd());
  tty.press(`${SECRET}\x15`); // Cut, and put back.
  tty.press("\x19");
  tty.press("\t\x12\r");
  await tty.waitForRows(en.accounts.askAgain.trimEnd());
  tty.paste(`${SECRET}\nand more`);
  tty.press("\r");
  assertEquals(await connection.receive(), { type: "claim", password: SECRET });
  await tty.waitForRows(">");
  tty.press("\x19"); // What is put back is what was cut of the line, not the password.
  await tty.waitForRows("> half a thought");
  tty.press("\x15\x1b[A"); // The last line, for Up.
  await tty.waitForText("> /claim password");
  tty.press("\x1b[A\x15");
  await tty.waitForRows(">");
  assert(!tty.written.includes("horse"), tty.written);
  await session.quit();
});

test("two that are not the same change nothing, nor does Ctrl+C", async () => {
  using session = await TerminalSession.open(80, 12);
  const { tty } = session;
  tty.press("/claim password\r");
  await tty.waitForRows(en.accounts.askNewPassword.trimEnd());
  tty.press(`${SECRET}\r`);
  await tty.waitForRows(en.accounts.askAgain.trimEnd());
  tty.press("another one\r");
  await tty.waitForText(en.accounts.notTheSame);
  tty.press("/password\r");
  await tty.waitForRows(en.accounts.askOldPassword.trimEnd());
  tty.press("x\x03\x03");
  await tty.waitForText(en.accounts.nothingChanged);
  tty.press("still here\r");
  assertEquals(await session.acceptMessage(), "still here");
  await session.quit();
});

test("/password asks for the old and the new one; a line with a password in it is not remembered", async () => {
  using session = await TerminalSession.open(80, 12);
  const { tty, connection } = session;
  tty.press("/password\r");
  await tty.waitForRows(en.accounts.askOldPassword.trimEnd());
  tty.press("old one here\r");
  await tty.waitForRows(en.accounts.askNewPassword.trimEnd());
  tty.press("new one here\r");
  await tty.waitForRows(en.accounts.askAgain.trimEnd());
  tty.press("new one here\r");
  assertEquals(await connection.receive(), {
    type: "account",
    do: "password",
    password: "new one here",
    old: "old one here",
  });
  tty.press("/claim typed in clear\r");
  assertEquals(await connection.receive(), { type: "claim", password: "typed in clear" });
  tty.press("\x1b[A");
  await tty.waitForText("> /password"); // What was asked for has no password in it; the line after it had.
  await session.quit();
});

test("a name that is claimed by a password is asked for it, unseen and again; nothing is another name", async () => {
  using server = new FakeServer();
  const tty = new FakeTty(80, 12);
  const end = runTerminal(
    chatOptions(server.port, { reconnect: false }),
    systemClock,
    tty,
  );
  const connection = await server.nextConnection();
  const claimed = { code: "name-claimed", name: "ada", suggestion: "ada2", methods: ["password"] } as const;
  await connection.receive();
  await connection.send({ type: "error", text: "", ...claimed });
  await tty.waitForRows(en.accounts.askPassword("ada").trimEnd());
  tty.press("a guess\r");
  const first = await connection.receive();
  assert(first?.type === "hello");
  assertEquals(first.auth, { password: "a guess" });
  await connection.send({ type: "error", text: "", code: "auth-failed", left: 4 });
  await tty.waitForText(en.problem({ code: "auth-failed", left: 4 }));
  await tty.waitForRows(en.accounts.askPassword("ada").trimEnd());
  tty.press("\r");
  await tty.waitForText("Your name");
  tty.press("eve\r");
  const second = await connection.receive();
  assert(second?.type === "hello");
  assertEquals([second.name, second.auth], ["eve", undefined]);
  await connection.send(welcomeFrame("eve"));
  await tty.waitForRows(">");
  assert(!tty.written.includes("a guess"));
  tty.press("\x04");
  assertEquals((await connection.receive())?.type, "quit");
  await connection.send({ type: "bye", reason: "quit", text: "" });
  connection.close();
  assertEquals(await end, { code: 0 });
  await tty.emulator.write(""); // Resolves when the terminal has shown everything.
});
