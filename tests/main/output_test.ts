/** Printing: whoever reads may be slow or gone. */

import { assertEquals } from "@std/assert";
import { Output } from "../../main/output.ts";

const decoder = new TextDecoder();

Deno.test("texts come out whole and in order, however little one write takes", async () => {
  let text = "";
  const output = new Output({
    write: (bytes) => {
      const part = bytes.subarray(0, 3);
      text += decoder.decode(part);
      return Promise.resolve(part.length);
    },
  });
  for (const word of ["one\n", "two\n", "three\n"]) output.print(word);
  await output.flush();
  output.print("four\n");
  await output.flush();
  assertEquals(text, "one\ntwo\nthree\nfour\n");
});

Deno.test("what is printed while a write is under way is one more write, however many texts it is", async () => {
  const writes: string[] = [];
  const output = new Output({
    write: (bytes) => {
      writes.push(decoder.decode(bytes));
      return Promise.resolve(bytes.length);
    },
  });
  for (let i = 0; i < 5; i++) output.print(`${i}\n`);
  await output.flush();
  assertEquals(writes, ["0\n", "1\n2\n3\n4\n"]);
});

Deno.test("a reader that is gone is no error, and nobody waits for it", async () => {
  const output = new Output({ write: () => Promise.reject(new Deno.errors.BrokenPipe("gone")) });
  output.print("one\n");
  output.print("two\n");
  await output.flush();
  assertEquals([output.isOpen, output.failure], [false, undefined]);
});

Deno.test("a write that fails otherwise is remembered, and nothing is thrown", async () => {
  const full = new Error("No space left on device");
  const output = new Output({ write: () => Promise.reject(full) });
  output.print("one\n");
  await output.flush();
  assertEquals([output.isOpen, output.failure], [true, full]);
});

Deno.test("a reader that stalls loses what would be too much to keep, and gets the rest when it reads again", async () => {
  const { promise: reads, resolve: readAgain } = Promise.withResolvers<void>();
  let bytesRead = 0;
  const output = new Output({
    write: async (bytes) => {
      await reads;
      bytesRead += bytes.length;
      return bytes.length;
    },
  });
  const line = "x".repeat(64 * 1024);
  for (let i = 0; i < 100; i++) output.print(line);
  readAgain();
  await output.flush();
  assertEquals(bytesRead, 1024 * 1024);
});
