/** The open file of the log and the one at its path: what is noticed when they are not the same, and what a look costs. */

import { assertEquals, assertThrows } from "@std/assert";
import { CannotStore, openLog } from "../../../../server/store/log.ts";
import type { SqliteLog } from "../../../../server/store/log.ts";
import { draft, store } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const isWindows = Deno.build.os === "windows";

/** A log in a folder of its own, with a message, and a clock that is turned by hand. */
class Opened implements Disposable {
  readonly folder = new TempFolder();
  readonly path = this.folder.file("chat.db");
  now = 0;
  readonly log: SqliteLog = openLog(this.path, "process", { elapsed: () => this.now });

  constructor() {
    store(this.log, draft("first"));
  }

  /** Says something after more than a second: the file that is in the way, or "stored". */
  say(): string {
    this.now += 1_001;
    try {
      store(this.log, draft("more"));
      return "stored";
    } catch (error) {
      if (!(error instanceof CannotStore) || error.kind !== "replaced") throw error;
      return error.path.slice(this.folder.path.length + 1);
    }
  }

  [Symbol.dispose](): void {
    this.log.close();
    this.folder[Symbol.dispose]();
  }
}

for (const name of ["chat.db", "chat.db-wal", "chat.db-shm", "chat.db-lock"]) {
  Deno.test({
    name: `without ${name} at its place nothing is stored, and again once it is back`,
    ignore: isWindows,
    fn: () => {
      using opened = new Opened();
      assertEquals([opened.say(), opened.log.canStore()], ["stored", true]);
      const [file, aside] = [opened.folder.file(name), opened.folder.file("aside")];
      Deno.renameSync(file, aside);
      assertEquals([opened.say(), opened.say(), opened.log.canStore()], [name, name, false]);
      Deno.copyFileSync(aside, file);
      assertEquals(opened.say(), name);
      Deno.renameSync(aside, file);
      assertEquals([opened.say(), opened.log.canStore()], ["stored", true]);
      assertEquals(opened.log.last("lobby"), 3);
    },
  });
}

Deno.test({
  name: "a second name of the file is noticed; a log that has one is not opened, and stays as it is",
  ignore: isWindows,
  fn: () => {
    using opened = new Opened();
    const second = opened.folder.file("second.db");
    Deno.linkSync(opened.path, second);
    assertEquals(opened.say(), "chat.db");
    assertEquals(assertThrows(() => openLog(second, "process"), CannotStore).kind, "linked");
    const names = Array.from(Deno.readDirSync(opened.folder.path), ({ name }) => name);
    assertEquals(names.filter((name) => name.startsWith("second")), ["second.db"]);
    Deno.removeSync(second);
    assertEquals(opened.say(), "stored");
  },
});

Deno.test({
  name: "what was stored before the -wal was removed is in the log after the end",
  ignore: isWindows,
  fn: () => {
    const opened = new Opened();
    Deno.removeSync(`${opened.path}-wal`);
    assertEquals(opened.say(), "chat.db-wal");
    opened.log.close();
    const again = openLog(opened.path, "process");
    assertEquals(again.last("lobby"), 1);
    again.close();
    opened.folder[Symbol.dispose]();
  },
});

Deno.test({
  name: "two links that lead to no file yet lead to one log, which one server has",
  ignore: isWindows,
  fn: () => {
    using folder = new TempFolder();
    for (const name of ["one.db", "two.db"]) Deno.symlinkSync(folder.file("real.db"), folder.file(name));
    const log = openLog(folder.file("one.db"), "process");
    assertEquals(assertThrows(() => openLog(folder.file("two.db"), "process"), CannotStore).kind, "in-use");
    log.close();
  },
});

test("however much is said, the files are looked at once a second", () => {
  using opened = new Opened();
  const { statSync } = Deno;
  let looks = 0;
  Deno.statSync = (path) => {
    looks++;
    return statSync(path);
  };
  try {
    opened.say();
    const once = looks;
    for (let i = 0; i < 1_000; i++) store(opened.log, draft("quick"));
    assertEquals([once, looks], isWindows ? [0, 0] : [4, 4]);
  } finally {
    Deno.statSync = statSync;
  }
});
