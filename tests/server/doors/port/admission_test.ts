import { assertEquals } from "@std/assert";
import { Admission } from "../../../../server/doors/port/admission.ts";
import { test } from "../../../support/sanitized.ts";

test("so many come in and no more, until one goes", () => {
  const admission = new Admission({ maxClients: 2, maxPerAddress: 2 });
  assertEquals([admission.admit("a"), admission.admit("b")], [undefined, undefined]);
  assertEquals(admission.admit("c"), { code: "full", limit: 2 });
  admission.release("a");
  assertEquals(admission.admit("c"), undefined);
});

test("so many come from one address and no more, while others still do", () => {
  const admission = new Admission({ maxClients: 9, maxPerAddress: 2 });
  admission.admit("a");
  admission.admit("a");
  assertEquals(admission.admit("a"), { code: "address-full", limit: 2 });
  assertEquals(admission.admit("b"), undefined);
  admission.release("a");
  assertEquals(admission.admit("a"), undefined);
  assertEquals(admission.admit("a"), { code: "address-full", limit: 2 });
});

test("who was turned away does not count", () => {
  const admission = new Admission({ maxClients: 3, maxPerAddress: 1 });
  for (let i = 0; i < 10; i++) admission.admit("a");
  assertEquals([admission.admit("b"), admission.admit("c")], [undefined, undefined]);
  assertEquals(admission.admit("d"), { code: "full", limit: 3 });
});
