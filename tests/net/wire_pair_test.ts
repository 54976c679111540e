/** A connection inside this process. */

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { wirePair } from "../../net/wire_pair.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads once, at most `most` bytes. */
async function read(
  end: { read(into: Uint8Array): Promise<number | null> },
  most = 100,
): Promise<string | null> {
  const into = new Uint8Array(most);
  const count = await end.read(into);
  return count === null ? null : new TextDecoder().decode(into.subarray(0, count));
}

Deno.test("what is written at one end is read at the other, in pieces as large as there is space for", async () => {
  const [one, other] = wirePair();
  const written = one.write(bytes("ciao"));
  assertEquals(await read(other, 3), "cia");
  assertEquals(await read(other, 3), "o");
  assertEquals(await written, 4);
  const waiting = read(one);
  await Promise.all([other.write(bytes("back")), waiting]);
  assertEquals(await waiting, "back");
});

Deno.test("whoever writes waits until it has been read", async () => {
  const [one, other] = wirePair();
  let isWritten = false;
  const written = one.write(bytes("abc")).then(() => isWritten = true);
  await read(other, 2);
  await Promise.resolve();
  assertEquals(isWritten, false);
  await read(other, 2);
  await written;
});

Deno.test("after the last word comes the end, and the other direction stays open", async () => {
  const [one, other] = wirePair();
  const written = one.write(bytes("bye"));
  await one.closeWrite();
  assertEquals(await read(other), "bye");
  assertEquals(await read(other), null);
  await written;
  void other.write(bytes("yes"));
  assertEquals(await read(one), "yes");
});

Deno.test("a closed end is an end for both, and who writes to it learns that it is gone", async () => {
  const [one, other] = wirePair();
  const waiting = read(other);
  const stuck = other.write(bytes("nobody reads this"));
  one.close();
  assertEquals(await waiting, null);
  assertEquals(await stuck, 17);
  assertEquals(await read(one), null);
  await assertRejects(() => other.write(bytes("more")), Deno.errors.BrokenPipe);
  assertThrows(() => one.close(), Deno.errors.BadResource);
});
