/** Keeping files on disk, by a thread that may end at any time. */

import { assertEquals, assertThrows } from "@std/assert";
import { Keeping } from "../../../server/files/keeping.ts";
import { TempFolder } from "../../support/temp_folder.ts";

Deno.test("a file whose beginning went with the thread that had it is not kept with a hole in its place", () => {
  using temp = new TempFolder();
  const setup = { folder: temp.file("files"), log: temp.file("none"), isFirst: false };
  const before = new Keeping(setup);
  before.write("one", 0, Uint8Array.of(1, 2, 3));
  before.close();
  const after = new Keeping(setup);
  assertThrows(() => after.write("one", 3, Uint8Array.of(4)), Error, "the beginning of one is not here");
  after.drop("one");
  after.write("one", 0, Uint8Array.of(1, 2, 3));
  after.write("one", 3, Uint8Array.of(4));
  assertEquals(after.finish("one", 4).size, 4);
  after.close();
});
