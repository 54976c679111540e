/** Pictures on their way to a terminal: how large, by which sequences, and what of hostile ones. */

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { canDrawPictures, drawPicture, fitPicture, type PictureBox } from "../../../client/pictures.ts";
import { drawSixels } from "../../../client/pictures/sixel.ts";
import { readPng } from "../../../client/pictures/png.ts";
import { sizeOfPicture } from "../../../client/pictures/size.ts";
import { systemClock } from "../../../net/clock.ts";
import { type PixelAt, pngOf, readSixels, withSigns } from "../../support/pictures.ts";
import { test } from "../../support/sanitized.ts";

const colorful: PixelAt = (x, y) => [(x * 37) % 256, (y * 53) % 256, (x * y) % 256, x < 3 ? 0 : 255];
const cell = { width: 10, height: 20 };

test("a picture takes twenty rows at most with the line that names it, and never more than it has or the screen has", () => {
  const screen = { columns: 80, rows: 50 };
  assertEquals(fitPicture({ width: 4000, height: 3000 }, cell, screen), {
    columns: 51,
    rows: 19,
    width: 506,
    height: 380,
  });
  assertEquals(fitPicture({ width: 15, height: 15 }, cell, screen), {
    columns: 2,
    rows: 1,
    width: 15,
    height: 15,
  });
  assertEquals(fitPicture({ width: 50_000, height: 1 }, cell, screen).columns, 80);
  assertEquals(fitPicture({ width: 1, height: 50_000 }, cell, screen).rows, 19);
  assertEquals(fitPicture({ width: 500, height: 500 }, cell, { columns: 80, rows: 10 }).rows, 6);
  assertEquals(fitPicture({ width: 500, height: 500 }, cell, { columns: 1, rows: 1 }).rows, 1);
});

test("a PNG's pixels are read however its rows are filtered", () => {
  const pixels = readPng(pngOf(23, 17, colorful));
  assertEquals([pixels?.width, pixels?.height], [23, 17]);
  for (let y = 0; y < 17; y++) {
    for (let x = 0; x < 23; x++) {
      const at = (y * 23 + x) * 4;
      assertEquals([...pixels?.rgba.subarray(at, at + 4) ?? []], [...colorful(x, y)], `${x},${y}`);
    }
  }
  assertEquals(readPng(new Uint8Array(100)), undefined);
});

test("sixels draw each pixel in a colour near to its own, and none where the picture is see-through", () => {
  const plain: PixelAt = (x) => x === 0 ? [0, 0, 0, 0] : x < 8 ? [255, 0, 0, 255] : [255, 255, 255, 255];
  for (const colors of [256, 16]) {
    const pixels = readPng(pngOf(16, 13, plain));
    assert(pixels !== undefined);
    const shown = readSixels(drawSixels(pixels, colors));
    assertEquals([shown.width, shown.height], [16, 13]);
    for (let y = 0; y < 13; y++) {
      assertEquals([shown.at(0, y), shown.at(1, y), shown.at(15, y)], [[], [100, 0, 0], [100, 100, 100]]);
    }
    assertEquals(shown.at(5, 13), [], "nothing is below it");
  }
  const grey = readPng(pngOf(32, 32, () => [128, 128, 128, 255]));
  assert(grey !== undefined);
  const shown = readSixels(drawSixels(grey, 256));
  const all = Array.from({ length: 32 * 32 }, (_, i) => shown.at(i % 32, Math.floor(i / 32))[0] ?? 0);
  const mean = all.reduce((sum, red) => sum + red, 0) / all.length;
  assert(Math.abs(mean - 50) < 2, `what lies between two colours is dithered: ${mean}`);
});

const box: PictureBox = { columns: 3, rows: 2, width: 30, height: 40 };
const drawing = canDrawPictures() ? test : Deno.test.ignore; // Not before Deno 2.9.

