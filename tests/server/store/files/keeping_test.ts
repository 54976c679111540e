/** Keeping files on disk: what is begun, finished, held, removed, and left by a crash. */

import { assertEquals, assertThrows } from "@std/assert";
import { openLog } from "../../../../server/store/log/open.ts";
import { Keeping } from "../../../../server/store/files/keeping.ts";
import { draft, store } from "../../../support/log_fixtures.ts";
import { filesBeside, noise } from "../../../support/files.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/** A log in which one message names a file, and the hash of that. */
function begun(
  folder: TempFolder,
): { readonly log: string; readonly keeping: Keeping; readonly named: string } {
  const log = folder.file("chat.db");
  const file = openLog(log, "process");
  const keeping = new Keeping({ folder: `${log}-files`, log, isFirst: true });
  keeping.write("u1", 0, noise(500, 1));
  const found = keeping.finish("u1", 500);
  store(file, draft("it", { file: { id: "abc", name: "it", ...found } }));
  keeping.release(found.sha256, true);
  file.close();
  return { log, keeping, named: found.sha256 };
}

test("what a crash left is removed when a server begins, and what a message names is not", () => {
  using folder = new TempFolder();
  const { log, keeping, named } = begun(folder);
  keeping.write("u2", 0, noise(600, 2));
  keeping.finish("u2", 600); // Held, and no message came to name it.
  keeping.write("u3", 0, noise(700, 3));
  assertEquals([filesBeside(log).kept.length, filesBeside(log).parts, keeping.bytes], [2, 1, 1_100]);
  keeping.close();
  const again = new Keeping({ folder: `${log}-files`, log, isFirst: true });
  assertEquals([filesBeside(log), again.bytes], [{ kept: [named], parts: 0 }, 500]);
  again.close();
});

test("what is held is not removed, and what came of an upload before a thread ended is not gone on with", () => {
  using folder = new TempFolder();
  const { log, keeping } = begun(folder);
  keeping.write("u2", 0, noise(600, 2));
  const { sha256 } = keeping.finish("u2", 600);
  assertEquals(keeping.remove([sha256, "not a hash", "../../x"]), []);
  keeping.write("u3", 0, noise(300, 3));
  keeping.close();
  const other = new Keeping({ folder: `${log}-files`, log, isFirst: false });
  assertThrows(() => other.write("u3", 300, noise(300, 3)), Error, "is not here");
  assertEquals(filesBeside(log).kept.length, 2, "a message may be on its way to name it");
  other.release(sha256, false);
  assertEquals(filesBeside(log).kept.length, 1);
  assertThrows(() => other.finish("u4", 10), Error, "is not whole");
  other.close();
});

test("a file that was cut off is whole again once the same comes again, and counts once", () => {
  using folder = new TempFolder();
  const { log, keeping, named } = begun(folder);
  const place = `${log}-files/${named.slice(0, 2)}/${named}`;
  Deno.truncateSync(place, 100);
  keeping.close();
  const again = new Keeping({ folder: `${log}-files`, log, isFirst: true });
  assertEquals(again.bytes, 100);
  for (const upload of ["u2", "u3"]) {
    again.write(upload, 0, noise(500, 1));
    again.finish(upload, 500);
  }
  assertEquals([Deno.readFileSync(place), again.bytes], [noise(500, 1), 500]);
  assertEquals(filesBeside(log), { kept: [named], parts: 0 });
  again.close();
});

test("a file goes with its message, however that goes, and by its age before it", () => {
  using folder = new TempFolder();
  const log = openLog(folder.file("chat.db"), "process");
  const file = (n: number) => ({
    id: `id${n}`,
    name: `${n}.txt`,
    size: n,
    type: "text/plain",
    sha256: String(n).repeat(64),
  });
  store(log, ...[1, 2, 3, 4].map((n) => draft(`${n}`, { file: file(n), at: n * 1_000 })));
  const named = (): readonly (string | undefined)[] =>
    log.read("lobby", { after: 0, limit: 9 }).map((message) => message.file?.name);
  assertEquals(named(), ["1.txt", "2.txt", "3.txt", "4.txt"]);
  assertEquals([log.files.oldest, log.files.fileOf("lobby", undefined)?.id], [1_000, "id4"]);
  log.files.expire(2_000);
  assertEquals(named(), [undefined, "2.txt", "3.txt", "4.txt"], "the message stays");
  log.trim({ kind: "count", count: 2 }, 0);
  assertEquals(named(), ["3.txt", "4.txt"]);
  store(log, draft("gone", { redacts: [3], action: true }));
  assertEquals(named(), [undefined, "4.txt", undefined]);
  assertEquals(log.files.unnamed(), [1, 2, 3].map((n) => String(n).repeat(64)));
  log.files.settle(log.files.unnamed());
  assertEquals([log.files.unnamed(), log.files.isNamed("4".repeat(64))], [[], true]);
  log.close();
});

test("a picture that is damaged is kept as it came, as bytes and not as a picture", () => {
  using folder = new TempFolder();
  const { log, keeping } = begun(folder);
  const webp = new Uint8Array(200); // Its header says that it has nothing.
  webp.set(new TextEncoder().encode("RIFF\0\0\0\0WEBPVP8X"));
  const png = new Uint8Array(200);
  png.set([0x89, ...new TextEncoder().encode("PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01")]);
  for (const damaged of [webp, png]) {
    keeping.write("u2", 0, damaged);
    const found = keeping.finish("u2", damaged.length);
    assertEquals([found.type, found.size, found.width], ["application/octet-stream", 200, undefined]);
    const { sha256 } = found;
    assertEquals(Deno.readFileSync(`${log}-files/${sha256.slice(0, 2)}/${sha256}`), damaged);
  }
  keeping.close();
});
