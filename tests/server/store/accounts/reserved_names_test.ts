import { assertEquals, assertThrows } from "@std/assert";
import { ReservedNames } from "../../../../server/store/accounts.ts";

Deno.test("a token's name and what looks like it are found, and which tokens there are is asked once a turn", () => {
  let names: readonly string[] = ["ci-bot"];
  let asked = 0;
  const reserved = new ReservedNames({ names: () => (asked++, names) });
  const find = () => ["ci-bot", "cl-bot", "ci-b0t", "ci_bot"].map((name) => reserved.find(name));
  assertEquals(find(), ["ci-bot", undefined, "ci-bot", undefined]);
  names = ["cl-bot"];
  assertEquals(find(), ["ci-bot", undefined, "ci-bot", undefined]);
  assertEquals(asked, 1);
  reserved.endTurn();
  assertEquals(find(), [undefined, "cl-bot", undefined, undefined]);
  assertEquals(asked, 2);
});

Deno.test("what cannot be read is told once a turn, and the names that are known go on to count", () => {
  let isDamaged = false;
  const reserved = new ReservedNames({
    names: () => {
      if (isDamaged) throw new Error("malformed");
      return ["ci"];
    },
  });
  assertEquals(reserved.find("ci"), "ci");
  isDamaged = true;
  reserved.endTurn();
  assertThrows(() => reserved.find("ci"), Error, "malformed");
  assertEquals(reserved.find("ci"), "ci");
});

Deno.test("without tokens no name is reserved", () => {
  assertEquals(new ReservedNames(undefined).find("ci"), undefined);
});
