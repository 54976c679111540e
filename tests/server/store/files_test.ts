/** Files, from who sends one to who fetches it. */

import { assert, assertEquals } from "@std/assert";
import { filePath } from "../../../protocol/files.ts";
import { exportMessages } from "../../../server.ts";
import { createBotToken } from "../../../server/store/accounts/bot_token_admin.ts";
import { lookUntil } from "../../support/condition.ts";
import {
  ask,
  askWhere,
  fetchBytes,
  filesBeside,
  noise,
  patch,
  pathFor,
  sendFile,
} from "../../support/files.ts";
import { test } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer } from "../../support/test_server.ts";

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
  await lookUntil("no file", async () => {
    await server.clock.advance(5_000);
    return filesBeside(log).kept.length === 0 || undefined; // The thread of files works by the machine's time.
  });
  assertEquals(filesBeside(log).kept, []);
});

test("what is sent runs nowhere: it is a download, whatever it is called or looks like", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const eve = await server.native("eve");
  const gif = "GIF89a\x01\x00\x01\x00\x00\x00\x00=1;/*"; // Also the beginning of a script.
  const hostile: readonly (readonly [name: string, content: string])[] = [
    ["x.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
    ["x.html", "<!doctype html><script>alert(1)</script>"],
    ['"; filename=x.html\r\nX-Evil: 1', "<script>alert(1)</script>"],
    ["../../x.js", "alert(1)"],
    ["x.gif", `${gif}*/alert(1)`],
    ["x.zip", "PK\x03\x04\x14\0\0\0\x08\0 42 PiB <script>alert(1)</script>"],
    ["x.pdf.html", "%PDF-1.7\n\0<html><script>alert(1)</script>"],
  ];
  for (const [name, content] of hostile) {
    const { file } = await sendFile(server, eve, { name, bytes: encode(content) });
    const { status, headers } = await ask(server, filePath(file));
    const isPicture = name === "x.gif";
    const isBytes = content.includes("\0") && !isPicture;
    assertEquals([status, headers.get("content-type")], [
      200,
      isPicture ? "image/gif" : isBytes ? "application/octet-stream" : "text/plain; charset=utf-8",
    ]);
    assert(headers.get("content-disposition")?.startsWith(isPicture ? "inline; " : "attachment; "), name);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assert(headers.get("content-security-policy")?.startsWith("sandbox; default-src 'none'"));
    assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
    assertEquals(headers.get("x-evil"), null);
    assert(!/[\\/\r\n"]/.test(file.name), file.name);
  }
});

test("a part of a file can be had, if it is still the same file, and nothing beside its end", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const ada = await server.native("ada");
  const bytes = noise(1_000);
  const { file } = await sendFile(server, ada, { name: "a.bin", bytes });
  const get = async (headers: Readonly<Record<string, string>>, method = "GET") => {
    const response = await ask(server, filePath(file), { headers, method });
    const length = (await response.arrayBuffer()).byteLength;
    return [response.status, length, response.headers.get("content-range")];
  };
  const etag = `"${file.sha256}"`;
  assertEquals(await get({ Range: "bytes=990-" }), [206, 10, "bytes 990-999/1000"]);
  assertEquals(await get({ Range: "bytes=0-0" }), [206, 1, "bytes 0-0/1000"]);
  assertEquals(await get({ Range: "bytes=-3" }), [206, 3, "bytes 997-999/1000"]);
  assertEquals(await get({ Range: "bytes=990-", "If-Range": etag }), [206, 10, "bytes 990-999/1000"]);
  assertEquals(await get({ Range: "bytes=990-", "If-Range": '"other"' }), [200, 1000, null]);
  assertEquals((await get({ Range: "bytes=1000-" }))[0], 416);
  assertEquals((await get({ Range: "bytes=-0" }))[0], 416);
  for (const odd of ["bytes=5-2", "bytes=a-b", "bytes=0-1,4-5", "lines=1-2", "bytes=--1"]) {
    assertEquals(await get({ Range: odd }), [200, 1000, null], odd);
  }
  assertEquals(await get({ "If-None-Match": etag }), [304, 0, null]);
  const head = await ask(server, filePath(file), { method: "HEAD" });
  assertEquals([head.status, head.headers.get("etag"), head.headers.get("accept-ranges")], [
    200,
    etag,
    "bytes",
  ]);
  assertEquals((await ask(server, filePath(file), { method: "DELETE" })).status, 405);
});

test("in a room that is not open to all a path is for its reader alone, and ends with leaving and with time", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const [ada, bob] = [await server.native("ada"), await server.native("bob")];
  await ada.sendFrames({ type: "join", room: "den" });
  await ada.waitForFrame("entered", ({ room }) => room === "den");
  const { file, seq } = await sendFile(server, ada, {
    name: "secret.txt",
    bytes: encode("psst"),
    room: "den",
  });
  assertEquals((await ask(server, filePath(file))).status, 200);
  await ada.sendFrames({ type: "mod", do: "secret", room: "den", value: true });
  await ada.waitForFrame("mode", ({ room }) => room === "den");
  assertEquals((await ask(server, filePath(file))).status, 403);
  await bob.sendFrames({ type: "file", room: "den", seq, id: "no" });
  assertEquals((await bob.waitForFrame("error", ({ id }) => id === "no")).code, "no-room");
  await bob.sendFrames({ type: "join", room: "den" }, { type: "file", room: "den", seq, id: "yes" });
  const { path, until } = await bob.waitForFrame("file", ({ id }) => id === "yes");
  assert(until !== undefined);
  const told = await ask(server, path);
  assertEquals([told.status, told.headers.get("cache-control")], [200, "no-store"]);
  assertEquals((await ask(server, path.replace(/reader=[^&]+/, "reader=somebody"))).status, 403);
  assertEquals((await ask(server, path.replace(/until=(\d)/, "until=9$1"))).status, 403);
  const closed = await sendFile(server, ada, { name: "second.txt", bytes: encode("psst"), room: "den" });
  const message = await bob.waitForFrame("message", (one) => one.seq === closed.seq && one.room === "den");
  assertEquals(message.text, "second.txt (4 bytes, 1 line)\npsst", "no link that anybody could follow");
  await bob.sendFrames({ type: "part", room: "den" });
  await bob.waitForFrame("parted", ({ room }) => room === "den");
  assertEquals((await ask(server, path)).status, 403);
  await bob.sendFrames({ type: "join", room: "den" });
  await bob.waitFor("in again", () => bob.framesOf("entered").filter(({ room }) => room === "den")[1]);
  assertEquals((await ask(server, path)).status, 200);
  await server.clock.advance(3_600_001);
  assertEquals((await ask(server, path)).status, 403);
});

