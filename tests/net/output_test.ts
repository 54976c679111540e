import { assert, assertEquals } from "@std/assert";
import { isReaderGone, writeAll } from "../../net/output.ts";

Deno.test("all bytes are written, however few one write takes", async () => {
  const written: number[] = [];
  const sink = {
    write: (bytes: Uint8Array) => {
      written.push(...bytes.subarray(0, 2));
      return Promise.resolve(Math.min(2, bytes.length));
    },
  };
  await writeAll(sink, new Uint8Array([1, 2, 3, 4, 5]));
  await writeAll(sink, new Uint8Array());
  assertEquals(written, [1, 2, 3, 4, 5]);
});

Deno.test("a reader that is gone is told from output that cannot be written", async () => {
  const thrown = (error: Error) =>
    writeAll({ write: () => Promise.reject(error) }, new Uint8Array(1)).catch((caught: unknown) => caught);
  const full = new Error("No space left on device (os error 28)");
  assertEquals(await thrown(full), full);
  assert(!isReaderGone(full));
  assert(isReaderGone(await thrown(new Deno.errors.BrokenPipe("gone"))));
});
