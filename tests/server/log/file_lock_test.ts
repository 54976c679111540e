/** The lock on the file of the log itself: it holds under every path that leads there, and SQLite does not mind it. */

import { assertEquals, assertRejects } from "@std/assert";
import { CannotStore, lockFile, openLog } from "../../../server/log.ts";
import { draft, store } from "../../support/log_fixtures.ts";
import { SmallDisk } from "../../support/small_disk.ts";
import { TempFolder } from "../../support/temp_folder.ts";

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
    const log = openLog(path, "process", undefined, { lock, elapsed: () => 0 });
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
      openLog(path, "process", undefined, { lock });
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
