/** Files and what is done to a log from outside: copying, verifying, putting back, erasing. */

import { assertEquals } from "@std/assert";
import { backUp, copyFiles, eraseFrom, removeUnnamed, verifyFiles } from "../../../../server.ts";
import { filePath } from "../../../../protocol/files.ts";
import { fetchBytes, filesBeside, noise, sendFile } from "../../../support/files.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { startServer } from "../../../support/test_server.ts";

test("a copy of a log has its files with it, verified, and a server goes on from it", async () => {
  using folder = new TempFolder();
  const [log, copy] = [folder.file("chat.db"), folder.file("copy.db")];
  const [one, two] = [noise(5_000, 1), noise(5_000, 2)];
  const sent = [];
  {
    await using server = await startServer({ data: log });
    const ada = await server.native("ada");
    sent.push((await sendFile(server, ada, { name: "1", bytes: one })).file);
    sent.push((await sendFile(server, ada, { name: "2", bytes: two })).file);
    Deno.writeFileSync(copy, new Uint8Array());
    await backUp(log, copy);
    assertEquals(await copyFiles(log, copy), { files: 2, missing: 0 });
  }
  assertEquals(filesBeside(copy), filesBeside(log));
  assertEquals(await verifyFiles(copy), { files: 2, missing: 0 });
  {
    await using server = await startServer({ data: copy });
    for (const [at, bytes] of [one, two].entries()) {
      const file = sent[at];
      if (file !== undefined) assertEquals(await fetchBytes(server, filePath(file)), bytes);
    }
  }
  const [first = "", second = ""] = filesBeside(copy).kept;
  Deno.writeTextFileSync(`${copy}-files/${first.slice(0, 2)}/${first}`, "changed");
  Deno.removeSync(`${copy}-files/${second.slice(0, 2)}/${second}`);
  assertEquals(await verifyFiles(copy), { files: 2, missing: 2 });
});

test("who is erased leaves no file, unless somebody else sent the same", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  const [shared, own] = [noise(3_000, 1), noise(3_000, 2)];
  const kept: string[] = [];
  {
    await using server = await startServer({ data: log, limits: { grace: 0 } });
    const [ada, bob] = [await server.native("ada"), await server.native("bob")];
    await sendFile(server, ada, { name: "own.txt", bytes: own });
    await sendFile(server, ada, { name: "shared.txt", bytes: shared });
    kept.push((await sendFile(server, bob, { name: "shared.txt", bytes: shared })).file.sha256);
  }
  const erased = eraseFrom(log, { name: "ada", by: "test", at: 1, isTrial: false });
  assertEquals(erased.kind, "erased");
  removeUnnamed(log);
  assertEquals(filesBeside(log).kept, kept);
  assertEquals(await verifyFiles(log), { files: 1, missing: 0 });
});
