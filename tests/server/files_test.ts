/** Files, from who sends one to who fetches it. */

import { assert, assertEquals } from "@std/assert";
import { filePath } from "../../protocol/files.ts";
import { ask, askWhere, fetchBytes, filesBeside, noise, patch, pathFor, sendFile } from "../support/files.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

test("a file that somebody sends is named by a message with its size and checksum, and everybody can fetch it", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  const nc = await server.plain("nina");
  const bytes = noise(300_000);
  const { seq, file } = await sendFile(server, ada, { name: "plan.pdf", bytes });
  assertEquals([file.name, file.size, file.sha256, file.type], [
    "plan.pdf",
    300_000,
    await sha256(bytes),
    "application/octet-stream",
  ]);
  const message = await bob.waitFor(
    "the message",
    () => bob.framesOf("message").find((one) => one.seq === seq),
  );
  assertEquals([message.from, message.file], ["ada", file]);
  await nc.waitForText(`ada: plan.pdf (293 KiB) http`);
  await nc.waitForText(filePath(file));
  assertEquals(await fetchBytes(server, filePath(file)), bytes);
});

test("an upload that breaks off goes on where it stands, also for who asks again with the same id", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const ada = await server.native("ada");
  const file = { name: "big.bin", bytes: noise(200_000), id: "once" };
  const path = await pathFor(ada, file);
  const first = await patch(server, path, file.bytes.slice(0, 70_000));
  assertEquals([first.status, first.headers.get("upload-offset")], [204, "70000"]);
  const asked = await askWhere(ada, file);
  assert(asked.type === "upload");
  assertEquals([asked.path, asked.offset], [path, 70_000]);
  const wrong = await patch(server, path, file.bytes.slice(60_000), 60_000);
  assertEquals([wrong.status, wrong.headers.get("upload-offset")], [409, "70000"]);
  const rest = await patch(server, path, file.bytes.slice(70_000), 70_000);
  assertEquals(rest.status, 200);
  const stored = await rest.json();
  assertEquals(await fetchBytes(server, filePath(stored.file)), file.bytes);
  const again = await patch(server, path, file.bytes.slice(70_000), 70_000);
  assertEquals((await again.json()).seq, stored.seq);
  assertEquals((await askWhere(ada, file)).type, "ack");
  assertEquals(ada.framesOf("message").filter((one) => one.file !== undefined).length, 1);
});

test("bytes lie on disk once for all messages that name them, and are gone with the last of them", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  await using server = await startServer({ data: log });
  const ada = await server.native("ada");
  const bytes = encode("the same, twice");
  const first = await sendFile(server, ada, { name: "a.txt", bytes });
  const second = await sendFile(server, ada, { name: "b.txt", bytes });
  assertEquals(filesBeside(log), { kept: [await sha256(bytes)], parts: 0 });
  await ada.sendFrames({ type: "mod", do: "delete", room: "lobby", seq: first.seq });
  await ada.waitFor(
    "the deletion",
    () => ada.framesOf("message").find(({ redacts }) => redacts !== undefined),
  );
  assertEquals((await ask(server, filePath(first.file))).status, 404);
  await server.clock.advance(10_000);
  assertEquals(await fetchBytes(server, filePath(second.file)), bytes);
  await ada.sendFrames({ type: "mod", do: "delete", room: "lobby", seq: second.seq });
  await ada.waitFor("both", () => ada.framesOf("message").filter(({ redacts }) => redacts !== undefined)[1]);
  for (let n = 0; n < 200 && filesBeside(log).kept.length > 0; n++) {
    await server.clock.advance(5_000);
    await new Promise((resolve) => setTimeout(resolve, 5)); // The thread of files works by the machine's time.
  }
  assertEquals(filesBeside(log).kept, []);
});