test("who is muted, or has left, shows no file, also one that they began to send before", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db") });
  const [ada, eve, tom] = [
    await server.native("ada"),
    await server.native("eve"),
    await server.native("tom"),
  ];
  await ada.sendFrames({ type: "join", room: "den" });
  await ada.waitForFrame("entered", ({ room }) => room === "den");
  for (const peer of [eve, tom]) {
    await peer.sendFrames({ type: "join", room: "den" });
    await peer.waitForFrame("entered", ({ room }) => room === "den");
  }
  const file = { name: "x.txt", bytes: encode("late"), room: "den" };
  const [ofEve, ofTom] = [await pathFor(eve, file), await pathFor(tom, file)];
  await ada.sendFrames({ type: "mod", do: "mute", name: "eve", room: "den", id: "m" });
  await ada.waitForFrame("done", ({ id }) => id === "m");
  await tom.sendFrames({ type: "part", room: "den" });
  await tom.waitForFrame("parted");
  assertEquals((await patch(server, ofEve, file.bytes)).status, 403);
  assertEquals((await patch(server, ofTom, file.bytes)).status, 404);
  const refused = await askWhere(eve, file);
  assert(refused.type === "error" && refused.code === "muted");
  await ada.sync();
  assertEquals(ada.framesOf("message").filter((one) => one.file !== undefined), []);
  await lookUntil("no file", async () => {
    await server.clock.advance(5_000);
    return filesBeside(folder.file("chat.db")).kept.length === 0 || undefined; // The thread of files works by the machine's time.
  });
  assertEquals(filesBeside(folder.file("chat.db")), { kept: [], parts: 0 });
});

test("who may not show a file takes away nothing of the same one that somebody else sent", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  await using server = await startServer({ data: log });
  const [ada, eve] = [await server.native("ada"), await server.native("eve")];
  await ada.sendFrames({ type: "join", room: "den" });
  await ada.waitForFrame("entered", ({ room }) => room === "den");
  await eve.sendFrames({ type: "join", room: "den" });
  await eve.waitForFrame("entered", ({ room }) => room === "den");
  const same = { name: "x.txt", bytes: encode("the same"), room: "den" };
  const { file } = await sendFile(server, ada, same);
  const ofEve = await pathFor(eve, same);
  await ada.sendFrames({ type: "mod", do: "mute", name: "eve", room: "den", id: "m" });
  await ada.waitForFrame("done", ({ id }) => id === "m");
  assertEquals((await patch(server, ofEve, same.bytes)).status, 403);
  await sendFile(server, ada, { name: "later", bytes: noise(10) }); // What the thread was told before is done then.
  assertEquals(filesBeside(log).kept.includes(file.sha256), true);
  assertEquals(await fetchBytes(server, filePath(file)), same.bytes);
});

