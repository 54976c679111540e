/** `chat send --file`, with a server that is there: in clear, and within TLS to a key that is pinned. */

import { assert, assertEquals } from "@std/assert";
import type { ChatEnd, ChatOptions } from "../../../client/options.ts";
import { runScriptCommand } from "../../../client/pipe/script_commands.ts";
import { KnownServers } from "../../../client/wire.ts";
import { type Clock, systemClock } from "../../../net/clock.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { identityFiles } from "../../support/encryption.ts";
import { noise } from "../../support/files.ts";
import { test, testInClear } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer, type TestServer } from "../../support/test_server.ts";
import { makeIdentity, TlsServer } from "../../support/tls_server.ts";

/** The machine's clock, on which the pauses between attempts are over at once. */
const hasty: Clock = {
  ...systemClock,
  after: (ms, run) => systemClock.after(ms >= 500 && ms <= 8000 ? 1 : ms, run),
};

/** Sends a file, and gives how that ended and what was said on standard error. */
async function send(
  port: number,
  path: string,
  { clock = systemClock, ...changes }: Partial<ChatOptions> & { readonly clock?: Clock } = {},
): Promise<ChatEnd & { readonly trouble: string }> {
  let trouble = "";
  const options: ChatOptions = chatOptions(port, { name: "ci", reconnect: false, ...changes });
  const end = await runScriptCommand({ kind: "send-file", path }, options, clock, {
    isPerson: false,
    input: { read: () => Promise.reject(new Error("standard input is nobody's business here")) },
    writeOutput: () => Promise.reject(new Error("there is nothing to print")),
    writeError: (text) => void (trouble += text),
  });
  return { ...end, trouble };
}

/** Checks that bob got a file with these bytes in the room. */
async function checkArrived(
  server: TestServer,
  bob: Awaited<ReturnType<TestServer["native"]>>,
  bytes: Uint8Array,
): Promise<void> {
  const { file, from } = await bob.waitForFrame("message", (message) => message.file !== undefined);
  assertEquals([from, file?.name, file?.size], ["ci", "a plan.bin", bytes.length]);
  const response = await server.fetch(`/files/${file?.id}/x`);
  assertEquals(new Uint8Array(await response.arrayBuffer()), bytes);
}

/** What somebody on the way sees: passes the first connections on to one port, all after them to another. */
function tap(ports: readonly [first: number, others: number], first: number): {
  readonly port: number;
  readonly seen: Uint8Array[];
  close(): Promise<void>;
} {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const seen: Uint8Array[] = [];
  const pumps: Promise<void>[] = [];
  let count = 0;
  const pump = async (from: Deno.Conn, to: Deno.Conn, isKept: boolean): Promise<void> => {
    const piece = new Uint8Array(65_536);
    try {
      for (let got = await from.read(piece); got !== null; got = await from.read(piece)) {
        if (isKept) seen.push(piece.slice(0, got));
        for (let at = 0; at < got;) at += await to.write(piece.subarray(at, got));
      }
    } catch {
      // One side is gone.
    }
    await to.closeWrite().catch(() => {}); // Also after a reset, or the other would wait for its answer for ever.
  };
  const pass = async (conn: Deno.Conn, port: number): Promise<void> => {
    const to = await Deno.connect({ hostname: "127.0.0.1", port });
    await Promise.all([pump(conn, to, true), pump(to, conn, false)]);
    conn.close();
    to.close();
  };
  const accept = async (): Promise<void> => {
    for await (const conn of listener) pumps.push(pass(conn, count++ < first ? ports[0] : ports[1]));
  };
  const accepting = accept();
  return {
    port: listener.addr.port,
    seen,
    close: async () => {
      listener.close();
      await accepting;
      await Promise.all(pumps);
    },
  };
}

testInClear(
  "a file is in the room, whole, when the errand ends well; what cannot be read is a mistake",
  async () => {
    using folder = new TempFolder();
    await using server = await startServer({ data: folder.file("chat.db"), realTime: true });
    const bob = await server.native("bob");
    const bytes = noise(300_000);
    Deno.writeFileSync(folder.file("a plan.bin"), bytes);
    assertEquals(await send(server.running.port, folder.file("a plan.bin")), { code: 0, trouble: "" });
    await checkArrived(server, bob, bytes);
    for (const path of [folder.file("none"), folder.path]) {
      assertEquals(await send(1, path), { code: 2, sentence: en.client.files.none(path), trouble: "" });
    }
  },
);

testInClear(
  "a server that keeps no files, and a file that is too large, are told and end with 5",
  async () => {
    using folder = new TempFolder();
    Deno.writeFileSync(folder.file("a"), noise(10));
    await using without = await startServer({ realTime: true });
    const end = await send(without.running.port, folder.file("a"));
    assertEquals([end.code, end.trouble], [5, `${en.problem({ code: "no-files" })}\n`]);
    await using server = await startServer({ data: folder.file("chat.db"), realTime: true });
    using large = Deno.openSync(folder.file("b"), { write: true, createNew: true });
    large.truncateSync(26 * 1024 * 1024);
    const refused = await send(server.running.port, folder.file("b"));
    assertEquals(refused.code, 5);
    assert(refused.trouble.includes("25 MiB"), refused.trouble);
  },
);

test("within TLS a file goes only to the key that is pinned, and nobody on the way reads any of it", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db"), realTime: true, isEncrypted: true });
  const bob = await server.native("bob");
  const bytes = new TextEncoder().encode("The plan is secret.".repeat(20_000));
  Deno.writeFileSync(folder.file("a plan.bin"), bytes);
  const { identity: { fingerprint } } = await identityFiles();
  const way = tap([server.running.port, server.running.port], 0);
  const end = await send(way.port, folder.file("a plan.bin"), {
    trust: { known: new KnownServers(), fingerprint },
  });
  assertEquals(end, { code: 0, trouble: "" });
  await checkArrived(server, bob, bytes);
  await way.close();
  const text = new TextDecoder("latin1").decode(
    await new Blob(way.seen.map((part) => part.slice())).arrayBuffer(),
  );
  assert(text.length > bytes.length, "all of it went this way");
  assert(!text.includes("The plan") && !text.includes("PATCH") && !text.includes("a plan.bin"));
});

test("another key than the one that let us in is told nothing of the file, which is not sent then", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db"), realTime: true, isEncrypted: true });
  const bob = await server.native("bob");
  await using other = new TlsServer(await makeIdentity());
  Deno.writeFileSync(folder.file("a plan.bin"), noise(100));
  const way = tap([server.running.port, other.port], 1);
  const end = await send(way.port, folder.file("a plan.bin"), {
    trust: { known: new KnownServers() },
    clock: hasty,
  });
  assertEquals(end, { code: 3, sentence: en.client.files.notSent("a plan.bin", ""), trouble: "" });
  assertEquals(other.heard, "");
  await way.close();
  assertEquals(bob.framesOf("message"), []);
});
