/** What files are taken for, and what is taken out of photographs. */

import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { cleanJpeg } from "../../../../server/store/files/jpeg.ts";
import { cleanPng } from "../../../../server/store/files/png.ts";
import { cleanWebp } from "../../../../server/store/files/webp.ts";
import { kindOf } from "../../../../server/store/files/kinds.ts";
import { photograph, TRACES } from "../../../support/jpeg.ts";

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

Deno.test("what calls itself Adobe's is as long as that is, or goes", () => {
  const begun = photograph(1);
  const withAdobe = (content: string): Uint8Array =>
    bytes(
      [...begun.subarray(0, 2)],
      [0xff, 0xee, 0, content.length + 2],
      content,
      [...begun.subarray(2)],
    );
  const real = cleanJpeg(withAdobe("Adobe\0d\0\0\0\0\x01"));
  assert(real !== undefined && latin1(real.bytes).includes("Adobe"));
  const other = cleanJpeg(withAdobe("Adobe at 45.07N 7.69E"));
  assert(other !== undefined && !latin1(other.bytes).includes("Adobe"));
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

/** Exif that tells which way up, and where. */
function exif(orientation: number): readonly number[] {
  return [
    ...bytes("MM", [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
    ...bytes("GPS 45.07N"),
  ];
}

/** A PNG of 4 by 2 pixels; checksums are not looked at here. */
function png(
  ...chunks: readonly (readonly [type: string, content: string | readonly number[]])[]
): Uint8Array {
  const parts = chunks.map(([type, content]) => {
    const body = [...bytes(content)];
    return [0, 0, body.length >> 8, body.length & 255, ...bytes(type), ...body, 1, 2, 3, 4];
  });
  return bytes([0x89], "PNG\r\n", [0x1a, 0x0a], parts.flat());
}

const HEADER = ["IHDR", [0, 0, 0, 4, 0, 0, 0, 2, 8, 6, 0, 0, 0]] as const;

Deno.test("a PNG loses what it tells besides the picture, and what hides behind its end, and keeps its colours", () => {
  const before = png(
    HEADER,
    ["iCCP", "colours"],
    ["tEXt", "Author ada"],
    ["eXIf", exif(1)],
    ["iTXt", "XML:com.adobe.xmp place"],
    ["tIME", [1]],
    ["mkBF", "a maker's own"],
    ["sPLT", "a palette called ada"],
    ["SECr", "what no program knows, and none can do without"],
    ["IDAT", "one"],
    ["IDAT", "two"],
    ["IEND", ""],
  );
  const clean = cleanPng(bytes([...before], "PK hidden"));
  assert(clean !== undefined);
  const plain = png(HEADER, ["iCCP", "colours"], ["IDAT", "one"], ["IDAT", "two"], ["IEND", ""]);
  assertEquals(clean, { bytes: plain, width: 4, height: 2 });
  assertEquals(cleanPng(plain)?.bytes, plain, "what has nothing else is not another file");
});

Deno.test("a PNG that was taken upright is still shown upright, and tells nothing else", () => {
  const clean = cleanPng(png(HEADER, ["eXIf", exif(6)], ["IDAT", "one"], ["IEND", ""]));
  assert(clean !== undefined);
  assertEquals([clean.width, clean.height], [2, 4]);
  assert(latin1(clean.bytes).includes("eXIf") && !latin1(clean.bytes).includes("GPS"));
  assertEquals(cleanPng(clean.bytes), clean, "cleaning twice is cleaning once");
});

/** A WebP of 10 by 9 pixels. */
function webp(
  flags: number,
  ...chunks: readonly (readonly [type: string, content: string | readonly number[]])[]
) {
  const parts = [["VP8X", [flags, 0, 0, 0, 9, 0, 0, 8, 0, 0]] as const, ...chunks].map(([type, content]) => {
    const body = [...bytes(content)];
    return [...bytes(type), body.length, 0, 0, 0, ...body, ...(body.length % 2 === 1 ? [0] : [])];
  });
  const size = parts.flat().length + 4;
  return bytes("RIFF", [size & 255, size >> 8, 0, 0], "WEBP", ...parts);
}

Deno.test("a WebP loses the same, also the flags that say that there is any of it", () => {
  const before = webp(0x3c, ["ICCP", "odd"], ["ALPH", "a"], ["VP8 ", "data"], ["EXIF", exif(1)], [
    "XMP ",
    "place",
  ]);
  const clean = cleanWebp(bytes([...before], "PK hidden"));
  const plain = webp(0x30, ["ICCP", "odd"], ["ALPH", "a"], ["VP8 ", "data"]);
  assertEquals(clean, { bytes: plain, width: 10, height: 9 });
  const turned = cleanWebp(webp(0x0c, ["VP8 ", "data"], ["EXIF", [...bytes("Exif\0\0", exif(6))]]));
  assert(turned !== undefined);
  assertEquals([turned.width, turned.height, turned.bytes[20]], [9, 10, 0x08]);
  assert(!latin1(turned.bytes).includes("GPS"));
  assertEquals(cleanWebp(turned.bytes), turned, "cleaning twice is cleaning once");
});

Deno.test("whatever bytes come, a PNG or a WebP is read to its end, and never grows by more than its orientation", () => {
  const begun = [
    png(HEADER, ["eXIf", exif(6)], ["IDAT", "one"], ["IEND", ""]),
    webp(0x0c, ["VP8 ", "data"], ["EXIF", exif(6)]),
  ];
  fc.assert(fc.property(
    fc.constantFrom(...begun),
    fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 8 }),
    fc.nat(120),
    (whole, changes, length) => {
      const broken = whole.slice(0, length);
      for (const [at, value] of changes) if (at < broken.length) broken[at] = value;
      for (const clean of [cleanPng(broken), cleanWebp(broken)]) {
        assert(clean === undefined || clean.bytes.length <= broken.length + 40);
      }
    },
  ));
});

/** The same with another length in the file's header. */
function withLength(whole: Uint8Array, length: number): Uint8Array {
  const changed = whole.slice();
  new DataView(changed.buffer).setUint32(4, length, true);
  return changed;
}

Deno.test("a WebP whose lengths are wrong is no picture, and never a shorter one", () => {
  const whole = webp(0, ["VP8 ", Array(200).fill(7)]);
  assert(cleanWebp(whole) !== undefined);
  for (let length = 0; length < whole.length + 300; length++) {
    if (length !== whole.length - 8) {
      assertEquals(cleanWebp(withLength(whole, length)), undefined, `${length}`);
    }
  }
  for (let length = 0; length < whole.length; length++) {
    assertEquals(cleanWebp(whole.subarray(0, length)), undefined, `cut off at ${length}`);
  }
  assertEquals(cleanWebp(webp(0, ["ICCP", "odd"])), undefined, "nothing of it would be seen");
  assertEquals(cleanWebp(bytes([...whole], "hidden"))?.bytes, whole, "what follows the end is left out");
});

Deno.test("a PNG that is cut off or has a wrong length is no picture, and never a shorter one", () => {
  const whole = png(HEADER, ["tEXt", "Author ada"], ["IDAT", "one"], ["IEND", ""]);
  for (let length = 0; length < whole.length; length++) {
    assertEquals(cleanPng(whole.subarray(0, length)), undefined, `cut off at ${length}`);
  }
  const wrong = whole.slice();
  wrong[33] = 0x7f; // The length of the text.
  assertEquals(cleanPng(wrong), undefined);
  assertEquals(cleanPng(png(HEADER, ["IDAT", ""], ["IEND", ""])), undefined, "nothing of it would be seen");
});

Deno.test("a photograph that is cut off in a segment behind its scan is none, and never a shorter one", () => {
  const whole = photograph(1);
  const end = whole.length - latin1(whole).split("").reverse().join("").indexOf("\xd9\xff") - 2;
  const begun = [...whole.subarray(0, end)];
  assertEquals(cleanJpeg(bytes(begun, [0xff, 0xc4, 0x40, 0], Array(200).fill(1))), undefined);
});

Deno.test("a photograph that is cut off within its scan is shown as far as it goes, and tells no more than a whole one", () => {
  const whole = photograph(6);
  const scan = latin1(whole).indexOf("\xff\xda");
  const length = whole[scan + 3] ?? 0;
  const clean = cleanJpeg(whole.subarray(0, scan + 2 + length + 1));
  assert(clean !== undefined);
  for (const trace of TRACES) assert(!latin1(clean.bytes).includes(trace), trace);
  assertEquals([clean.width, clean.height], [2, 4]);
  assertEquals(cleanJpeg(whole.subarray(0, scan + 2 + length - 1)), undefined, "its scan has not begun");
});

Deno.test("what is made of nothing but chunks is no PNG and no WebP: each would take memory", () => {
  const pairs = (count: number) =>
    Array.from({ length: count }, () => [["IDAT", ""], ["tEXt", ""]] as const).flat();
  const end = [["IDAT", "one"], ["IEND", ""]] as const;
  assertEquals(cleanPng(png(HEADER, ...pairs(10_000), ...end))?.width, 4);
  assertEquals(cleanPng(png(HEADER, ...pairs(33_000), ...end)), undefined);
  const riff = (count: number): Uint8Array => {
    const one = [...webp(0, ["VP8 ", "data"])];
    const many = bytes(one, Array(count).fill([...bytes("XMP ", [0, 0, 0, 0])]).flat());
    return withLength(many, many.length - 8);
  };
  assertEquals(cleanWebp(riff(10_000))?.width, 10);
  assertEquals(cleanWebp(riff(66_000)), undefined);
});
