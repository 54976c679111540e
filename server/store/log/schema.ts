/**
 * The tables of the log, and the steps that bring an older file up to date.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { CannotStore } from "./errors.ts";
import { text } from "./rows.ts";
import { inTransaction } from "./transaction.ts";

/** The `application_id` that marks a SQLite file as ours: the letters "chat". */
export const APPLICATION_ID = 0x63686174;

/**
 * Each step makes the next version out of the one before. A step that has been released is never changed: files
 * that it made are out there.
 *
 * `messages.n` is the room's number times 2^40 plus `seq`. `person` and `id` together are unique, so that what is
 * sent again because its ack was lost is stored once. `messages.action` is 0 for what is said, 1 for what is done
 * (`/me`), 2 for a topic, 3 for a redaction, whose `id` is its own key and the numbers of the messages whose texts it took;
 * 4 for a change of a text and 5 for a reaction, see `message_changes.ts`.
 *
 * `stays` has who is in which rooms (`place` counts from 1 in the order of entering, 0 is not in) and up to where they
 * have read (`read`). Who was in a room when the file was of version 1 has read all of it.
 *
 * In versions 2 to 6 the index of the words was in this file, too, as `volumes` and tables `words_1` and so on: see
 * {@linkcode dropOldIndex}.
 *
 * `keys` are the tokens of programs; one that is revoked stays, so that its number, which its messages have (below 0) as
 * their `person`, is never another's.
 *
 * `tickets` are invitations, by the hash of their token: `left` counts down from `uses`. `invited` tells by which ticket a
 * person came in. `account` is a number of the table of accounts, `name` the only name that a ticket is good for.
 *
 * `accounts` are claimed names, `credentials` what proves to be the holder of one: public keys, hashes of passwords and
 * of session tokens. `account_changes.revision` counts what others than its reader must learn of. Of a resume token,
 * `people` has whether it was given over a connection on which nobody reads along (`secure`), from which address key
 * (`net`, empty where that is not known), and by which account and credential its bearer had come, if by any. Whoever
 * comes with several clients has a person's number for each; `home` is the one by which everybody knows them, in a row
 * of `people` where it is another one, and in that of their account (0 in one claimed before there was this column).
 *
 * `server.persons` is the secret from which the ids are made by which everybody knows persons (`public_ids.ts`).
 *
 * `forgotten` has the messages (`low` to `high` are values of `n`) that the index must still forget; its numbers are never
 * given out twice. `server.identity` is this log's own, by which an index knows whose it is.
 *
 * `bans` hit whoever has one of their `marks` (pairs of what somebody is known by, as JSON); `modes` has what rooms, and
 * under an empty name the server, are set to. `grants.person` is `a` and the number of an account, `s` and that of a
 * person, `b` and that of a bot. `messages.redacts` is 0 for a message whose text was taken away.
 *
 * `files` has the file of a message, by its key `n`; the bytes lie beside the log under their hash, as often as they were sent
 * once. `messages.file` is set for such a message. Whatever deletes the message or its text deletes the row, by triggers, so
 * that no way of doing so can miss it; `unnamed_files` has the hashes of what was deleted, for whoever removes the bytes.
 *
 * `messages.about` is the `seq` of the message that one answers, changes or reacts to, `edited` when its own text was
 * changed last, `reactions` what others put below it, as JSON.
 */
