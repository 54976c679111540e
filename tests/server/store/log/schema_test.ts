/** That the logs which are out there can be read for ever. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { openBotTokens } from "../../../../server/store/accounts/open_beside.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { migrate, SCHEMA_VERSION } from "../../../../server/store/log/schema.ts";
import { exportMessages, verifyLog } from "../../../../server/store/log/archive.ts";
import { searchFile } from "../../../../server/store/search/search_file.ts";
import { createBotToken } from "../../../../server/store/accounts/bot_token_admin.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { draft, openIndexedLog, seqs, store } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";

/** A file of the first version. */
const FIRST = `
  CREATE TABLE server (one INTEGER PRIMARY KEY CHECK (one = 1), alive INTEGER NOT NULL) STRICT;
  INSERT INTO server VALUES (1, 1795256549051);
  CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL) STRICT;
  INSERT INTO rooms VALUES (1, 'lobby', 2), (2, 'tea', 1);
  CREATE TABLE messages (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, person INTEGER NOT NULL, sender TEXT NOT NULL, text TEXT NOT NULL,
    action INTEGER NOT NULL, id ANY
  ) STRICT;
  CREATE UNIQUE INDEX sent ON messages (person, id) WHERE id IS NOT NULL;
  INSERT INTO messages VALUES
    (1099511627777, 1795256542047, 1, 'ada', 'ciao', 0, 'a-1'),
    (1099511627778, 1795256543048, 2, 'Zoë', 'waves', 1, 7),
    (2199023255553, 1795256544049, 0, 'nc', 'tea?', 0, NULL);
  CREATE TABLE people (
    id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL, room TEXT NOT NULL, here INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX present ON people (id) WHERE here = 1;
  INSERT INTO people VALUES (1, 'hash 1', 'ada', 'lobby', 1), (2, 'hash 2', 'Zoë', 'lobby', 0);
  PRAGMA application_id = 1667785076;
  PRAGMA user_version = 1;
  `;

/** A file of the second, with an index. */
const SECOND = `
  CREATE TABLE server (one INTEGER PRIMARY KEY CHECK (one = 1), alive INTEGER NOT NULL) STRICT;
  INSERT INTO server VALUES (1, 1795256549051);
  CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL, topic TEXT, topic_from TEXT, topic_at INTEGER) STRICT;
  INSERT INTO rooms VALUES (1, 'lobby', 2, NULL, NULL, NULL), (2, 'tea', 1, NULL, NULL, NULL);
  CREATE TABLE messages (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, person INTEGER NOT NULL, sender TEXT NOT NULL, text TEXT NOT NULL,
    action INTEGER NOT NULL, id ANY
  ) STRICT;
  CREATE UNIQUE INDEX sent ON messages (person, id) WHERE id IS NOT NULL;
  INSERT INTO messages VALUES
    (1099511627777, 1795256542047, 1, 'ada', 'ciao', 0, 'a-1'),
    (1099511627778, 1795256543048, 2, 'Zoë', 'waves', 1, 7),
    (2199023255553, 1795256544049, 0, 'nc', 'tea?', 0, NULL);
  CREATE TABLE people (
    id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL, here INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX present ON people (id) WHERE here = 1;
  INSERT INTO people VALUES (1, 'hash 1', 'ada', 1), (2, 'hash 2', 'Zoë', 0);
  CREATE TABLE stays (
    person INTEGER NOT NULL, room TEXT NOT NULL, place INTEGER NOT NULL, read INTEGER NOT NULL,
    PRIMARY KEY (person, room)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO stays VALUES (1, 'lobby', 1, 2), (2, 'lobby', 0, 2);
  CREATE TABLE volumes (
    volume INTEGER NOT NULL, room INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
    oldest INTEGER NOT NULL, newest INTEGER NOT NULL, sorted INTEGER NOT NULL, PRIMARY KEY (volume, room)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shelf ON volumes (room, volume);
  CREATE VIRTUAL TABLE words_1048576 USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');
  INSERT INTO words_1048576 (rowid, words) VALUES
    (1099511627777, 'ada ciao'), (1099511627778, 'zoe waves');
  INSERT INTO volumes VALUES (1048576, 1, 1099511627777, 1099511627778, 1795256542047, 1795256543048, 1);
  PRAGMA application_id = 1667785076;
  PRAGMA user_version = 2;
  `;

