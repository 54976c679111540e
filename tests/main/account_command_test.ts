/** `chat account` and `chat owner`, as programs, beside a server that runs and without one. */

import { assert, assertEquals } from "@std/assert";
import { openAccounts } from "../../server/store/accounts.ts";
import { openLog } from "../../server/store/log/open.ts";
import { runProgram } from "../support/program.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";

const CHAT = [Deno.execPath(), "run", "-A", "--no-check", new URL("../../main.ts", import.meta.url).pathname];

function assertMatch(text: string, pattern: RegExp): void {
  assert(pattern.test(text), text);
}

/** A log in which ada has claimed her name with a key and a browser, and bob his with a password. */
function scene(): { readonly folder: TempFolder; readonly data: string } {
  const folder = new TempFolder();
  const data = folder.file("chat.db");
  openLog(data, "process").close();
  const accounts = openAccounts(data);
  const proof = (kind: "key" | "password" | "session", value: string) =>
    ({ kind, value, label: "" }) as const;
  const ada = accounts.create({ name: "ada", role: "member", home: 0 }, proof("key", "k"), 1000);
  accounts.add(ada.account, proof("session", "s"), 1000);
  accounts.create({ name: "bob", role: "moderator", home: 0 }, proof("password", "p"), 1000);
  accounts.close();
  return { folder, data };
}

test("claimed names are listed, renamed, reset and removed from the command line; a name that is nobody's is exit code 4", async () => {
  const { folder, data } = scene();
  using _ = folder;
  const chat = (...args: string[]) => runProgram([...CHAT, ...args, "--data", data, "--lang", "en"]);
  const list = await chat("account", "list");
  assertMatch(
    list.stdout,
    /^NAME {2}ROLE {7}CLAIMED {5}LAST SEEN {3}PROOFS\nada {3}member {5}1970-01-01 {2}1970-01-01 {2}1\nbob {3}moderator {2}1970-01-01 {2}1970-01-01 {2}1\n$/,
  );
  assertEquals((await chat("account", "rename", "bob", "rob")).stdout, "The name bob is rob from now on.\n");
  const taken = await chat("account", "rename", "rob", "ADA");
  assertEquals([taken.code, taken.stdout], [4, ""]);
  assertEquals(taken.stderr, 'The name "ADA" is taken. "ADA2" is free.\n');
  const reset = await chat("account", "reset", "ada", "--host", "chat.example");
  assertEquals(reset.code, 0);
  assertMatch(
    reset.stdout,
    /^chat:\/\/chat\.example:53000\/#.*t=[\w-]{22}\nhttps:\/\/chat\.example:53000\/#\/.*t=[\w-]{22}\n$/,
  );
  assert(reset.stderr.includes("shown only now"), reset.stderr);
  const accounts = openAccounts(data);
  assertEquals(accounts.credentialsOf(accounts.named("ada")?.id ?? 0), []); // Browsers are out as well.
  accounts.close();
  assertEquals((await chat("account", "remove", "ada")).code, 0);
  assertEquals((await chat("account", "remove", "ada")).code, 4);
  assertEquals((await chat("account", "reset", "nobody")).code, 4);
  assert(!(await chat("account", "list")).stdout.includes("ada"));
});

test("chat owner makes the holder of a claimed name the owner, also once the old one is lost", async () => {
  const { folder, data } = scene();
  using _ = folder;
  const chat = (...args: string[]) => runProgram([...CHAT, ...args, "--data", data, "--lang", "en"]);
  assertEquals(
    (await chat("owner", "ADA")).stdout,
    "The holder of ADA is owner of this server from now on.\n",
  );
  const accounts = openAccounts(data);
  assertEquals([accounts.named("ada")?.role, accounts.named("bob")?.role], ["owner", "moderator"]);
  accounts.close();
  const nobody = await chat("owner", "zoe");
  assertEquals([nobody.code, nobody.stdout, nobody.stderr], [4, "", 'Nobody has claimed the name "zoe".\n']);
  const nowhere = await runProgram([...CHAT, "owner", "ada", "--data", `${data}-not-there`, "--lang", "en"]);
  assertEquals(nowhere.code, 6);
});
