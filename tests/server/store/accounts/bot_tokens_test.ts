/** Bot tokens in the log's file: which are valid, how their uses are noted, and what is stored of them. */

import { assert, assertEquals } from "@std/assert";
import {
  createBotToken,
  listBotTokens,
  openBotTokens,
  personIdOf,
  revokeBotToken,
} from "../../../../server/store/accounts.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/** Creates a token and returns it. */
function create(path: string, name: string): string {
  const created = createBotToken(path, name, "guest", 1_000);
  assert(created.isMade);
  return created.token;
}

test("a token is valid from when another process creates it until it revokes it", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const first = create(path, "ci");
  const tokens = openBotTokens(path);
  const second = create(path, "deploy");
  const [ci, deploy] = [tokens.find(first), tokens.find(second)];
  assert(ci !== undefined && deploy !== undefined);
  assertEquals([ci.name, deploy.name, tokens.names()], ["ci", "deploy", ["ci", "deploy"]]);
  assertEquals([personIdOf(ci), personIdOf(deploy)], [-1, -2]);
  assertEquals([revokeBotToken(path, "CI", 2_000), revokeBotToken(path, "ci", 2_000)], [true, false]);
  assertEquals([tokens.find(first), tokens.isValid(ci), tokens.isValid(deploy)], [undefined, false, true]);
  assertEquals(personIdOf(tokens.find(create(path, "ci")) ?? ci), -3);
  tokens.close();
});

test("a use is noted, to the minute", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const token = create(path, "ci");
  const tokens = openBotTokens(path);
  for (const now of [100_000, 159_999, 160_000]) {
    const found = tokens.find(token);
    assert(found !== undefined);
    tokens.noteUse(found, now);
    assertEquals(listBotTokens(path)[0]?.used, now === 160_000 ? 160_000 : 100_000);
  }
  tokens.close();
});

test("the file has no token in clear", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const token = create(path, "ci");
  const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(path));
  assertEquals([bytes.includes(token), bytes.includes(token.slice(5)), token.startsWith("chat_")], [
    false,
    false,
    true,
  ]);
});
