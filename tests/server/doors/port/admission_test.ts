import { assertEquals } from "@std/assert";
import { Origins } from "../../../../net/origin.ts";
import { DEFAULT_LIMITS } from "../../../../protocol/limits.ts";
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

test("all of one /64 is one address, and IPv4 is the same written as IPv6", () => {
  const admission = new Admission({ maxClients: 99, maxPerAddress: 2 });
  const come = (host: string): string | undefined => admission.admit(new Origins().of(host).key)?.code;
  const neighbours = Array.from({ length: 12 }, (_, at) => come(`2001:db8:1:2::${at + 1}`));
  assertEquals(neighbours, [undefined, undefined, ...Array.from({ length: 10 }, () => "address-full")]);
  assertEquals([come("2001:db8:1:3::1"), come("192.0.2.7"), come("::ffff:192.0.2.7")], [
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(come("192.0.2.7"), "address-full");
});

test("a class of 30 phones with six connections each comes in from one address", () => {
  const admission = new Admission(DEFAULT_LIMITS);
  const refused = Array.from({ length: 180 }, () => admission.admit("192.0.2.7")).filter((problem) =>
    problem
  );
  assertEquals(refused, []);
});
