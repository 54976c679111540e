/** The lock on the file of the log itself: it holds under every path that leads there, and SQLite does not mind it. */

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { CannotStore, lockFile, openLog, verifyLog } from "../../../../server/store/log.ts";
import { APPLICATION_ID } from "../../../../server/store/log/schema.ts";
import { draft, store } from "../../../support/log_fixtures.ts";
import { SmallDisk } from "../../../support/small_disk.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const isLinux = Deno.build.os === "linux";

/** An older Deno goes on waiting for a lock that was not free, until the process ends. */
const canTry = typeof Reflect.get(Deno.FsFile.prototype, "tryLockSync") === "function";
const sanitizers = { sanitizeOps: canTry, sanitizeResources: canTry };

/** Runs a command of the system. */
async function run(command: string, ...args: readonly string[]): Promise<void> {
  assertEquals((await new Deno.Command(command, { args: [...args] }).output()).success, true);
}

/** Why a file cannot be locked. */
async function refusal(path: string): Promise<string> {
  return (await assertRejects(() => lockFile(path), CannotStore)).kind;
}

Deno.test({
  name:
    "a locked file is in use by its own name, by a link and by a hard link, and free after the log was closed",
  ignore: !isLinux,
  ...sanitizers,
  fn: async () => {
    using folder = new TempFolder();
    const path = folder.file("chat.db");
    const lock = await lockFile(path);
    const log = openLog(path, "process", { lock, elapsed: () => 0 });
    Deno.symlinkSync(path, folder.file("link.db"));
    Deno.linkSync(path, folder.file("hard.db"));
    for (const name of ["chat.db", "link.db", "hard.db"]) {
      assertEquals(await refusal(folder.file(name)), "in-use", name);
    }
    store(log, draft("SQLite has its own locks"));
    log.close();
    (await lockFile(folder.file("hard.db")))?.close();
  },
});

Deno.test({
  name: "the lock is let go when the log cannot be opened, and is none where the file cannot be had",
  ignore: !isLinux,
  ...sanitizers,
  fn: async () => {
    using folder = new TempFolder();
    const path = folder.file("letter.txt");
    Deno.writeTextFileSync(path, "Dear Ada, ".repeat(1_000));
    const lock = await lockFile(path);
    await assertRejects(async () => {
      await Promise.resolve();
      openLog(path, "process", { lock });
    }, CannotStore);
    (await lockFile(path))?.close();
    assertEquals(await lockFile(folder.file("none/chat.db")), undefined);
    assertEquals(await lockFile(folder.path), undefined);
  },
});

const canMount = SmallDisk.isPossible();

Deno.test({
  name: `a file that is mounted somewhere else as well is in use there, too${
    canMount ? "" : " (skipped: nothing can be mounted here)"
  }`,
  ignore: !canMount,
  ...sanitizers,
  fn: async () => {
    using folder = new TempFolder();
    const [path, elsewhere] = [folder.file("chat.db"), folder.file("elsewhere.db")];
    const lock = await lockFile(path);
    Deno.writeTextFileSync(elsewhere, "");
    await run("mount", "--bind", path, elsewhere);
    try {
      assertEquals(await refusal(elsewhere), "in-use");
    } finally {
      await run("umount", "-l", elsewhere); // An older Deno still waits for the lock there.
    }
    lock?.close();
  },
});

Deno.test({
  name: `a disk that can only be read is called that, to write and to read, and nothing is left on it${
    canMount ? "" : " (skipped: nothing can be mounted here)"
  }`,
  ignore: !canMount,
  fn: async () => {
    await using disk = await SmallDisk.mount("1m");
    const path = disk.file("chat.db");
    openLog(path, "process").close();
    await run("mount", "-o", "remount,ro", disk.file("."));
    const kinds = [
      () => openLog(path, "process"),
      () => openLog(disk.file("new.db"), "process"),
      () => verifyLog(path),
    ].map((open) => assertThrows(open, CannotStore).kind);
    assertEquals(kinds, ["read-only-disk", "read-only-disk", "read-only-disk"]);
  },
});

Deno.test("a log that is empty or half made is called that, and a log without a name leaves no file", () => {
  using folder = new TempFolder();
  const [empty, half] = [folder.file("empty.db"), folder.file("half.db")];
  Deno.writeTextFileSync(empty, "");
  const db = new DatabaseSync(half);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; CREATE TABLE rooms (other)`);
  db.close();
  const kind = (open: () => unknown): string => assertThrows(open, CannotStore).kind;
  assertEquals(kind(() => verifyLog(empty)), "empty");
  const error = assertThrows(() => openLog(half, "process"), CannotStore);
  assertEquals([error.kind, error.message], ["damaged", "table rooms already exists"]);
  assertEquals(kind(() => openLog("", "process")), "no-folder");
  assertThrows(() => Deno.statSync("-lock"), Deno.errors.NotFound);
});