/** A file of the third, with a token of a bot. */
const THIRD = `${SECOND}
  CREATE TABLE keys (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
    created INTEGER NOT NULL, used INTEGER, revoked INTEGER
  ) STRICT;
  INSERT INTO keys VALUES (1, 'hash k', 'ci', 'ci', 1795256540000, NULL, NULL);
  CREATE UNIQUE INDEX good ON keys (folded) WHERE revoked IS NULL;
  PRAGMA user_version = 3;
  `;

/** A file of the fourth, with a ticket. */
const FOURTH = `${THIRD}
  CREATE TABLE tickets (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, room TEXT, account INTEGER, name TEXT,
    role TEXT, uses INTEGER NOT NULL, left INTEGER NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,
    made_by TEXT, revoked INTEGER
  ) STRICT;
  INSERT INTO tickets VALUES (1, 'hash t', 'entry', 'tea', NULL, NULL, NULL, 2, 1, 1795256540000, 1795256640000, NULL, NULL);
  CREATE TABLE invited (person INTEGER PRIMARY KEY, ticket INTEGER NOT NULL) STRICT;
  INSERT INTO invited VALUES (2, 1);
  PRAGMA user_version = 4;
  `;

/** A file of the fifth, with an account. */
const FIFTH = `${FOURTH}
  CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
    seen INTEGER NOT NULL, role TEXT NOT NULL
  ) STRICT;
  CREATE TABLE credentials (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    label TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL, UNIQUE (kind, value)
  ) STRICT;
  CREATE INDEX held ON credentials (account);
  CREATE TABLE account_changes (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL) STRICT;
  INSERT INTO account_changes VALUES (1, 0);
  CREATE TRIGGER account_added AFTER INSERT ON accounts
    BEGIN UPDATE account_changes SET revision = revision + 1; END;
  CREATE TRIGGER account_changed AFTER UPDATE OF name, folded, role ON accounts
    BEGIN UPDATE account_changes SET revision = revision + 1; END;
  CREATE TRIGGER account_removed AFTER DELETE ON accounts
    BEGIN UPDATE account_changes SET revision = revision + 1; END;
  CREATE TRIGGER credential_added AFTER INSERT ON credentials
    BEGIN UPDATE account_changes SET revision = revision + 1; END;
  CREATE TRIGGER credential_removed AFTER DELETE ON credentials
    BEGIN UPDATE account_changes SET revision = revision + 1; END;
  ALTER TABLE people ADD COLUMN secure INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE people ADD COLUMN net TEXT NOT NULL DEFAULT '';
  ALTER TABLE people ADD COLUMN account INTEGER;
  ALTER TABLE people ADD COLUMN credential INTEGER;
  INSERT INTO accounts VALUES (1, 'ada', 'ada', 1795256540000, 1795256540000, 'owner');
  INSERT INTO credentials VALUES (1, 1, 'key', 'key a', 'laptop', 1795256540000, 1795256540000);
  UPDATE people SET secure = 1, net = '127.0.0.1', account = 1, credential = 1 WHERE id = 1;
  PRAGMA user_version = 5;
  `;

/** A file of the sixth, with the secret of its persons' ids. */
const SIXTH = `${FIFTH}
  ALTER TABLE server ADD COLUMN persons BLOB;
  UPDATE server SET persons = x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
  PRAGMA user_version = 6;
  `;

/** A file of the seventh, with a note of what the index must forget. */
const SEVENTH = `${SIXTH}
  CREATE TABLE forgotten (
    id INTEGER PRIMARY KEY AUTOINCREMENT, low INTEGER NOT NULL, high INTEGER NOT NULL
  ) STRICT;
  INSERT INTO forgotten VALUES (7, 1099511627774, 1099511627775);
  ALTER TABLE server ADD COLUMN identity TEXT NOT NULL DEFAULT '';
  UPDATE server SET identity = '0123456789abcdef0123456789abcdef';
  PRAGMA user_version = 7;
  `;

