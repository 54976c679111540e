/** One accepted connection: every way in which it ends reads as an end. */

import { assert, assertEquals } from "@std/assert";
import { type ByteSource, LineReader } from "../../../net/lines.ts";
import type { Wire } from "../../../net/wire.ts";
import { Connection, dropBytes, sayGoodbye } from "../../../server/connection.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

/** Runs a test with both sides of a connection. */
async function withConnection(
  run: (
    connection: Connection,
    peer: Deno.TcpConn,
    clock: FakeClock,
    closed: readonly string[],
  ) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const clock = new FakeClock();
  const closed: string[] = [];
  const peer = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const connection = new Connection(await listener.accept(), clock, () => void closed.push("closed"));
  try {
    await run(connection, peer, clock, closed);
  } finally {
    connection.close();
    try {
      peer.close();
    } catch { /* The test has closed it. */ }
    listener.close();
  }
}

async function linesOf(source: ByteSource): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of new LineReader(source, 100)) {
    lines.push(line.kind === "line" ? new TextDecoder().decode(line.bytes) : line.kind);
  }
  return lines;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a half-close and a close both read as the end, after what was sent", async () => {
  for (const end of ["half-close", "close"]) {
    await withConnection(async (connection, peer) => {
      await peer.write(bytes("one\ntwo"));
      if (end === "close") peer.close();
      else await peer.closeWrite();
      assertEquals(await linesOf(connection), ["one", "two"], end);
    });
  }
});

test("a reset reads as the end, and so does our own closing", async () => {
  await withConnection(async (connection, peer) => {
    await connection.write(bytes("never read"));
    await peer.write(bytes("x\n"));
    peer.close(); // On bytes that were not read: a reset.
    assertEquals((await linesOf(connection)).filter((line) => line !== "x"), []);
  });
  await withConnection(async (connection) => {
    const reading = linesOf(connection);
    connection.close();
    assertEquals(await reading, []);
  });
});

test("to a peer that has reset nothing is written, which costs no error of its own; to one that has only ended it is", async () => {
  const address = { transport: "tcp", hostname: "127.0.0.1", port: 1 } as const;
  let written = 0;
  const wire: Wire = {
    localAddr: address,
    remoteAddr: address,
    read: () => Promise.reject(new Deno.errors.ConnectionReset()),
    write: ({ length }) => Promise.resolve(written += length),
    closeWrite: () => Promise.resolve(),
    close() {},
    setNoDelay() {},
    setKeepAlive() {},
  };
  const gone = new Connection(wire, new FakeClock(), () => {});
  assertEquals([await linesOf(gone), await linesOf(gone)], [[], []]);
  const errors = await Promise.all([1, 2].map(() => gone.write(bytes("bye")).catch((error) => error)));
  assert(errors[0] instanceof Deno.errors.ConnectionReset);
  assert(errors[0] === errors[1]);
  assertEquals(written, 0);
  await withConnection(async (connection, peer) => {
    await peer.closeWrite();
    await linesOf(connection);
    assertEquals(await connection.write(bytes("bye")), 3);
  });
});

test("a goodbye is written, then the peer has 200 ms to close, and what it still sends is dropped", async () => {
  await withConnection(async (connection, peer, clock, closed) => {
    const goodbye = sayGoodbye(connection, new LineReader(connection, 100), "bye\n");
    const buffer = new Uint8Array(100);
    assertEquals(new TextDecoder().decode(buffer.subarray(0, await peer.read(buffer) ?? 0)), "bye\n");
    assertEquals(await peer.read(buffer), null);
    await peer.write(bytes("but I still have much to say\n".repeat(1_000)));
    await clock.advance(199);
    assertEquals(closed, []);
    await clock.advance(1);
    await goodbye;
    assertEquals(closed, ["closed"]);
  });
});

test("a peer that closes its side after the goodbye is not waited for", async () => {
  await withConnection(async (connection, peer, _clock, closed) => {
    const goodbye = sayGoodbye(connection, new LineReader(connection, 100), "bye\n");
    await peer.closeWrite();
    await goodbye;
    assertEquals(closed, ["closed"]);
  });
});

test("a connection goes on with what is inside TLS, and closes that", async () => {
  await withConnection(async (connection, peer, _clock, closed) => {
    assertEquals([connection.tls, connection.isSecure], [undefined, true]); // It came to a loopback address.
    let isInsideClosed = false;
    await connection.secure((wire) =>
      Promise.resolve({
        version: "1.3" as const,
        localAddr: wire.localAddr,
        remoteAddr: wire.remoteAddr,
        read: (into: Uint8Array) => Promise.resolve(into.fill(97, 0, 2).length && 2),
        write: (bytes: Uint8Array) => wire.write(bytes.map((byte) => byte ^ 1)),
        closeWrite: () => wire.closeWrite(),
        close: () => {
          isInsideClosed = true;
          wire.close();
        },
        setNoDelay: () => {},
        setKeepAlive: () => {},
      })
    );
    const buffer = new Uint8Array(4);
    assertEquals([connection.tls, connection.isSecure], ["1.3", true]);
    assertEquals([await connection.read(buffer), ...buffer], [2, 97, 97, 0, 0]);
    await connection.write(Uint8Array.of(96));
    assertEquals([await peer.read(buffer), buffer[0]], [1, 97]);
    connection.close();
    assertEquals([isInsideClosed, closed.length], [true, 1]);
  });
});

test("bytes are dropped until the end, or until 1 MiB without the end of a line", async () => {
  let given = 0;
  const endless: ByteSource = {
    read: (into) => {
      given += into.length;
      return Promise.resolve(into.fill(120).length);
    },
  };
  await dropBytes(endless);
  assertEquals([given > 1024 * 1024, given < 1.2 * 1024 * 1024], [true, true]);
});
