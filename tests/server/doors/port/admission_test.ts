import { assertEquals } from "@std/assert";
import { Admission } from "../../../../server/doors/port/admission.ts";
import { test } from "../../../support/test.ts";

test("so many come in and no more, until one goes", () => {
  const admission = new Admission({ maxClients: 2, maxPerAddress: 2 });
  assertEquals([admission.enter("a"), admission.enter("b")], [undefined, undefined]);
  assertEquals(admission.enter("c"), { code: "full", limit: 2 });
  admission.leave("a");
  assertEquals(admission.enter("c"), undefined);
});

test("so many come from one address and no more, while others still do", () => {
  const admission = new Admission({ maxClients: 9, maxPerAddress: 2 });
  admission.enter("a");
  admission.enter("a");
  assertEquals(admission.enter("a"), { code: "address-full", limit: 2 });
  assertEquals(admission.enter("b"), undefined);
  admission.leave("a");
  assertEquals(admission.enter("a"), undefined);
  assertEquals(admission.enter("a"), { code: "address-full", limit: 2 });
});

test("who was turned away does not count", () => {
  const admission = new Admission({ maxClients: 3, maxPerAddress: 1 });
  for (let i = 0; i < 10; i++) admission.enter("a");
  assertEquals([admission.enter("b"), admission.enter("c")], [undefined, undefined]);
  assertEquals(admission.enter("d"), { code: "full", limit: 3 });
});