drawing("each way of a terminal gets a picture that was made anew, as small as it is shown", async () => {
  const drawn = async (way: Parameters<typeof drawPicture>[0]["way"], isExact = true): Promise<string> =>
    await drawPicture({ bytes: pngOf(300, 400, colorful), box, way, isExact }, systemClock) ?? "";
  const sizeIn = (base64: string) => sizeOfPicture(new Uint8Array(Buffer.from(base64, "base64")));
  const kitty = withSigns(await drawn({ kind: "kitty" }));
  const chunks = [...kitty.matchAll(/␛_G([^;]*);([^␛]*)␛\\/g)];
  assertEquals(chunks.map(([whole]) => whole).join(""), kitty, "nothing but its sequences");
  assertEquals(chunks[0]?.[1]?.replace(/,m=\d/, ""), "a=T,f=100,C=1,q=2");
  assertEquals(chunks.at(-1)?.[1]?.slice(-3), "m=0");
  assert(chunks.every(([, , data = ""]) => data.length <= 4096));
  assertEquals(sizeIn(chunks.map(([, , data]) => data).join("")), { width: 30, height: 40 });
  assert(
    (await drawn({ kind: "kitty" }, false)).includes(",c=3,r=2,"),
    "its cells, where their size is a guess",
  );
  const iterm2 = withSigns(await drawn({ kind: "iterm2" }));
  const [, size, base64 = ""] =
    /^␛\]1337;File=inline=1;size=(\d+);width=3;height=2:([\w+/=]+)␇$/.exec(iterm2) ?? [];
  assertEquals(Buffer.from(base64, "base64").length, Number(size));
  assertEquals(sizeIn(base64), { width: 30, height: 40 });
  const sixel = readSixels(await drawn({ kind: "sixel", colors: 256 }));
  assertEquals([sixel.width, sixel.height], [30, 40]);
});

drawing(
  "what is no picture, is cut short, or would take all memory is not drawn, and ends nothing",
  async () => {
    const bomb = pngOf(4, 4, colorful);
    new DataView(bomb.buffer).setUint32(16, 60_000);
    new DataView(bomb.buffer).setUint32(20, 60_000);
    const hostile = {
      bomb,
      cut: pngOf(64, 64, colorful).slice(0, 80),
      empty: new Uint8Array(0),
      "a script": new TextEncoder().encode("<svg onload=alert(1)>"),
      "two bytes of a JPEG": Uint8Array.of(0xff, 0xd8),
      "a JPEG without an end": Uint8Array.from([0xff, 0xd8, ...Array.from({ length: 50 }, () => 0xff)]),
      "a JPEG whose segments have no length": Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0),
      "a GIF of nothing": new TextEncoder().encode("GIF89a\xff\xff\xff\xff"),
      "a WebP of nothing": new TextEncoder().encode("RIFF\0\0\0\0WEBPVP8X"),
    };
    for (const [what, bytes] of Object.entries(hostile)) {
      const way = { kind: "kitty" } as const;
      assertEquals(await drawPicture({ bytes, box, way, isExact: true }, systemClock), undefined, what);
    }
  },
);

test("the size of a picture is what its bytes say", () => {
  const sizeOf = (...bytes: readonly number[]) => sizeOfPicture(Uint8Array.from(bytes));
  const text = (letters: string): number[] => [...new TextEncoder().encode(letters)];
  const size = { width: 258, height: 3 };
  assertEquals(sizeOfPicture(pngOf(258, 3, colorful)), size);
  const screen = [...text("GIF89a"), 2, 1, 3, 0];
  const frame = [0x2c, 0, 0, 0, 0, 2, 0, 3, 0];
  assertEquals(sizeOf(...screen, 0, 0, 0, ...frame), size);
  const [colors, extension] = [[0, 0, 0, 255, 255, 255], [0x21, 0xf9, 2, 0x2c, 0x21, 1, 0, 0]];
  assertEquals(sizeOf(...screen, 0x80, 0, 0, ...colors, ...extension, ...frame), size);
  assertEquals(sizeOf(0xff, 0xd8, 0xff, 0xe1, 0, 4, 9, 9, 0xff, 0xff, 0xc2, 0, 17, 8, 0, 3, 1, 2), size);
  const webp = (kind: string, ...rest: readonly number[]) =>
    sizeOf(...text(`RIFF....WEBP${kind}`), 0, 0, 0, 0, ...rest);
  assertEquals(webp("VP8X", 0, 0, 0, 0, 1, 1, 0, 2, 0, 0), size);
  assertEquals(webp("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 2, 1, 3, 0), size);
  assertEquals(webp("VP8L", 0x2f, 1, 0x81, 0, 0), size);
});

test("a picture that hides how large it is from who reads its first size only is as large as it is, or none", () => {
  const large = [0x2c, 0, 0, 0, 0, 0x60, 0xea, 0x60, 0xea];
  const gif = [...new TextEncoder().encode("GIF89a"), 16, 0, 16, 0, 0, 0, 0];
  assertEquals(sizeOfPicture(Uint8Array.from([...gif, ...large])), { width: 60_000, height: 60_000 });
  assertEquals(sizeOfPicture(Uint8Array.from([...gif, 0, ...large])), undefined);
  const frame = (side: number) => [0xc0, 0, 17, 8, side >> 8, side & 0xff, side >> 8, side & 0xff];
  const jpeg = [0xff, 0xd8, 0, ...frame(16), 0xff, ...frame(60_000)];
  assertEquals(sizeOfPicture(Uint8Array.from(jpeg)), undefined);
});
