/** A server that is killed while files come, and a disk that is full: no message ever names a file that is not there whole. */

import { assert, assertEquals } from "@std/assert";
import { filePath } from "../../protocol/files.ts";
import { exportMessages, verifyFiles } from "../../server.ts";
import { ask, askWhere, fetchBytes, filesBeside, noise, patch, pathFor, sendFile } from "../support/files.ts";
import { NativePeer } from "../support/peers.ts";
import { Program } from "../support/program.ts";
import { test, testInClear } from "../support/sanitized.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";

const SERVER = new URL("../support/server_with_log.ts", import.meta.url).pathname;

/** Sends files one after the other until the server is gone. */
async function sendOn(port: string, peer: NativePeer, from: number, told: Set<string>): Promise<void> {
  for (let n = from; n < from + 500; n++) {
    const bytes = noise(90_000, n);
    await peer.sendFrames({
      type: "upload",
      room: "lobby",
      name: `${n}.bin`,
      size: bytes.length,
      id: `f-${n}`,
    });
    const { path } = await peer.waitForFrame("upload", ({ id }) => id === `f-${n}`);
    const init = { method: "PATCH", headers: { "Upload-Offset": "0" }, body: bytes };
    const { file } = await (await fetch(`http://127.0.0.1:${port}${path}`, init)).json();
    told.add(file.sha256);
  }
}

testInClear(
  "killed while files come, again and again, a server names none that is not there whole, and forgets none that it said was",
  async () => {
    using folder = new TempFolder();
    const log = folder.file("chat.db");
    const told = new Set<string>();
    for (const [round, wanted] of [2, 5, 9].entries()) {
      const server = new Program([Deno.execPath(), "run", "-A", "--no-check", SERVER, log]);
      const port = await server.waitForOutput(/port (\d+)\n/);
      const peers: NativePeer[] = [];
      const sending: Promise<unknown>[] = [];
      for (let n = 0; n < 3; n++) {
        const peer = new NativePeer(await Deno.connect({ port: Number(port) }));
        await peer.enter(`p${round}-${n}`);
        peers.push(peer);
        const from = 10_000 * round + 1_000 * n;
        sending.push(sendOn(port, peer, from, told).catch(() => {})); // It ends with the server.
      }
      const [first] = peers;
      const named = (): number =>
        first?.framesOf("message").filter(({ file }) => file !== undefined).length ?? 0;
      await first?.waitFor("some files", () => named() >= wanted || undefined);
      await server.kill();
      for (const peer of peers) await peer.close();
      await Promise.all(sending);
      await server[Symbol.asyncDispose]();
      const { files, missing } = await verifyFiles(log);
      assertEquals(missing, 0);
      assert(files >= wanted, `${files}`);
      const names = new Set([...exportMessages(log, {})].flatMap(({ file }) => file?.sha256 ?? []));
      for (const sha256 of told) assert(names.has(sha256), "what was answered is kept");
    }
    const { files } = await verifyFiles(log);
    await using server = await startServer({ data: log });
    const ada = await server.native("ada"); // What was on its way is gone once somebody works with files.
    await sendFile(server, ada, { name: "last", bytes: noise(10) });
    assertEquals([filesBeside(log).kept.length, filesBeside(log).parts], [files + 1, 0]);
  },
);

if (SmallDisk.isPossible()) {
  test("on a disk that is full a file is refused, nothing of it stays, and the room goes on", async () => {
    await using disk = await SmallDisk.mount("3m");
    const log = disk.file("chat.db");
    // Whatever writes while the file takes all space may find none.
    const mayFail = ["files", "storing", "checkpoint", "indexing"] as const;
    await using server = await startServer({ data: log, mayFail });
    const ada = await server.native("ada");
    const { file } = await sendFile(server, ada, { name: "fits", bytes: noise(300_000, 1) });
    const large = noise(300_000, 2);
    const path = await pathFor(ada, { name: "large", bytes: large });
    await disk.fill(100_000); // By something else, while it comes.
    assertEquals((await patch(server, path, large)).status, 503);
    await ada.say("still here");
    await ada.waitForMessage("still here");
    await disk.empty();
    const small = await sendFile(server, ada, { name: "small", bytes: noise(1_000, 3) });
    assertEquals(await fetchBytes(server, filePath(file)), noise(300_000, 1));
    assertEquals(filesBeside(log), { kept: [file.sha256, small.file.sha256].toSorted(), parts: 0 });
  });
}

if (SmallDisk.isPossible()) {
  test("files take no more of a disk than leaves some to what is said, and their sender is told how much", async () => {
    await using disk = await SmallDisk.mount("8m");
    await using server = await startServer({ data: disk.file("chat.db") });
    const ada = await server.native("ada");
    const answer = await askWhere(ada, { name: "large", bytes: new Uint8Array(7_900_000) });
    assert(answer.type === "error" && answer.code === "files-full", JSON.stringify(answer));
    const { limit } = answer;
    assert(limit !== undefined && limit < 7_900_000 && limit > 4_000_000, String(limit));
    await sendFile(server, ada, { name: "fits", bytes: noise(4_000_000, 1) });
    await ada.say("still here");
    await ada.waitForMessage("still here");
  });
}

test("three hundred tiny files of one person are as many messages, and their bytes are gone with them", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  await using server = await startServer({ data: log, limits: { rate: null, flood: false }, realTime: true });
  const ada = await server.native("ada");
  const sent = new Set<string>();
  for (let n = 0; n < 300; n++) {
    const bytes = new TextEncoder().encode(`${n}`);
    sent.add((await sendFile(server, ada, { name: `${n}.txt`, bytes })).file.sha256);
  }
  assertEquals(filesBeside(log).kept, [...sent].toSorted());
});

test("a file that somebody wrote over or took off the disk is told to be gone, and what came in its place is kept aside", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  await using server = await startServer({ data: log, mayFail: ["files"] });
  const ada = await server.native("ada");
  const { file } = await sendFile(server, ada, { name: "a", bytes: noise(500) });
  const place = `${log}-files/${file.sha256.slice(0, 2)}/${file.sha256}`;
  Deno.writeTextFileSync(place, "something else");
  assertEquals((await ask(server, filePath(file))).status, 404);
  assertEquals(Deno.readTextFileSync(`${place}.damaged`), "something else");
  const { file: other } = await sendFile(server, ada, { name: "c", bytes: noise(600) });
  Deno.removeSync(`${log}-files/${other.sha256.slice(0, 2)}/${other.sha256}`);
  assertEquals((await ask(server, filePath(other))).status, 404);
  assertEquals((await askWhere(ada, { name: "b", bytes: noise(5) })).type, "upload");
});
