/** `chat token`, as a person writes it. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";

function chat(...args: readonly string[]): readonly string[] {
  return [...FROM_SOURCE, ...args];
}

Deno.test("a token is made, shown once, listed without itself, and revoked, before and while a server runs", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_DATA_HOME: folder.path };
  const made = await runProgram(chat("token", "new", "ci"), { env });
  assertEquals([made.code, made.stderr], [0, `${en.tokens.made("ci")}\n`]);
  const token = made.stdout.trimEnd();
  assert(/^chat_[0-9a-f]{32}$/.test(token), token);
  await using server = new Program(chat("server", "--port", "0", "--quiet"), env);
  const port = Number(await server.waitForOutput(/:(\d+)\.\n/));
  const say = (): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/say`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: "ciao",
    });
  const answer = await say();
  assertEquals([answer.status, (await answer.json()).seq], [200, 1]);
  const alike = await runProgram(chat("token", "new", "\u0441\u0456"), { env }); // Cyrillic, wholly.
  const looks = {
    code: "name-taken",
    name: "\u0441\u0456",
    suggestion: "\u0441\u04562",
    like: "ci",
  } as const;
  assertEquals([alike.code, alike.stderr], [4, `${en.problem(looks)}\n`]);
  const [list, taken, bad] = await Promise.all([
    runProgram(chat("token", "list"), { env }),
    runProgram(chat("token", "new", "CI"), { env }),
    runProgram(chat("token", "new", "a b"), { env }),
  ]);
  const stamp = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
  assert(new RegExp(`^NAME +MADE +LAST USED\nci +${stamp} +${stamp}\n$`).test(list.stdout), list.stdout);
  const problem = en.problem({ code: "name-taken", name: "CI", suggestion: "CI2" });
  assertEquals([taken.code, taken.stdout, taken.stderr], [4, "", `${problem}\n`]);
  assertEquals([bad.code, bad.stdout], [4, ""]);
  const revoked = await runProgram(chat("token", "revoke", "ci"), { env });
  assertEquals([revoked.code, revoked.stdout], [0, `${en.tokens.revoked("ci")}\n`]);
  const refused = await say();
  assertEquals([refused.status, await refused.text()], [401, `${en.doors.needsToken}\n`]);
  const [again, empty] = await Promise.all([
    runProgram(chat("token", "revoke", "ci", "--lang", "it"), { env }),
    runProgram(chat("token", "list"), { env }),
  ]);
  assertEquals([again.code, again.stderr], [4, `${it.tokens.unknown("ci")}\n`]);
  assertEquals(empty.stdout, `${en.tokens.none}\n`);
  for (const { name } of Deno.readDirSync(folder.file("chat"))) {
    const text = new TextDecoder("latin1").decode(Deno.readFileSync(folder.file(`chat/${name}`)));
    assert(!text.includes(token), `${name} has the token in it`);
  }
});

Deno.test("what is wrong with chat token is one sentence and its exit code", async () => {
  using folder = new TempFolder();
  const data = folder.file("none.db");
  const cases = [
    [[], 2, en.cli.missingTokenAction(["new", "list", "revoke"])],
    [["nwe", "ci"], 2, en.cli.badChoice("chat token", "nwe", "new")],
    [["new"], 2, en.cli.missingTokenName("new")],
    [["list", "ci"], 2, en.cli.extraArgument("ci")],
    [["list", "--data", data], 6, en.store["no-folder"](data)],
    [["revoke", "ci", "--data", data], 6, en.store["no-folder"](data)],
    [["new", "ci", "--data", folder.path], 6, en.store["not-ours"](folder.path)],
  ] as const;
  await Promise.all(cases.map(async ([args, code, sentence]) => {
    const ended = await runProgram(chat("token", ...args), {
      env: { LANG: "en", XDG_DATA_HOME: folder.path },
    });
    assertEquals(ended, { code, stdout: "", stderr: `${sentence}\n` });
  }));
});
