/**
 * What pictures are drawn on, where there is one: Deno has `OffscreenCanvas` since 2.9, and before not even its type.
 *
 * @module
 */

/** What is used of it (https://html.spec.whatwg.org/multipage/canvas.html#the-offscreencanvas-interface). */
interface Canvas {
  getContext(kind: "bitmaprenderer"): { transferFromImageBitmap(picture: ImageBitmap): void } | null;
  convertToBlob(options: { readonly type: string }): Promise<Blob>;
}

/** Makes one, so and so many pixels wide and high. */
type CanvasClass = new (width: number, height: number) => Canvas;

/** Gives what makes canvases; nothing where this Deno has none. */
export function canvasClass(): CanvasClass | undefined {
  const found: unknown = Reflect.get(globalThis, "OffscreenCanvas");
  return isCanvasClass(found) ? found : undefined;
}

function isCanvasClass(value: unknown): value is CanvasClass {
  return typeof value === "function";
}
