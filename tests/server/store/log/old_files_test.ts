/** Log files as servers of earlier commits wrote them: each opens, reads right, and goes on. Never to be changed. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { MessageFrame } from "../../../../protocol.ts";
import { openAccounts, openBotTokens, openTickets } from "../../../../server/store/accounts/open_beside.ts";
import { exportMessages, verifyLog } from "../../../../server/store/log/archive.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { SCHEMA_VERSION } from "../../../../server/store/log/schema.ts";
import { searchFile } from "../../../../server/store/search/search_file.ts";
import { draft, openIndexedLog, seqs, store } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/**
 * One file for each version of the schema, named by the commit whose code wrote it. All have the same two rooms, three
 * people and 45 messages; from version 2 on there is a topic, a 46th message that sets it, and an index of all but the
 * last; version 3 has two tokens of bots, one of them revoked; version 4 has three tickets, one of them used up and one
 * revoked, and was written by the first code that knew any; so was version 5, in which a name is claimed. Version 6 has the
 * secret from which the ids of persons are made,
 * version 7 a note of what the index must forget, version 8 a ban, a rank, a mode, a report and their audit, version 9 an
 * account whose holder is known by another number than its own, version 10 a text that was changed, an answer and a reaction,
 * version 11 a file.
 */
const FILES = [
  { version: 1, commit: "4dfa629", messages: 45 },
  { version: 2, commit: "d396ce9", messages: 46 },
  { version: 3, commit: "ec10bd6", messages: 46 },
  { version: 4, commit: "tickets", messages: 46 },
  { version: 5, commit: "accounts", messages: 46 },
  { version: 6, commit: "persons", messages: 46 },
  { version: 7, commit: "forgotten", messages: 46 },
  { version: 8, commit: "bans", messages: 46 },
  { version: 9, commit: "homes", messages: 46 },
  { version: 10, commit: "thoughts", messages: 46 },
  { version: 11, commit: "files", messages: 46 },
];

/** The time of the last heartbeat that the files have. */
const ALIVE = 1795256549051;

/** Unpacks a file. */
async function unpack(folder: TempFolder, version: number, commit: string): Promise<string> {
  const packed = new URL(`files/version${version}_${commit}.db.gz`, import.meta.url);
  const { readable } = await Deno.open(packed);
  const path = folder.file("chat.db");
  await Deno.writeFile(path, readable.pipeThrough(new DecompressionStream("gzip")));
  return path;
}

/** Where a search finds a word. */
function whereIs(path: string, word: string): string {
  const log = new DatabaseSync(path, { readOnly: true });
  const index = new DatabaseSync(`${path}-index`, { readOnly: true });
  try {
    const query = { terms: [{ text: word, isPhrase: true }], rooms: [], from: [], context: 0 };
    const found = searchFile({ log, index }, { query, rooms: ["lobby", "tea"], limit: 9 }, () => false);
    assert(found.kind === "found");
    return found.hits.map(({ message: { room, seq } }) => `${room} ${seq}`).join();
  } finally {
    index.close();
    log.close();
  }
}

test("there is a file of every version", () => {
  assertEquals(
    FILES.map(({ version }) => version),
    Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1),
    "a new version of the log: add a file that its code wrote",
  );
});

for (const { version, commit, messages } of FILES) {
  test(`a file of version ${version}, written at ${commit}, is read from outside as it is`, async () => {
    using folder = new TempFolder();
    const path = await unpack(folder, version, commit);
    const before = Deno.readFileSync(path);
    const all = [...exportMessages(path, {})];
    assertEquals(all.length, messages);
    assertEquals(all.slice(0, 3), [
      { type: "message", room: "lobby", seq: 1, at: 1795256501000, from: "ada", text: "ciao", id: "a-1" },
      {
        type: "message",
        room: "lobby",
        seq: 2,
        at: 1795256502000,
        from: "Zoë",
        text: "waves",
        id: 7,
        action: true,
      },
      { type: "message", room: "lobby", seq: 3, at: 1795256505000, from: "ada", text: "line 3", id: 100 },
    ]);
    assertEquals(verifyLog(path), { rooms: 2, messages });
    assertEquals(Deno.readFileSync(path), before);
  });

  test(`a file of version ${version}, written at ${commit}, opens with all that it has, and goes on`, async () => {
    using folder = new TempFolder();
    const path = await unpack(folder, version, commit);
    const { log, index } = openIndexedLog(path);
    const hasTopic = version > 1;
    assertEquals(log.rooms().map(({ name, first, last }) => [name, first, last]), [
      ["lobby", 1, 43],
      ["tea", 1, hasTopic ? 3 : 2],
    ]);
    assertEquals(log.topic("tea")?.text, hasTopic ? "All about tea" : undefined);
    assertEquals(log.read("tea", { after: 0, limit: 9 }).map(({ from, text }) => [from, text]).slice(0, 2), [
      ["nc", "tea?"],
      ["伟", "茶はいかが"],
    ]);
    assertEquals(seqs(log.read("lobby", { before: 44, limit: 3 })), [41, 42, 43]);
    assertEquals(log.presentMembers(ALIVE + 1_000, 60_000).map(({ name, rooms }) => [name, rooms]), [
      ["ada", hasTopic ? ["lobby", "tea"] : ["lobby"]],
      ["伟", ["tea"]],
    ]);
    assertEquals(log.memberByToken("hash 2")?.isHere, false);
    assertEquals(log.readMarksOf(2).get("lobby"), hasTopic ? 20 : 43); // Who was in a file of version 1 has read it all.
    assertEquals(log.newPersonId(), 4);
    const stored = store(log, draft("ciao", { id: "a-1" }), draft("new", { room: "tea" }));
    assertEquals(stored.map(({ message: { seq }, isRepeat }) => [seq, isRepeat]), [
      [1, true],
      [hasTopic ? 4 : 3, false],
    ]);
    while (index.step());
    index.close();
    log.close();
    assertEquals(verifyLog(path), { rooms: 2, messages: messages + 1 });
    assertEquals(["ciao", "茶", "last", "new"].map((word) => whereIs(path, word)), [
      "lobby 1",
      "tea 2",
      "lobby 43",
      hasTopic ? "tea 4" : "tea 3",
    ]);
  });
}

