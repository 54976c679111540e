/** The file of a server's own key. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  CannotIdentify,
  hasKeyFile,
  keyFileOf,
  readFingerprint,
  replaceKeyFile,
} from "../../../../server.ts";
import { openKeyFile } from "../../../../server/machine/identity/key_file.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const isWindows = Deno.build.os === "windows";

async function problemOf(run: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => run, CannotIdentify)).kind;
}

test("a key is made once, for its owner alone, and is the same from then on", async () => {
  using folder = new TempFolder();
  const path = keyFileOf(folder.file("chat.db"));
  assertEquals(path, folder.file("chat.db-identity.pem"));
  assertEquals(hasKeyFile(path), false);
  const first = await openKeyFile(path);
  assertEquals([first.isNew, first.wasExposed], [true, false]);
  if (!isWindows) assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  const again = await openKeyFile(path);
  assertEquals([again.isNew, again.wasExposed, again.pem], [false, false, first.pem]);
  assertEquals(again.publicKey, first.publicKey);
});

Deno.test({
  name: "a key that others could read is taken away from them, and that is known",
  ignore: isWindows,
  fn: async () => {
    using folder = new TempFolder();
    const path = folder.file("id.pem");
    await openKeyFile(path);
    Deno.chmodSync(path, 0o640);
    assertEquals((await openKeyFile(path)).wasExposed, true);
    assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  },
});

test("another key takes the place of the one before, which is kept", async () => {
  using folder = new TempFolder();
  const path = folder.file("id.pem");
  const first = await replaceKeyFile(path); // There was none.
  assertEquals([await readFingerprint(path), hasKeyFile(`${path}.old`)], [first, false]);
  Deno.writeTextFileSync(`${path}.new`, "of an attempt that broke off");
  const second = await replaceKeyFile(path);
  assert(second !== first);
  assertEquals([await readFingerprint(path), await readFingerprint(`${path}.old`)], [second, first]);
  if (!isWindows) assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  assertEquals([...Deno.readDirSync(folder.path)].length, 2);
});

test("a file without a key, none, and a folder that is not there are different problems", async () => {
  using folder = new TempFolder();
  const path = folder.file("id.pem");
  assertEquals(await problemOf(readFingerprint(path)), "missing");
  Deno.writeTextFileSync(path, "half a key");
  assertEquals(await problemOf(openKeyFile(path)), "no-key");
  assertEquals(Deno.readTextFileSync(path), "half a key");
  assertEquals(await problemOf(openKeyFile(folder.file("none/id.pem"))), "unwritable");
  assertEquals(await problemOf(replaceKeyFile(folder.file("none/id.pem"))), "unwritable");
});