/** A file of the eighth, with what people in charge have done. */
const EIGHTH = `${SEVENTH}
  CREATE TABLE bans (
    n INTEGER PRIMARY KEY, effect TEXT NOT NULL, room TEXT, subject TEXT NOT NULL, marks TEXT NOT NULL,
    why TEXT NOT NULL, by TEXT NOT NULL, by_key TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER, lifted INTEGER
  ) STRICT;
  CREATE INDEX in_force ON bans (n) WHERE lifted IS NULL;
  CREATE TABLE grants (
    person TEXT NOT NULL, room TEXT NOT NULL, level TEXT NOT NULL, PRIMARY KEY (person, room)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE modes (room TEXT PRIMARY KEY, mode TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE reports (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, room TEXT, subject TEXT NOT NULL, seq INTEGER,
    why TEXT NOT NULL
  ) STRICT;
  CREATE TABLE audit (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, do TEXT NOT NULL, room TEXT, subject TEXT NOT NULL,
    why TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audited ON audit (at);
  ALTER TABLE messages ADD COLUMN redacts INTEGER;
  INSERT INTO bans VALUES (1, 'ban', NULL, 'eve', '[["name","eve"],["net","192.0.2.7"]]', 'spam', 'ada', 'a1',
    1795256543000, NULL, NULL);
  INSERT INTO audit VALUES (1, 1795256543000, 'ada', 'ban', NULL, 'eve', 'spam');
  PRAGMA user_version = 8;
  `;

/** A file of the ninth, with somebody who came with a second client. */
const NINTH = `${EIGHTH}
  ALTER TABLE accounts ADD COLUMN home INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE people ADD COLUMN home INTEGER;
  UPDATE people SET home = 1 WHERE id = 2;
  PRAGMA user_version = 9;
  `;

/** A file of the tenth, with a message that was changed, one that answers it, and a reaction. */
const TENTH = `${NINTH}
  ALTER TABLE messages ADD COLUMN about INTEGER;
  ALTER TABLE messages ADD COLUMN edited INTEGER;
  ALTER TABLE messages ADD COLUMN reactions TEXT;
  UPDATE messages SET edited = 1795256545000, reactions = '[["👍",[[2,"Zoë"]]]]' WHERE text = 'ciao';
  UPDATE messages SET about = 1 WHERE text = 'waves';
  PRAGMA user_version = 10;
  `;

/** A file of the eleventh, with a message that is about a file, and the hash of one that is to be removed. */
const ELEVENTH = `${TENTH}
  ALTER TABLE messages ADD COLUMN file INTEGER;
  CREATE TABLE files (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, size INTEGER NOT NULL, name TEXT NOT NULL,
    type TEXT NOT NULL, width INTEGER, height INTEGER, at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX files_by_hash ON files (hash);
  CREATE INDEX files_by_age ON files (at);
  CREATE TABLE unnamed_files (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TRIGGER file_removed AFTER DELETE ON files
    BEGIN INSERT OR IGNORE INTO unnamed_files VALUES (old.hash); END;
  CREATE TRIGGER message_of_file_removed AFTER DELETE ON messages WHEN old.file IS NOT NULL
    BEGIN DELETE FROM files WHERE n = old.n; END;
  CREATE TRIGGER message_of_file_redacted AFTER UPDATE OF redacts ON messages
    WHEN new.redacts IS NOT NULL AND old.file IS NOT NULL
    BEGIN DELETE FROM files WHERE n = old.n; END;
  INSERT INTO files VALUES (1099511627778, 'Zk8r1oVt5wEy3uIq7pAs9dFg',
    'ac5a8c2eb7e8ecfbc6bd4f4d2ca9c9ce75e5d84d2ec0c9e4d1c50b0ae5a34c10', 9, 'plan.png', 'image/png', 3, 3, 1795256543048);
  UPDATE messages SET file = 1 WHERE text = 'waves';
  INSERT INTO unnamed_files VALUES ('b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9');
  PRAGMA user_version = 11;
  `;

/**
 * A file of each version as it was written then: two rooms, three messages, two people. Never to be changed; a new
 * version needs a new one, which a test below asks for.
 */
const FROZEN: readonly string[] = [
  FIRST,
  SECOND,
  THIRD,
  FOURTH,
  FIFTH,
  SIXTH,
  SEVENTH,
  EIGHTH,
  NINTH,
  TENTH,
  ELEVENTH,
];

function frozen(folder: TempFolder, version: number): string {
  const path = folder.file(`version${version}.db`);
  const db = new DatabaseSync(path);
  db.exec(FROZEN[version - 1] ?? "");
  db.close();
  return path;
}

/** Where a search finds a word. */
function whereIs(path: string, word: string): string | undefined {
  const log = new DatabaseSync(path, { readOnly: true });
  const index = new DatabaseSync(`${path}-index`, { readOnly: true });
  try {
    const query = { terms: [{ text: word, isPhrase: true }], rooms: [], from: [], context: 0 };
    const found = searchFile({ log, index }, { query, rooms: ["lobby", "tea"], limit: 9 }, () => false);
    return found.kind === "found"
      ? found.hits.map(({ message: { room, seq } }) => `${room} ${seq}`).join()
      : "";
  } finally {
    index.close();
    log.close();
  }
}

