/** Sending and fetching a file: over connections that break, from servers that lie. */

import { assertEquals } from "@std/assert";
import { textOf } from "../../client/files/http.ts";
import { fetchFile, openFile, sendFile, type TransferParts } from "../../client/files.ts";
import { type Clock, systemClock, within } from "../../net/clock.ts";
import { filePath } from "../../protocol/files.ts";
import { LONGEST_WAIT } from "../support/condition.ts";
import { noise, pathFor, sendFile as sendFileTo } from "../support/files.ts";
import { testInClear } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";

/** Passes a connection on to a server, and cuts it after so many bytes in either direction. */
function cutting(port: number, budgets: number[]): { readonly port: number; close(): void } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const pass = async (from: Deno.Conn, to: Deno.Conn, left: { bytes: number }): Promise<void> => {
    const piece = new Uint8Array(16_384);
    try {
      for (let count = await from.read(piece); count !== null; count = await from.read(piece)) {
        left.bytes -= count;
        if (left.bytes < 0) break;
        for (let at = 0; at < count;) at += await to.write(piece.subarray(at, count));
      }
    } catch {
      // It was closed: so is the other.
    }
    for (const conn of [from, to]) {
      if (open.delete(conn)) conn.close();
    }
  };
  const accept = async (): Promise<void> => {
    for await (const conn of listener) {
      const to = await Deno.connect({ hostname: "127.0.0.1", port });
      open.add(conn).add(to);
      const left = { bytes: budgets.shift() ?? Infinity };
      void pass(conn, to, left);
      void pass(to, conn, left);
    }
  };
  accept().catch(() => {});
  return { port: listener.addr.port, close: () => listener.close() };
}

/** A clock by which pauses are short. */
const hurried: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms >= 10_000 ? ms : 20, run) };

function transferTo(port: number): TransferParts & { readonly seen: number[] } {
  const seen: number[] = [];
  return {
    address: { host: "127.0.0.1", port },
    trust: undefined,
    timeout: 10_000,
    clock: systemClock,
    onProgress: (done) => void seen.push(done),
    isCancelled: () => false,
    seen,
  };
}

testInClear(
  "a file arrives and is fetched over connections that break, each time from where it stands",
  async () => {
    using folder = new TempFolder();
    await using server = await startServer({ data: folder.file("chat.db"), realTime: true });
    const ada = await server.native("ada");
    const bytes = noise(400_000);
    Deno.writeFileSync(folder.file("a.bin"), bytes);
    const proxy = cutting(server.running.port, [150_000, 1_000_000, 160_000, 150_000]);
    try {
      const file = await openFile(folder.file("a.bin"));
      if (file === undefined) throw new Error("it is there");
      const path = await pathFor(ada, { name: file.name, bytes });
      assertEquals(await sendFile(file, { path, offset: 0 }, transferTo(proxy.port)), { kind: "sent" });
      const message = await ada.waitForFrame("message", (one) => one.file !== undefined);
      if (message.file === undefined) throw new Error("it has one");
      const into = folder.file("copy.bin");
      const fetched = await fetchFile(message.file, filePath(message.file), into, transferTo(proxy.port));
      assertEquals(fetched, { kind: "fetched", path: into });
      assertEquals(Deno.readFileSync(into), bytes);
    } finally {
      proxy.close();
    }
  },
);

