/** What a page of another server of the cluster is given. */

import { assertEquals } from "@std/assert";
import { isShared, sharedHeaders } from "../../../../server/doors/web/cluster_pages.ts";

function from(origin: string | undefined): Parameters<typeof sharedHeaders>[0] {
  const headers = new Map(origin === undefined ? [] : [["origin", origin]]);
  return { method: "GET", path: "/files/a", query: new URLSearchParams(), isOld: false, headers };
}

Deno.test("an answer to a page of another server is for that one, and its browser may read when to ask again", () => {
  const request = from("https://two.example");
  assertEquals(isShared(request, "one.example"), true);
  assertEquals(sharedHeaders(request, "one.example"), [
    ["Vary", "Origin"],
    ["Access-Control-Allow-Origin", "https://two.example"],
    ["Access-Control-Expose-Headers", "Retry-After"],
  ]);
});

Deno.test("an answer to a page of this server, or to a program, is kept as none for a page of another", () => {
  for (const request of [from("https://one.example"), from(undefined)]) {
    assertEquals(isShared(request, "one.example"), false);
    assertEquals(sharedHeaders(request, "one.example"), [["Vary", "Origin"]]);
  }
});
