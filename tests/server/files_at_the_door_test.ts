/** Files where not everybody comes in: people are let in one by one, say a word, or are banned. */

import { assertEquals } from "@std/assert";
import { filePath } from "../../protocol/files.ts";
import { logWithOwners, PASSWORD } from "../support/deed_doors.ts";
import { ask, fetchBytes, noise, sendFile } from "../support/files.ts";
import type { NativePeer } from "../support/peers.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

const PLAN = { name: "plan.bin", bytes: noise(5_000) };

/** A server with its owner. */
async function owned(folder: TempFolder): Promise<{ readonly server: TestServer; readonly ada: NativePeer }> {
  const data = folder.file("chat.db");
  logWithOwners(data, ["ada"], []);
  const server = await startServer({ data });
  const ada = await server.native();
  await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await ada.waitForFrame("welcome");
  return { server, ada };
}

/** Asks for the path of a file, as somebody who is in. */
async function pathOf(peer: NativePeer, room: string, seq: number): Promise<string> {
  await peer.sendFrames({ type: "file", room, seq, id: `get ${seq}` });
  return (await peer.waitForFrame("file", ({ id }) => id === `get ${seq}`)).path;
}

test("while people are let in one by one, who waits has no file, and who was let in has it by a path of their own", async () => {
  using folder = new TempFolder();
  const { server, ada } = await owned(folder);
  await using _server = server;
  await ada.sendFrames({ type: "mod", do: "approve", value: true });
  await ada.waitForFrame("done");
  const { file, seq } = await sendFile(server, ada, PLAN);
  const bob = await server.native();
  await bob.sendFrames({ type: "hello", name: "bob", room: "lobby" });
  await bob.waitForFrame("notice");
  await bob.sendFrames({ type: "file", room: "lobby", seq }, {
    type: "upload",
    room: "lobby",
    name: "x",
    size: 1,
    id: "x",
  });
  await bob.waitFor("two refusals", () => bob.framesOf("error").length === 2 || undefined);
  assertEquals(bob.framesOf("file").length + bob.framesOf("upload").length, 0);
  assertEquals((await ask(server, filePath(file))).status, 403);
  await ada.sendFrames({ type: "mod", do: "admit", name: "bob" });
  await bob.waitForFrame("welcome");
  assertEquals(await fetchBytes(server, await pathOf(bob, "lobby", seq)), PLAN.bytes);
  await sendFile(server, bob, { name: "of bob", bytes: noise(10) });
});

test("where a word is asked for, a path is for who has said it", async () => {
  using folder = new TempFolder();
  await using server = await startServer({
    data: folder.file("chat.db"),
    entry: { kind: "word", word: "tea" },
  });
  const come = async (name: string): Promise<NativePeer> => {
    const peer = await server.native();
    await peer.sendFrames({ type: "hello", name, room: "lobby", door: "tea" });
    await peer.waitForFrame("welcome");
    return peer;
  };
  const [ada, bob] = [await come("ada"), await come("bob")];
  const { file, seq } = await sendFile(server, ada, PLAN);
  assertEquals((await ask(server, filePath(file))).status, 403);
  const path = await pathOf(bob, "lobby", seq);
  assertEquals(await fetchBytes(server, path), PLAN.bytes);
  await bob.sendFrames({ type: "quit" });
  await ada.waitForFrame("left");
  assertEquals((await ask(server, path)).status, 403, "it ends with leaving");
});

test("a ban ends the paths of a closed room; in an open one a path is enough for anybody", async () => {
  using folder = new TempFolder();
  const { server, ada } = await owned(folder);
  await using _server = server;
  const bob = await server.native("bob");
  for (const peer of [ada, bob]) {
    await peer.sendFrames({ type: "join", room: "den" });
    await peer.waitForFrame("entered", ({ room }) => room === "den");
  }
  await ada.sendFrames({ type: "mod", do: "lock", room: "den" });
  await ada.waitForFrame("mode", ({ room }) => room === "den");
  const open = await sendFile(server, ada, PLAN);
  const closed = await sendFile(server, ada, { ...PLAN, room: "den" });
  const path = await pathOf(bob, "den", closed.seq);
  assertEquals((await ask(server, path)).status, 200);
  await ada.sendFrames({ type: "mod", do: "ban", name: "bob" });
  await bob.waitForFrame("bye");
  assertEquals((await ask(server, path)).status, 403);
  assertEquals((await ask(server, filePath(open.file))).status, 200);
});
