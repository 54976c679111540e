/** `chat invite` and the word at the door, as a person at a shell finds them. */

import { assert, assertEquals } from "@std/assert";
import { parseInvitation } from "../../protocol/invitation.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";
import { identityFiles } from "../support/encryption.ts";
import { TempFolder } from "../support/temp_folder.ts";

function chat(...args: readonly string[]): readonly string[] {
  return [...FROM_SOURCE, ...args];
}

Deno.test("an invitation is made beside a closed server, lets in once, is listed and revoked", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_DATA_HOME: folder.path, XDG_CONFIG_HOME: folder.file("config") };
  const run = (...args: readonly string[]) => runProgram(chat(...args), { env });
  await using server = new Program(chat("server", "--port", "0", "--closed"), env);
  const port = await server.waitForOutput(/:(\d+)\.\n/);
  const here = ["--host", "127.0.0.1", "--port", port];
  const made = await run("invite", ...here, "--room", "tea");
  const [link = "", page = ""] = made.stdout.split("\n");
  const invitation = parseInvitation(link);
  assert(invitation?.ticket !== undefined && invitation.fingerprint !== undefined, made.stdout);
  assertEquals([invitation.host, invitation.port, invitation.room], ["127.0.0.1", Number(port), "tea"]);
  const key = link.slice(link.indexOf("#k=") + 1);
  assertEquals(page, `http://127.0.0.1:${port}/#/tea&${key}`);
  assert(made.code === 0 && made.stderr.includes("chat invite revoke 1"), made.stderr);
  const shown = await run("identity");
  assertEquals(shown.stdout, `${invitation.fingerprint}\n`);
  const none = await run("send", ...here, "--create", "hello");
  assertEquals([none.code, none.stderr], [4, `${en.problem({ code: "closed" })}\n`]);
  const second = await run("invite", ...here, "--for", "ada", "--uses", "3", "--expires", "2d");
  assert(second.stderr.startsWith("Whoever opens it comes in, 3 times, until "), second.stderr);
  const listed = await run("invite", "list");
  const stamp = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
  const table = new RegExp(
    `^N +LEFT +GOOD UNTIL +KIND +ROOM +ONLY FOR +MADE BY\n1 +1/1 +${stamp} +entry +tea +- +-\n2 +3/3 +${stamp} +entry +- +ada +-\n$`,
  );
  assert(table.test(listed.stdout), listed.stdout);
  const revoked = await run("invite", "revoke", "2");
  assertEquals([revoked.code, revoked.stdout], [0, `${en.invite.revoked(2)}\n`]);
  const again = await run("invite", "revoke", "2", "--lang", "it");
  assertEquals([again.code, again.stderr], [4, `${it.invite.unknown(2)}\n`]);
  const plainLink = `chat://127.0.0.1:${port}/tea#t=${invitation.ticket}`;
  const sent = await run("send", plainLink, "--create", "came by invitation");
  assertEquals(sent, { code: 0, stdout: "", stderr: "" });
  const used = await run("send", plainLink, "--as", "eve", "--create", "me too");
  assertEquals([used.code, used.stderr], [4, `${en.problem({ code: "ticket-bad" })}\n`]);
  assertEquals((await run("invite", "list")).stdout, `${en.invite.none}\n`);
  await server.kill();
  for (const { name, isFile } of Deno.readDirSync(folder.file("chat"))) {
    if (!isFile) continue;
    const text = new TextDecoder("latin1").decode(Deno.readFileSync(folder.file(`chat/${name}`)));
    assert(!text.includes(invitation.ticket), `${name} has the token in it`);
  }
});

Deno.test("an invitation may make somebody moderator, and its page is for this machine or encrypted", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_DATA_HOME: folder.path };
  const data = folder.file("chat.db");
  const run = (...args: readonly string[]) => runProgram(chat(...args, "--data", data), { env });
  const made = await run("invite", "--role", "moderator", "--host", "192.168.1.7");
  const [link = "", page = ""] = made.stdout.split("\n");
  assertEquals([parseInvitation(link)?.host, page.startsWith("https://192.168.1.7:53000/")], [
    "192.168.1.7",
    true,
  ]);
  assert(made.stderr.endsWith(`${en.invite.makes("moderator")}\n`), made.stderr);
  const { identity, files } = await identityFiles();
  const shown = await run("invite", "--tls-cert", files.cert);
  assertEquals(parseInvitation(shown.stdout.split("\n")[0] ?? "")?.fingerprint, identity.fingerprint);
  const none = await run("invite", "--tls-cert", folder.file("none.pem"));
  assertEquals(none, {
    code: 6,
    stdout: "",
    stderr: `${en.identity.problem.missing(folder.file("none.pem"))}\n`,
  });
  await run("invite", "revoke", "2");
  const { stdout } = await run("invite", "list");
  assert(/ moderator +- +- +-\n$/.test(stdout), stdout);
});

Deno.test("the word of a server stands in a file, for the server and for scripts", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_CONFIG_HOME: folder.file("config") };
  const [word, other, empty] = [folder.file("word"), folder.file("other"), folder.file("empty")];
  Deno.writeTextFileSync(word, "green tea\n");
  Deno.writeTextFileSync(other, "coffee\n");
  Deno.writeTextFileSync(empty, "\n\n");
  await using server = new Program(chat("server", "--port", "0", "--ephemeral", "--door-file", word), env);
  const port = await server.waitForOutput(/:(\d+)\.\n/);
  const cases = [
    [[], 4, en.client.needWord],
    [["--door-file", other], 4, en.problem({ code: "closed", door: true, wrong: true })],
    [["--door-file", empty], 2, en.cli.badWord(empty)],
  ] as const;
  for (const [flags, code, sentence] of cases) {
    const refused = await runProgram(chat("send", "--port", port, ...flags, "ciao"), { env });
    assertEquals(refused, { code, stdout: "", stderr: `${sentence}\n` });
  }
  const sent = await runProgram(chat("send", "--port", port, "--door-file", word, "ciao"), {
    env,
  });
  assertEquals(sent, { code: 0, stdout: "", stderr: "" });
});

Deno.test("what is wrong with an invitation or the word is one sentence and its exit code", async () => {
  using folder = new TempFolder();
  const data = folder.file("none.db");
  const word = folder.file("word");
  Deno.writeTextFileSync(word, "tea");
  const cases = [
    [["invite", "lst"], 2, en.cli.badChoice("chat invite", "lst", "list")],
    [["invite", "list", "3"], 2, en.cli.extraArgument("3")],
    [["invite", "revoke"], 2, en.cli.missingInvitation],
    [["invite", "revoke", "ada"], 2, en.cli.missingInvitation],
    [["invite", "--expires", "0s"], 2, en.cli.badValue("--expires", "0s", en.cli.expected.period)],
    [["invite", "--role", "owner", "--uses", "2"], 2, en.invite.oneUse("owner")],
    [["invite", "--role", "king"], 2, en.cli.badValue("--role", "king", "moderator|owner")],
    [["invite", "list", "--data", data], 6, en.store["no-folder"](data)],
    [["server", "--closed", "--door-file", word], 2, en.cli.closedOrWord],
    [["server", "--door"], 2, en.cli.noTerminal("--door-file")],
  ] as const;
  await Promise.all(cases.map(async ([args, code, sentence]) => {
    const ended = await runProgram(chat(...args), { env: { LANG: "en", XDG_DATA_HOME: folder.path } });
    assertEquals(ended, { code, stdout: "", stderr: `${sentence}\n` });
  }));
});