const STEPS: readonly string[] = [
  `
  CREATE TABLE server (one INTEGER PRIMARY KEY CHECK (one = 1), alive INTEGER NOT NULL) STRICT;
  INSERT INTO server VALUES (1, 0);
  CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL) STRICT;
  CREATE TABLE messages (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, person INTEGER NOT NULL, sender TEXT NOT NULL, text TEXT NOT NULL,
    action INTEGER NOT NULL, id ANY
  ) STRICT;
  CREATE UNIQUE INDEX sent ON messages (person, id) WHERE id IS NOT NULL;
  CREATE TABLE people (
    id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL, room TEXT NOT NULL, here INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX present ON people (id) WHERE here = 1;
  `,
  `
  ALTER TABLE rooms ADD COLUMN topic TEXT;
  ALTER TABLE rooms ADD COLUMN topic_from TEXT;
  ALTER TABLE rooms ADD COLUMN topic_at INTEGER;
  CREATE TABLE stays (
    person INTEGER NOT NULL, room TEXT NOT NULL, place INTEGER NOT NULL, read INTEGER NOT NULL,
    PRIMARY KEY (person, room)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO stays
    SELECT people.id, people.room, people.here, coalesce(rooms.last, 0)
    FROM people LEFT JOIN rooms ON rooms.name = people.room WHERE people.room <> '';
  ALTER TABLE people DROP COLUMN room;
  CREATE TABLE volumes (
    volume INTEGER NOT NULL, room INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
    oldest INTEGER NOT NULL, newest INTEGER NOT NULL, sorted INTEGER NOT NULL, PRIMARY KEY (volume, room)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shelf ON volumes (room, volume);
  `,
  `
  CREATE TABLE keys (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
    created INTEGER NOT NULL, used INTEGER, revoked INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX good ON keys (folded) WHERE revoked IS NULL;
  `,
  `
  CREATE TABLE tickets (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, room TEXT, account INTEGER, name TEXT,
    role TEXT, uses INTEGER NOT NULL, left INTEGER NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,
    made_by TEXT, revoked INTEGER
  ) STRICT;
  CREATE TABLE invited (person INTEGER PRIMARY KEY, ticket INTEGER NOT NULL) STRICT;
  `,
  `
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
  `,
  `
  ALTER TABLE server ADD COLUMN persons BLOB;
  UPDATE server SET persons = randomblob(32);
  `,
  `
  CREATE TABLE forgotten (
    id INTEGER PRIMARY KEY AUTOINCREMENT, low INTEGER NOT NULL, high INTEGER NOT NULL
  ) STRICT;
  ALTER TABLE server ADD COLUMN identity TEXT NOT NULL DEFAULT '';
  UPDATE server SET identity = lower(hex(randomblob(16)));
  `,
  `
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
  `,
  `
  ALTER TABLE accounts ADD COLUMN home INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE people ADD COLUMN home INTEGER;
  `,
  `
  ALTER TABLE messages ADD COLUMN about INTEGER;
  ALTER TABLE messages ADD COLUMN edited INTEGER;
  ALTER TABLE messages ADD COLUMN reactions TEXT;
  `,
  `
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
  `,
];

/** The first version in which messages say which other one they are about. */
export const HAS_CHANGES = 10;

/** The first version in which messages have files. */
export const HAS_FILES = 11;

/** The version that this program reads and writes. */
export const SCHEMA_VERSION = STEPS.length;

/**
 * Reads the version of an open file, 0 for one that has nothing in it yet.
 *
 * @throws {CannotStore} When it is another program's, or of a newer chat.
 */
export function checkVersion(db: DatabaseSync, path: string): number {
  const version = pragma(db, "user_version");
  const application = pragma(db, "application_id");
  const isNew = version === 0 && application === 0 &&
    db.prepare("SELECT name FROM sqlite_schema").get() === undefined;
  if (!isNew && application !== APPLICATION_ID) {
    throw new CannotStore("not-ours", path, "another program's database");
  }
  if (version > SCHEMA_VERSION) throw new CannotStore("newer", path, `version ${version}`);
  return version;
}

/** Brings an open file to {@linkcode SCHEMA_VERSION}, all steps in one transaction. @throws {CannotStore} */
export function migrate(db: DatabaseSync, path: string): void {
  const version = checkVersion(db, path);
  if (version === SCHEMA_VERSION) return;
  inTransaction(db, "write", () => {
    for (const step of STEPS.slice(version)) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

/**
 * Drops an index that an older chat kept in the log's own file, a table at a time: all at once would take seconds with
 * nothing written. Where it breaks off, the next opening goes on.
 */
export function dropOldIndex(db: DatabaseSync): void {
  const tables = db.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'words_[0-9]*' AND sql GLOB 'CREATE VIRTUAL*'",
  ).all();
  for (const row of tables) db.exec(`DROP TABLE ${text(row, "name")}`);
  db.exec("DROP TABLE IF EXISTS volumes");
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}