testInClear(
  "what a server gives that is not what it said is thrown away, and its names lead nowhere else",
  async () => {
    using folder = new TempFolder();
    await using server = await startServer({ data: folder.file("chat.db"), realTime: true });
    const ada = await server.native("ada");
    Deno.writeFileSync(folder.file("a.bin"), noise(5_000));
    const file = await openFile(folder.file("a.bin"));
    if (file === undefined) throw new Error("it is there");
    const parts = transferTo(server.running.port);
    await sendFile(file, { path: await pathFor(ada, { name: "a", bytes: noise(5_000) }), offset: 0 }, parts);
    const { file: real } = await ada.waitForFrame("message", (one) => one.file !== undefined);
    if (real === undefined) throw new Error("it has one");
    Deno.mkdirSync(folder.file("in"));
    const lie = { ...real, name: "../../evil", sha256: "0".repeat(64) };
    const wrong = await fetchFile(lie, filePath(real), folder.file("in"), parts);
    assertEquals(wrong, { kind: "wrong", path: folder.file("in/evil") });
    const gone = await fetchFile(real, "/files/aaaaaaaaaaaaaaaaaaaaaaaa/x", folder.file("in"), parts);
    assertEquals(gone.kind, "refused");
    assertEquals([...Deno.readDirSync(folder.file("in"))], [], "nothing is left behind");
    const [victim, part] = [folder.file("victim"), `in/.a.${real.sha256.slice(0, 12)}.part`];
    Deno.writeTextFileSync(victim, "mine");
    Deno.symlinkSync(victim, folder.file(part)); // Whoever else may write there put it there.
    const beside = await fetchFile({ ...real, name: "a" }, filePath(real), folder.file("in"), parts);
    assertEquals(beside, { kind: "fetched", path: folder.file("in/a") });
    assertEquals([Deno.readTextFileSync(victim), Deno.lstatSync(folder.file("in/a")).isFile], ["mine", true]);
    const unwritable = await fetchFile(real, filePath(real), folder.file("none/x"), parts);
    assertEquals(unwritable.kind, "not-written");
    assertEquals(await openFile(folder.path), undefined);
  },
);

testInClear("a server that falls silent is given up, and not waited for for ever", async () => {
  using folder = new TempFolder();
  Deno.writeFileSync(folder.file("a"), noise(10));
  const file = await openFile(folder.file("a"));
  if (file === undefined) throw new Error("it is there");
  const silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let tries = 0;
  const swallow = async (conn: Deno.Conn): Promise<void> => {
    const piece = new Uint8Array(1024);
    while (await conn.read(piece).catch(() => null) !== null);
    conn.close();
  };
  const serving = (async () => {
    const swallowed: Promise<void>[] = [];
    for await (const conn of silent) swallowed[tries++] = swallow(conn);
    await Promise.all(swallowed);
  })();
  // Two minutes, and the pauses between attempts, are over at once.
  const clock: Clock = {
    ...systemClock,
    after: (ms, run) => systemClock.after(ms === 10_000 ? ms : 20, run),
  };
  const parts = { ...transferTo(silent.addr.port), clock };
  const sent = sendFile(file, { path: "/files/up/x", offset: 0 }, parts);
  assertEquals(await within(systemClock, LONGEST_WAIT, sent, "for ever"), { kind: "lost" });
  assertEquals(tries, 6);
  silent.close();
  await serving;
});

testInClear(
  "a file that the server has to fetch from another one first is asked for again, and why it did not come is said",
  async () => {
    using folder = new TempFolder();
    await using server = await startServer({ data: folder.file("chat.db") });
    const ada = await server.native("ada");
    const bytes = noise(4_000);
    const { file } = await sendFileTo(server, ada, { name: "a.bin", bytes });
    let away = 2;
    const before = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async ({ url }) => {
      if (away-- > 0) {
        return new Response("Not here yet.\n", { status: 503, headers: { "Retry-After": "5" } });
      }
      const { body, headers } = await server.fetch(new URL(url).pathname);
      return new Response(body, { headers });
    });
    const parts = { ...transferTo(before.addr.port), clock: hurried };
    const into = folder.file("copy.bin");
    assertEquals(await fetchFile(file, filePath(file), into, parts), { kind: "fetched", path: into });
    assertEquals(Deno.readFileSync(into), bytes);
    away = Infinity;
    const other = folder.file("other.bin");
    assertEquals(await fetchFile(file, filePath(file), other, parts), {
      kind: "refused",
      why: "Not here yet.",
    });
    assertEquals([...Deno.readDirSync(folder.file("."))].some(({ name }) => name.endsWith(".part")), false);
    await before.shutdown();
  },
);

Deno.test("what a server says instead of a file is one clean line, and no page", async () => {
  const said = (text: string) =>
    textOf({ status: 403, headers: new Map(), body: ReadableStream.from([new TextEncoder().encode(text)]) });
  assertEquals(
    await said("Not\x1b]52;c;aGk=\x07 for you.\r\n\x1b[2JGo\u202e away.\n"),
    "Not for you. Go away.",
  );
  assertEquals((await said("x".repeat(20_000))).length, 500);
});
