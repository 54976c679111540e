/** The folder of the file that rooms are kept in. */

import { assertEquals } from "@std/assert";
import { makeParentFolder } from "../../main/make_folder.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";

test("the folder of a file is made, with those that it is in, for this person only", () => {
  using folder = new TempFolder();
  makeParentFolder(folder.file("a/b/chat.db"));
  assertEquals(
    (Deno.statSync(folder.file("a/b")).mode ?? 0) & 0o777,
    Deno.build.os === "windows" ? 0 : 0o700,
  );
  assertEquals([...Deno.readDirSync(folder.file("a/b"))], []);
});

test("a file that is named without a folder is in this one: none is made in its place", () => {
  const name = `none-${crypto.randomUUID()}.db`;
  makeParentFolder(name);
  const isThere = [...Deno.readDirSync(".")].some((entry) => entry.name === name);
  if (isThere) Deno.removeSync(name);
  assertEquals(isThere, false);
});
