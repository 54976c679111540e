/** Addresses that lead to a room or a message. */

import { assertEquals } from "@std/assert";
import { fragmentOf, parseDestination } from "../../../web/view/address.ts";

Deno.test("a fragment leads to a room or a message, and what is none leads nowhere", () => {
  assertEquals(parseDestination("#tea"), { room: "tea", seq: undefined });
  assertEquals(parseDestination("#tea@12"), { room: "tea", seq: 12 });
  assertEquals(parseDestination(fragmentOf("caffè", 7)), { room: "caffè", seq: 7 });
  for (const none of ["", "#", "#/tea&t=x", "#a b", "#tea@", "#tea@x", "#%E0%A4", "#tea&t=secret"]) {
    assertEquals(parseDestination(none), undefined, none);
  }
});
