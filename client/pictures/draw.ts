/**
 * Has a picture drawn on a thread of its own, within bounds.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { ONLY_READING } from "../../net/worker_rights.ts";
import { isPicture } from "../../protocol/files.ts";
import { canvasClass } from "./canvas.ts";
import type { PictureBox } from "./fit.ts";
import { sizeOfPicture } from "./size.ts";
import type { PictureWay } from "./way.ts";

/** A picture may take this long to be drawn, in ms; whoever made one that takes longer meant no good. */
const LONGEST = 15_000;

/** A picture that is to be drawn. */
export interface PictureOrder {
  /** The file, as it came. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly box: PictureBox;
  readonly way: PictureWay;
  /** Whether the pixels of the box fill its cells. */
  readonly isExact: boolean;
}

/** Tells whether this Deno has what decodes pictures; before 2.9 it had not. */
export function canDrawPictures(): boolean {
  return canvasClass() !== undefined;
}

/** Draws a picture on a thread that may do nothing else: gives what shows it where the cursor is, or `undefined` for what cannot be shown. */
export async function drawPicture(order: PictureOrder, clock: Clock): Promise<string | undefined> {
  const size = sizeOfPicture(order.bytes);
  // That it is a picture was found out by the server; how much memory it takes is not left to what that said.
  if (size === undefined || !isPicture({ type: "image/png", ...size })) return undefined;
  const drawn = Promise.withResolvers<string | undefined>();
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    type: "module",
    deno: { permissions: ONLY_READING },
  });
  worker.onmessage = ({ data }: MessageEvent<unknown>) =>
    drawn.resolve(typeof data === "string" ? data : undefined);
  worker.onerror = (event) => {
    event.preventDefault(); // It would end the program.
    drawn.resolve(undefined);
  };
  const cancel = clock.after(LONGEST, () => drawn.resolve(undefined));
  try {
    worker.postMessage(order, [order.bytes.buffer]);
    return await drawn.promise;
  } finally {
    cancel();
    worker.terminate();
  }
}
