/** DER, made and read. */

import { assertEquals, assertThrows } from "@std/assert";
import { der, readDer, sequence, Tag, unsigned } from "../../net/der.ts";

Deno.test("a value of any length is read as it was made", () => {
  for (const length of [0, 1, 127, 128, 255, 256, 65_535]) {
    const content = new Uint8Array(length).fill(7);
    const made = der(Tag.octetString, content);
    assertEquals(readDer(made), [{ tag: Tag.octetString, content, whole: made }]);
  }
  assertThrows(() => der(Tag.octetString, new Uint8Array(65_536)), RangeError);
});

Deno.test("values stand side by side, and in each other", () => {
  const inner = [der(Tag.boolean, [0xff]), der(Tag.objectId, [1, 2])];
  const [outer] = readDer(sequence(...inner)) ?? [];
  assertEquals(readDer(outer?.content ?? new Uint8Array())?.map(({ whole }) => whole), inner);
});

Deno.test("an integer has no zeros in front but the one that keeps it from being negative", () => {
  const contentOf = (...bytes: number[]) => [...unsigned(Uint8Array.from(bytes)).subarray(2)];
  assertEquals(contentOf(0, 0, 5), [5]);
  assertEquals(contentOf(0x80, 1), [0, 0x80, 1]);
  assertEquals(contentOf(0, 0xff), [0, 0xff]);
  assertEquals(contentOf(0, 0), [0]);
});

Deno.test("what is cut off, without a length, or of a kind that certificates do not have is not read", () => {
  for (
    const bytes of [[0x30], [0x30, 1], [0x30, 0x80, 0, 0], [0x1f, 1, 0], [0x04, 0x84, 0, 0, 0, 1, 7], [
      4,
      0x82,
      1,
    ]]
  ) assertEquals(readDer(Uint8Array.from(bytes)), undefined, bytes.join());
});
