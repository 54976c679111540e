/** What files are taken for, and what is taken out of photographs. */

import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { cleanJpeg } from "../../../server/files/jpeg.ts";
import { kindOf } from "../../../server/files/kinds.ts";
import { photograph, TRACES } from "../../support/jpeg.ts";

const latin1 = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? Array.from(part, (letter) => letter.charCodeAt(0)) : part
    ),
  );

Deno.test("a photograph loses where and by whom it was taken, and all that is hidden in it, and keeps its colours", () => {
  const before = photograph(1);
  for (const trace of TRACES) assert(latin1(before).includes(trace), trace);
  const clean = cleanJpeg(before);
  assert(clean !== undefined);
  for (const trace of TRACES) assert(!latin1(clean.bytes).includes(trace), trace);
  assert(latin1(clean.bytes).includes("ICC_PROFILE") && !latin1(clean.bytes).includes("Exif"));
  assertEquals([clean.width, clean.height], [4, 2]);
  assertEquals(cleanJpeg(clean.bytes), clean, "cleaning twice is cleaning once");
});

Deno.test("a photograph that was taken upright is still shown upright, with the size that it is shown in", () => {
  for (const orientation of [2, 3, 4, 5, 6, 7, 8]) {
    const clean = cleanJpeg(photograph(orientation));
    assert(clean !== undefined);
    for (const trace of TRACES) assert(!latin1(clean.bytes).includes(trace), trace);
    assertEquals([clean.width, clean.height], orientation >= 5 ? [2, 4] : [4, 2]);
    assertEquals(cleanJpeg(clean.bytes), clean, "the orientation is still there");
  }
});

Deno.test("whatever bytes come, a photograph is read to its end or is none", () => {
  const begun = photograph(6);
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.nat(begun.length - 1), fc.nat(255)), { maxLength: 8 }),
    fc.nat(begun.length),
    (changes, length) => {
      const broken = begun.slice(0, length);
      for (const [at, value] of changes) if (at < broken.length) broken[at] = value;
      const clean = cleanJpeg(broken);
      assert(clean === undefined || clean.bytes.length <= broken.length + 36);
    },
  ));
});

Deno.test("what is made of nothing but segments is no photograph: each would take memory", () => {
  const begun = photograph(1);
  const many = (count: number): Uint8Array =>
    bytes([...begun.subarray(0, 2)], Array(count).fill([0xff, 0xd0]).flat(), [...begun.subarray(2)]);
  assertEquals(cleanJpeg(many(100))?.width, 4);
  assertEquals(cleanJpeg(many(5_000)), undefined);
});

Deno.test("pictures are known by their bytes, with their size, and nothing else is one", () => {
  const png = bytes(
    [0x89],
    "PNG\r\n",
    [0x1a, 0x0a, 0, 0, 0, 13],
    "IHDR",
    [0, 0, 1, 0, 0, 0, 0, 2],
    Array(9).fill(0),
  );
  const gif = bytes("GIF89a", [3, 0, 1, 1, 0, 0, 0]);
  const lossy = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 ", Array(7).fill(0), [0x9d, 1, 0x2a, 5, 0, 6, 0]);
  const large = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", Array(8).fill(0), [9, 0, 0, 8, 0, 0]);
  const lossless = bytes(
    "RIFF",
    [0, 0, 0, 0],
    "WEBPVP8L",
    [0, 0, 0, 0, 0x2f, 1, 0xc0, 0, 0],
    Array(5).fill(0),
  );
  assertEquals([png, gif, lossy, large, lossless].map((head) => kindOf(head)), [
    { type: "image/png", width: 256, height: 2 },
    { type: "image/gif", width: 3, height: 257 },
    { type: "image/webp", width: 5, height: 6 },
    { type: "image/webp", width: 10, height: 9 },
    { type: "image/webp", width: 2, height: 4 },
  ]);
  const others = [
    bytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    bytes("<!doctype html><script>alert(1)</script>"),
    bytes("%PDF-1.7\n", [0]),
    bytes("GIF89a"),
    bytes([0x89], "PNG\r\n", [0x1a, 0x0a, 0, 0, 0, 13], "IHDR", Array(17).fill(0)),
    bytes([0, 1, 2]),
    bytes([0xc3, 0x28]),
  ];
  assertEquals(others.map((head) => kindOf(head).type), [
    "text/plain",
    "text/plain",
    "application/octet-stream",
    "text/plain",
    ...Array(3).fill("application/octet-stream"),
  ]);
});
