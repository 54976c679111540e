/** `chat restore`, and moving a server whole: its log and its key. */

import { assert, assertEquals } from "@std/assert";
import { openLog } from "../../server/store/log/open.ts";
import { en } from "../../words/en.ts";
import { storeNumbered } from "../support/log_fixtures.ts";
import { FROM_SOURCE, Program, type ProgramResult, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

function chat(...args: readonly string[]): Promise<ProgramResult> {
  return runProgram([...FROM_SOURCE, ...args]);
}

function makeLog(path: string, messages: number): void {
  const log = openLog(path, "process");
  storeNumbered(log, messages);
  log.close();
}

Deno.test("a backup takes the place of the log, which is kept with all that belongs to it", async () => {
  using folder = new TempFolder();
  const [data, backup] = [folder.file("chat.db"), folder.file("backup.db")];
  makeLog(backup, 2);
  makeLog(data, 5);
  Deno.writeTextFileSync(`${data}-wal`, ""); // What a server that was killed may leave.
  const { code, stdout, stderr } = await chat("restore", backup, "--data", data);
  assertEquals([code, stderr], [0, ""]);
  const [, before = ""] = /is in (.*)\.\n$/.exec(stdout) ?? [];
  const sentences = [
    en.archive.whole(data, 1, 2),
    en.operating.restored(data),
    en.operating.keptBefore(before),
  ];
  assertEquals(stdout, sentences.map((sentence) => `${sentence}\n`).join(""));
  assertEquals((await chat("verify", data)).stdout, `${en.archive.whole(data, 1, 2)}\n`);
  assertEquals(Deno.statSync(`${before}-wal`).size, 0);
  assertEquals((await chat("verify", before)).stdout, `${en.archive.whole(before, 1, 5)}\n`);
  assertEquals((Deno.statSync(data).mode ?? 0) & 0o777, 0o600);
});

Deno.test("while a server has the log open nothing is restored, and a backup that is not whole never is", async () => {
  using folder = new TempFolder();
  const [data, backup, broken] = [folder.file("chat.db"), folder.file("backup.db"), folder.file("broken.db")];
  makeLog(backup, 2);
  Deno.writeTextFileSync(broken, "no log");
  {
    await using server = new Program([...FROM_SOURCE, "server", "--port", "0", "--quiet", "--data", data]);
    await server.waitForOutput(/:(\d+)\.\n/);
    const { code, stdout, stderr } = await chat("restore", backup, "--data", data);
    assertEquals([code, stdout, stderr], [6, "", `${en.store["in-use"](data)}\n`]);
  }
  const before = Deno.readFileSync(data);
  const bad = await chat("restore", broken, "--data", data);
  assertEquals([bad.code, bad.stdout], [6, ""]);
  assertEquals(Deno.readFileSync(data), before);
  assertEquals((await chat("restore", "--data", data)).code, 2);
});

Deno.test("a server moves whole to an empty machine: backup and restore take its key along", async () => {
  using folder = new TempFolder();
  const [data, backup, moved] = [folder.file("chat.db"), folder.file("b.db"), folder.file("new/chat.db")];
  makeLog(data, 3);
  await chat("identity", "new", "--yes", "--data", data);
  const saved = await chat("backup", backup, "--data", data);
  assert(saved.stdout.includes(en.operating.identityCopied(`${backup}-identity.pem`)), saved.stdout);
  const restored = await chat("restore", backup, "--data", moved);
  assert(restored.stdout.includes(en.operating.identityBack(`${moved}-identity.pem`)), restored.stdout);
  const [old, now] = await Promise.all([data, moved].map((path) => chat("identity", "--data", path)));
  assertEquals(now, old);
  await chat("identity", "new", "--yes", "--data", moved);
  const again = await chat("restore", backup, "--data", moved);
  assert(again.stdout.includes(en.operating.identityKept(`${moved}-identity.pem`)), again.stdout);
});