test("what is too much is refused with what is the most, before a byte of it is read", async () => {
  using folder = new TempFolder();
  const limits = { fileBytes: 10_000, filesBytes: 25_000, filesPerDay: 22_000 };
  await using server = await startServer({ data: folder.file("chat.db"), limits });
  const [ada, bob] = [await server.native("ada"), await server.native("bob")];
  const refusal = async (peer: typeof ada, size: number): Promise<unknown> => {
    const answer = await askWhere(peer, { name: "x", bytes: noise(size, size) });
    return answer.type === "error" ? answer.code : answer.type;
  };
  assertEquals(await refusal(ada, 10_001), "file-too-big");
  assertEquals(await refusal(ada, 0), "file-empty");
  await sendFile(server, ada, { name: "a", bytes: noise(10_000, 1) });
  await sendFile(server, ada, { name: "b", bytes: noise(10_000, 2) });
  // The smallest file takes a block of the disk, and counts as one.
  assertEquals(await refusal(ada, 1), "files-today");
  assertEquals(await refusal(bob, 6_000), "files-full");
  for (let n = 0; n < 3; n++) assertEquals(await refusal(bob, 1_000), "upload");
  const givenUp = await pathFor(bob, { name: "x", bytes: noise(1_000) });
  assertEquals(await refusal(bob, 500), "too-many-uploads");
  assertEquals((await ask(server, givenUp, { method: "DELETE" })).status, 204);
  assertEquals(await refusal(bob, 500), "upload");
  const path = await pathFor(await server.native("cy"), { name: "x", bytes: noise(10) });
  assertEquals((await patch(server, path, noise(11))).status, 413);
});

test("asking takes no place: who sends is first, and who is too late is told in the middle", async () => {
  using folder = new TempFolder();
  const limits = { fileBytes: 10_000, filesBytes: 25_000 };
  await using server = await startServer({ data: folder.file("chat.db"), limits });
  const file = (n: number) => ({ name: `${n}`, bytes: noise(10_000, n) });
  const eve = await server.native("eve");
  const asked = [await pathFor(eve, file(1)), await pathFor(eve, file(2)), await pathFor(eve, file(3))];
  await sendFile(server, await server.native("ada"), file(4));
  await sendFile(server, await server.native("bob"), file(5));
  const statuses: number[] = [];
  for (const path of asked) {
    statuses.push((await patch(server, path, noise(2_500))).status);
    statuses.push((await patch(server, path, noise(2_500), 2_500)).status);
  }
  assertEquals(statuses, [204, 204, 507, 404, 507, 404]);
});

test("a script sends a file with its token in one request, and once however often it does", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  await using server = await startServer({ data: log });
  const made = createBotToken(log, "ci", "guest", 1_000);
  assert(made.isMade);
  const ada = await server.native("ada");
  const headers = { Authorization: `Bearer ${made.token}` };
  const post = (query: string, init: RequestInit = {}): Promise<Response> =>
    ask(server, `/files?${query}`, { method: "POST", headers, body: encode("report"), ...init });
  const first = await (await post("room=lobby&name=report.txt&id=run-17")).json();
  const again = await (await post("room=lobby&name=report.txt&id=run-17")).json();
  assertEquals([again.seq, again.file], [first.seq, first.file]);
  const message = await ada.waitForFrame("message", ({ seq }) => seq === first.seq);
  assertEquals([message.from, message.file?.name], ["ci", "report.txt"]);
  assertEquals(new TextDecoder().decode(await fetchBytes(server, filePath(first.file))), "report");
  assertEquals((await post("room=none&name=x")).status, 404);
  assertEquals((await post("name=x", { headers: {} })).status, 401);
  assertEquals((await post("name=x", { method: "PUT" })).status, 405);
  assertEquals(
    (await post("name=x", { headers: { ...headers, Origin: "http://evil.example" } })).status,
    403,
  );
  assertEquals(ada.framesOf("message").filter((one) => one.file !== undefined).length, 1);
});

test("a server that keeps nothing takes no files, and says so", async () => {
  await using server = await startServer();
  const ada = await server.native("ada");
  const answer = await askWhere(ada, { name: "x", bytes: noise(10) });
  assert(answer.type === "error" && answer.code === "no-files");
  assertEquals((await ask(server, "/files/aaaaaaaaaaaaaaaaaaaaaaaa/x")).status, 404);
});

test("a file is found by its name, is in exports, and is taken once also when what became of it is long forgotten", async () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  await using server = await startServer({ data: log, limits: { rate: null } });
  const ada = await server.native("ada");
  const file = { name: "holiday plan.txt", bytes: encode("to the sea"), id: "once" };
  const first = await sendFile(server, ada, file);
  await ada.sendFrames({ type: "search", query: "holiday", id: "s" });
  await ada.waitForFrame("found", ({ id }) => id === "s");
  assertEquals(ada.framesOf("hit").map(({ seq }) => seq), [first.seq]);
  const [exported] = [...exportMessages(log, {})];
  assertEquals(exported?.file, first.file);
  for (let n = 0; n < 8; n++) { // What is silent for long is let go.
    await server.clock.advance(10_000);
    await ada.sync();
  }
  const again = await sendFile(server, ada, file);
  assertEquals(again.seq, first.seq);
  assertEquals(filesBeside(log), { kept: [await sha256(file.bytes)], parts: 0 });
});
