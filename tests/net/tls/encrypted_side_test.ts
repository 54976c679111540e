/** What is written below TLS: whole, and in the order in which it was sealed. */

import { assertEquals, assertRejects } from "@std/assert";
import { EncryptedSide } from "../../../net/tls/encrypted_side.ts";
import type { Wire } from "../../../net/wire.ts";

const HERE: Deno.NetAddr = { transport: "tcp", hostname: "127.0.0.1", port: 1 };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A wire that takes three bytes at a time, and at most so many. */
function slowWire(most = Infinity): { readonly wire: Wire; readonly written: () => string } {
  let text = "";
  const wire: Wire = {
    localAddr: HERE,
    remoteAddr: HERE,
    read: () => new Promise(() => {}),
    async write(some) {
      const piece = some.subarray(0, 3).slice();
      await Promise.resolve();
      if (text.length >= most) throw new Deno.errors.BrokenPipe("gone");
      text += new TextDecoder().decode(piece);
      return piece.length;
    },
    closeWrite: () => Promise.resolve(),
    close() {},
    setNoDelay() {},
    setKeepAlive() {},
  };
  return { wire, written: () => text };
}

Deno.test("what is sent at once, by the engine's own stream too, is written one after the other", async () => {
  const { wire, written } = slowWire();
  const side = new EncryptedSide(wire, new Uint8Array());
  const first = side.send(bytes("first first "));
  const streamed = ["streamed ", "also streamed "].map((text) =>
    new Promise<void>((resolve) => side.write(bytes(text), () => resolve()))
  );
  const second = side.send(bytes("second "));
  const again = first.then(() => side.send(bytes("again")));
  await Promise.all([first, ...streamed, second, again]);
  assertEquals(written(), "first first streamed also streamed second again");
});

Deno.test("when a write below TLS has failed, so does all that is behind it", async () => {
  const { wire, written } = slowWire(6);
  const side = new EncryptedSide(wire, new Uint8Array());
  const sends = [side.send(bytes("123456789")), side.send(bytes("next"))];
  for (const send of sends) await assertRejects(() => send, Deno.errors.BrokenPipe);
  await assertRejects(() => side.send(bytes("later")), Deno.errors.BrokenPipe);
  assertEquals(written(), "123456");
});