/** How tables and indexes are made, blanks not counted. */
function shapeOf(path: string): readonly unknown[] {
  const db = new DatabaseSync(path);
  const rows = db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")
    .all();
  db.close();
  return rows.map(({ name, sql }) => [name, String(sql).replaceAll(/\s+/g, " ")]);
}

Deno.test("a file of every version there ever was is frozen here", () => {
  assertEquals(FROZEN.length, SCHEMA_VERSION, "a new version of the log: freeze a file of it above");
});

for (const version of FROZEN.keys().map((index) => index + 1)) {
  test(`a file of version ${version} opens, with everything that was in it`, () => {
    using folder = new TempFolder();
    const path = frozen(folder, version);
    const { log: history, index } = openIndexedLog(path);
    const lobby = history.read("lobby", { after: 0, limit: 9 });
    assertEquals(lobby.map(({ seq, from, text, id, action }) => [seq, from, text, id, action]), [
      [1, "ada", "ciao", "a-1", undefined],
      [2, "Zoë", "waves", 7, true],
    ]);
    assertEquals(history.read("tea", { after: 0, limit: 9 }), [
      { type: "message", room: "tea", seq: 1, at: 1795256544049, from: "nc", text: "tea?" },
    ]);
    assertEquals(history.memberByToken("hash 2")?.name, "Zoë");
    assertEquals(history.presentMembers(1795256549052, 1_000).map(({ name }) => name), ["ada"]);
    assertEquals(history.presentMembers(1795256549052, 1_000).map(({ rooms }) => rooms), [["lobby"]]);
    assertEquals([...history.readMarksOf(2)], [["lobby", 2]]);
    assertEquals(history.rooms().map(({ name, first, last, topic }) => [name, first, last, topic]), [
      ["lobby", 1, 2, undefined],
      ["tea", 1, 1, undefined],
    ]);
    assertEquals(history.newPersonId(), 3);
    const stored = store(history, draft("ciao", { id: "a-1", personId: 1 }), draft("next"));
    assertEquals(seqs(stored.map(({ message }) => message)), [1, 3]);
    while (index.step());
    index.close();
    history.close();
    assertEquals(verifyLog(path), { rooms: 2, messages: 4 });
    assertEquals(["ciao", "waves", "tea", "next"].map((word) => whereIs(path, word)), [
      "lobby 1",
      "lobby 2",
      "tea 1",
      "lobby 3",
    ]);
  });

  test(`a file of version ${version} is read from outside as it is`, () => {
    using folder = new TempFolder();
    const path = frozen(folder, version);
    const before = Deno.readFileSync(path);
    assertEquals([...exportMessages(path, {})].map(({ text }) => text), ["ciao", "waves", "tea?"]);
    assertEquals(verifyLog(path), { rooms: 2, messages: 3 });
    assertEquals(Deno.readFileSync(path), before);
  });

  test(`a file of version ${version} becomes what a new one is`, () => {
    using folder = new TempFolder();
    const path = frozen(folder, version);
    openLog(path, "process").close();
    openLog(folder.file("new.db"), "process").close();
    assertEquals(shapeOf(path), shapeOf(folder.file("new.db")));
  });
}

test("a file of the first version takes tokens once it is opened, and keeps all that it had", () => {
  using folder = new TempFolder();
  const path = frozen(folder, 1);
  const made = createBotToken(path, "ci", "guest", 1_000);
  assert(made.isMade);
  const keys = openBotTokens(path);
  assertEquals([keys.find(made.token)?.name, keys.names().includes("ci"), keys.find("other")], [
    "ci",
    true,
    undefined,
  ]);
  keys.close();
  assertEquals(verifyLog(path), { rooms: 2, messages: 3 });
});

test("a step that fails leaves the file as it was", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const db = new DatabaseSync(path);
  const exec = db.exec.bind(db);
  db.exec = (sql: string) => {
    exec(sql.includes("COMMIT") ? "SELECT no_such_column FROM server" : sql);
  };
  assertThrows(() => migrate(db, path), Error);
  db.close();
  assertEquals(shapeOf(path), []);
  openLog(path, "process").close();
  assert(shapeOf(path).length > 4);
});
