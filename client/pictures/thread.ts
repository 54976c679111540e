/**
 * The thread on which one picture is decoded, made as small as it is shown, and drawn. It may do nothing: what comes from others
 * is decoded here, and what goes to the terminal is never theirs, but made of the pixels that came of it.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { drawForIterm2, drawForKitty } from "./way.ts";
import { canvasClass } from "./canvas.ts";
import type { PictureOrder } from "./draw.ts";
import { readPng } from "./png.ts";
import { drawSixels } from "./sixel.ts";

self.onmessage = async ({ data }: MessageEvent<PictureOrder>): Promise<void> => {
  self.postMessage(await draw(data).catch(() => undefined)); // Whatever is wrong with it, it is not shown.
};

async function draw({ bytes, box, way, isExact }: PictureOrder): Promise<string | undefined> {
  const { width, height } = box;
  const Canvas = canvasClass();
  if (Canvas === undefined) return undefined;
  const picture = await createImageBitmap(new Blob([bytes]), {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: "medium",
  });
  const canvas = new Canvas(width, height);
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(picture);
  const png = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  switch (way.kind) {
    case "kitty":
      return drawForKitty(png, box, isExact);
    case "iterm2":
      return drawForIterm2(png, box);
    case "sixel": {
      const pixels = readPng(png);
      return pixels && drawSixels(pixels, way.colors);
    }
  }
}