test("the tokens of bots in a file written at ec10bd6 are good, and the revoked one is not", async () => {
  using folder = new TempFolder();
  const path = await unpack(folder, 3, "ec10bd6");
  const tokens = openBotTokens(path);
  assertEquals(tokens.find("chat_0123456789abcdef0123456789abcdef")?.name, "ci");
  assertEquals(tokens.find("chat_revoked"), undefined);
  tokens.close();
});

test("of the tickets in a file of version 4, the one that is left is good", async () => {
  using folder = new TempFolder();
  const path = await unpack(folder, 4, "tickets");
  const tickets = openTickets(path);
  assertEquals(tickets.list(ALIVE).map(({ id, room, left, uses }) => [id, room, left, uses]), [[
    1,
    "tea",
    2,
    3,
  ]]);
  assertEquals(
    ["ticketAgood0123456789a", "A".repeat(22), "short"].map((token) => tickets.find(token, ALIVE)?.id),
    [
      1,
      undefined,
      undefined,
    ],
  );
  assertEquals([tickets.isInvited(2), tickets.isInvited(3)], [true, false]);
  tickets.close();
});

test("in a file of version 5 a name is claimed, by a key and a password", async () => {
  using folder = new TempFolder();
  const path = await unpack(folder, 5, "accounts");
  openIndexedLog(path).log.close();
  const accounts = openAccounts(path);
  assertEquals(accounts.named("ADA")?.role, "owner");
  assertEquals(accounts.credentialsOf(1).map(({ kind, value, label }) => [kind, value, label]), [
    ["key", "key a", "laptop"],
    ["password", "hash p", ""],
  ]);
  assertEquals([accounts.inTheWay("AdA"), accounts.inTheWay("ada", 1)].map((account) => account?.id), [
    1,
    undefined,
  ]);
  accounts.close();
});

test("persons have the ids in a file written at persons that they had then", async () => {
  using folder = new TempFolder();
  const log = openLog(await unpack(folder, 6, "persons"), "process");
  assertEquals([1, 2, -1].map((id) => log.publicIdOf(id)), ["NMP7dIrDTIRX", "hepdEwYdFA5_", "TdsJB1ZgU0z8"]);
  assertEquals(log.read("lobby", { after: 0, limit: 2 }).map(({ person }) => person), [
    "NMP7dIrDTIRX",
    "hepdEwYdFA5_",
  ]);
  log.close();
});

test("a message in a file of version 11 names its file, outside and inside, until it is deleted", async () => {
  using folder = new TempFolder();
  const path = await unpack(folder, 11, "files");
  const ofMessage = ([message]: readonly MessageFrame[]): unknown =>
    message?.file && [message.file.name, message.file.size];
  assertEquals(ofMessage([...exportMessages(path, {})].filter(({ seq }) => seq === 40)), ["plan.png", 9]);
  const log = openLog(path, "process");
  assertEquals(ofMessage(log.read("lobby", { after: 39, limit: 1 })), ["plan.png", 9]);
  assertEquals(log.files.find("Zk8r1oVt5wEy3uIq7pAs9dFg")?.seq, 40);
  store(log, draft("gone", { redacts: [40], action: true }));
  assertEquals(ofMessage(log.read("lobby", { after: 39, limit: 1 })), undefined);
  assertEquals(log.files.unnamed(), ["ac5a8c2eb7e8ecfbc6bd4f4d2ca9c9ce75e5d84d2ec0c9e4d1c50b0ae5a34c10"]);
  log.close();
});
