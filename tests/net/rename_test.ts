/** Renaming a file over another, also where somebody has that open. */

import { assertEquals, assertThrows } from "@std/assert";
import { renameOver, type Renaming } from "../../net/rename.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** A system on which somebody has the file open for a number of tries. */
function heldFor(
  tries: number,
  isWindows: boolean,
): Renaming & { readonly waited: readonly number[]; readonly renamed: number } {
  const system = {
    isWindows,
    waited: [] as number[],
    renamed: 0,
    rename: () => {
      if (tries-- > 0) throw new Deno.errors.PermissionDenied("open");
      system.renamed++;
    },
    wait: (ms: number) => void system.waited.push(ms),
  };
  return system;
}

Deno.test("a file takes the place of another", () => {
  using folder = new TempFolder();
  Deno.writeTextFileSync(folder.file("new"), "new");
  Deno.writeTextFileSync(folder.file("old"), "old");
  renameOver(folder.file("new"), folder.file("old"));
  assertEquals(Deno.readTextFileSync(folder.file("old")), "new");
});

Deno.test("on Windows a file that is open for a moment is renamed a little later, one that stays open is said", () => {
  const moment = heldFor(2, true);
  renameOver("a", "b", moment);
  assertEquals([moment.renamed, moment.waited.length], [1, 2]);
  assertThrows(() => renameOver("a", "b", heldFor(99, true)), Deno.errors.PermissionDenied);
  const elsewhere = heldFor(1, false);
  assertThrows(() => renameOver("a", "b", elsewhere), Deno.errors.PermissionDenied);
  assertEquals(elsewhere.waited, []);
});
