/** Files of a cluster: at every server that is told of them, whichever they were sent to. */

import { assert, assertEquals } from "@std/assert";
import type { MessageFrame } from "../../../protocol.ts";
import type { FileInfo } from "../../../protocol/files.ts";
import { BotPosting } from "../../../server/core/bots.ts";
import { findFile } from "../../../server/core/commands.ts";
import { download } from "../../../server/doors/web/files/download.ts";
import { passBody, passOn } from "../../../server/doors/web/files/pass_on.ts";
import { answerPassed } from "../../../server/doors/web/files/upload.ts";
import { pack } from "../../../server/cluster/parcel.ts";
import { lookUntil } from "../../support/condition.ts";
import { filesBeside, noise } from "../../support/files.ts";
import { photograph } from "../../support/jpeg.ts";
import { mod } from "../../support/people.ts";
import { test } from "../../support/sanitized.ts";
import type { TestClient } from "../../support/test_core.ts";
import { TestCluster, type TestNode } from "../../support/test_cluster.ts";

/** Settles until something is so: disks take the machine's time. */
async function until(cluster: TestCluster, isSo: () => boolean, ms = 0): Promise<void> {
  await lookUntil("it", async () => {
    if (isSo()) return true;
    await (ms === 0 ? cluster.settle() : cluster.pass(ms));
    return isSo() || undefined;
  });
}

/** Brings somebody in. */
async function enter(cluster: TestCluster, { core }: TestNode, name: string): Promise<TestClient> {
  const client = core.connect();
  client.hello(name);
  await cluster.settle();
  return client;
}

/** Sends all bytes of a file, and gives what becomes of the message that names it. */
async function begin(
  cluster: TestCluster,
  { files }: TestNode,
  client: TestClient,
  bytes: Uint8Array<ArrayBuffer>,
  { room = "lobby", id = `f${client.frames.length}` } = {},
): Promise<ReturnType<TestNode["files"]["uploads"]["complete"]>> {
  client.sendFrames({ type: "upload", room, name: "plan.bin", size: bytes.length, id });
  await cluster.settle();
  const { path = "" } = client.framesOf("upload").find((frame) => frame.id === id) ?? {};
  const upload = files.uploads.find(path.split("/").at(-1) ?? "");
  assert(upload !== undefined, JSON.stringify(client.frames.at(-1)));
  assertEquals(await files.uploads.receive(upload, bytes.slice()), undefined);
  return files.uploads.complete(upload);
}

/** Sends a file to a room. */
async function send(
  cluster: TestCluster,
  server: TestNode,
  client: TestClient,
  bytes: Uint8Array<ArrayBuffer>,
  where = {},
): Promise<MessageFrame> {
  const outcome = await cluster.during(begin(cluster, server, client, bytes, where));
  assert(outcome.kind === "stored", JSON.stringify(outcome));
  return outcome.message;
}

const kept = ({ path }: TestNode): readonly string[] => filesBeside(path).kept;

test("a file that was sent to one server is named alike at all, and comes to all of them by its hash", async () => {
  const cluster = new TestCluster();
  const servers = [await cluster.add(), await cluster.add(), await cluster.add()] as const;
  const [ada, bob] = [await enter(cluster, servers[0], "ada"), await enter(cluster, servers[1], "bob")];
  const bytes = noise(300_000);
  const { seq, file } = await send(cluster, servers[0], ada, bytes);
  await cluster.settle();
  const heard = bob.framesOf("message").find((message) => message.seq === seq);
  assertEquals(heard?.file, file);
  await until(cluster, () => servers.every((server) => kept(server).length === 1));
  for (const server of servers) {
    assertEquals(kept(server), [file?.sha256 ?? ""]);
    assertEquals(
      Deno.readFileSync(`${server.path}-files/${kept(server)[0]?.slice(0, 2)}/${kept(server)[0]}`),
      bytes,
    );
    assertEquals([filesBeside(server.path).parts, server.faults], [0, []]);
  }
  assertEquals(servers.map(({ log }) => log.files.fileOf("lobby", seq)?.id), Array(3).fill(file?.id));
  await cluster.end();
});

test("a photograph is kept at the others as the first one cleaned it", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  const { file } = await send(cluster, one, ada, photograph(6));
  assertEquals(file?.type, "image/jpeg");
  await until(cluster, () => kept(two).length === 1);
  assertEquals([kept(two), two.faults], [[file?.sha256], []]);
  await cluster.end();
});

test("a pass to a file of a closed room is good at every server, for its reader alone, and not for whoever has left", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  ada.sendFrames({ type: "join", room: "staff" });
  await cluster.settle();
  ada.sendFrames(mod("lock", { room: "staff" }));
  await cluster.settle();
  const { seq, file } = await send(cluster, one, ada, noise(2_000), { room: "staff" });
  ada.sendFrames({ type: "file", room: "staff", seq, id: "ask" });
  const answer = () => ada.framesOf("file").find(({ id }) => id === "ask");
  await until(cluster, () => answer() !== undefined && kept(two).length === 1);
  const { path = "" } = answer() ?? {};
  const query = new URLSearchParams(path.split("?")[1]);
  const found = (asked: URLSearchParams) => {
    const at = findFile(two.core.hub.context, file?.id ?? "", asked, () => false);
    return typeof at === "string" ? at : at.file.sha256;
  };
  assertEquals(found(query), file?.sha256);
  assertEquals(found(new URLSearchParams()), "not-yours");
  assertEquals(found(new URLSearchParams({ ...Object.fromEntries(query), reader: "p9" })), "not-yours");
  ada.sendFrames({ type: "part", room: "staff" });
  await cluster.settle();
  assertEquals(found(query), "not-yours");
  await cluster.end();
});

test("a file of which a server has not heard yet is looked for again once it has heard all, and one that is nowhere is gone", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  two.core.history.isFull = true; // It applies nothing for now.
  const bytes = noise(2_000);
  const { file } = await send(cluster, one, ada, bytes);
  const { context } = two.core.hub;
  const posting = new BotPosting({ ...context, tokens: undefined });
  const get = (id: string) => {
    const request = { path: `/files/${id}`, query: new URLSearchParams(), isOld: false, headers: new Map() };
    const parts = { context, clock: cluster.clock, hear: () => posting.hear() };
    return download({ method: "GET", ...request }, parts, () => false);
  };
  const [got, other] = [get(file?.id ?? ""), get("x".repeat(24))];
  await cluster.pass(1_000);
  two.core.history.isFull = false;
  const [here, nowhere] = await cluster.during(Promise.all([got, other]));
  assert(here.kind === "file" && nowhere.kind === "answer");
  using open = here.file;
  assertEquals([open.statSync().size, here.length, nowhere.answer.status], [bytes.length, bytes.length, 404]);
  await cluster.end();
});

test("deleted at one server, a file is gone at all, also from one that was about to fetch it", async () => {
  const cluster = new TestCluster();
  const [one, two, three] = [await cluster.add(), await cluster.add(), await cluster.add()];
  const [ada, bob] = [await enter(cluster, one, "ada"), await enter(cluster, two, "bob")];
  await send(cluster, one, ada, noise(5_000));
  await until(cluster, () => [one, two, three].every((server) => kept(server).length === 1));
  const { seq } = await send(cluster, two, bob, noise(6_000, 2));
  bob.sendFrames(mod("delete", { room: "lobby", seq }));
  ada.sendFrames(mod("delete", { room: "lobby", seq: seq - 1 }));
  await cluster.settle();
  const sweep = (): boolean => {
    for (const { files } of [one, two, three]) files.sweep();
    return [one, two, three].every((server) => kept(server).length + filesBeside(server.path).parts === 0);
  };
  await until(cluster, sweep);
  await cluster.pass(20_000);
  assertEquals([one, two, three].map(kept), [[], [], []]);
  await cluster.end();
});

test("a server without a file fetches it once one that has it is back, and knows meanwhile that it is away", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  one.end.takesParcels = false;
  const { file } = await send(cluster, one, ada, noise(4_000));
  assert(file !== undefined);
  await cluster.settle();
  assertEquals([await cluster.during(two.files.fetch(file) ?? Promise.resolve(true)), kept(two)], [
    false,
    [],
  ]);
  one.end.takesParcels = true;
  const sweep = (): boolean => (two.files.sweep(), kept(two).length === 1);
  await until(cluster, sweep, 1_000);
  assertEquals([kept(two), two.faults], [[file.sha256], []]);
  await cluster.end();
});

test("a server whose file is not what it was gives it to nobody: it is taken from another one", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  const { file } = await send(cluster, one, ada, noise(4_000));
  await until(cluster, () => kept(two).length === 1);
  const hash = file?.sha256 ?? "";
  Deno.writeFileSync(`${one.path}-files/${hash.slice(0, 2)}/${hash}`, noise(4_000, 7));
  for (let n = 0; n < 6; n++) { // Whom it asks first is left to chance.
    const more = await cluster.add();
    await until(cluster, () => kept(more).length === 1);
    const bytes = Deno.readFileSync(`${more.path}-files/${hash.slice(0, 2)}/${hash}`);
    assertEquals(bytes, noise(4_000));
    cluster.kill(more);
    await cluster.pass(12_000);
  }
  await cluster.end();
});

/** Has somebody send a file to one server, and waits until another has it, too; gives that one, and where it keeps it. */
async function keptByBoth(
  cluster: TestCluster,
): Promise<{ readonly two: TestNode; readonly file: FileInfo; readonly place: string }> {
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  const { file } = await send(cluster, one, ada, noise(4_000));
  assert(file !== undefined);
  await until(cluster, () => kept(two).length === 1);
  return { two, file, place: `${two.path}-files/${file.sha256.slice(0, 2)}/${file.sha256}` };
}

test("a file of which a server has a part alone is taken whole from another, and put into its place", async () => {
  const cluster = new TestCluster();
  const { two, file, place } = await keptByBoth(cluster);
  Deno.truncateSync(place, 1_500);
  assertEquals(await cluster.during(two.files.fetch(file) ?? Promise.resolve(false)), true);
  assertEquals([Deno.readFileSync(place), filesBeside(two.path).parts, two.faults], [noise(4_000), 0, []]);
  await cluster.end();
});

test("a file that a disk has spoiled without changing its size is given to nobody, put aside, and taken from another server", async () => {
  const cluster = new TestCluster();
  const { two, file, place } = await keptByBoth(cluster);
  Deno.writeFileSync(place, noise(4_000, 7));
  const read = (): Promise<Uint8Array | undefined> =>
    two.files.open(file).then((opened) => new Response(opened.readable).bytes(), () => undefined);
  assertEquals(await Promise.all([read(), read()]), [undefined, undefined]);
  assertEquals(Deno.readFileSync(`${place}.damaged`), noise(4_000, 7));
  assertEquals(two.faults.length, 1);
  assertEquals(await cluster.during(two.files.fetch(file) ?? Promise.resolve(false)), true);
  assertEquals(await read(), noise(4_000));
  await cluster.end();
});

test("a server that was killed fetches what was sent while it was away, and keeps what it had", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const bob = await enter(cluster, two, "bob");
  const before = await send(cluster, two, bob, noise(4_000, 1));
  await until(cluster, () => kept(one).length === 1);
  cluster.kill(one);
  const during = await send(cluster, two, bob, noise(4_000, 2));
  const again = await cluster.add(one.file);
  await until(cluster, () => kept(again).length === 2);
  assertEquals(kept(again), [before.file?.sha256 ?? "", during.file?.sha256 ?? ""].toSorted());
  await cluster.end();
});

test("killed between storing a file and being told of its message, a server has both when it is back", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  const work = begin(cluster, one, ada, noise(4_000));
  one.core.history.isFull = true; // What it is told it cannot store any more.
  await until(cluster, () => two.log.files.oldest !== undefined);
  void work.catch(() => {});
  two.end.isCut = true; // Nobody else can give it.
  cluster.kill(one);
  assertEquals(kept(one).length, 1);
  const again = await cluster.add(one.file);
  await cluster.settle();
  assertEquals(again.log.files.fileOf("lobby", undefined)?.sha256, kept(again)[0]);
  await cluster.end();
});

test("who sends a file to a server that is taken for gone meanwhile is told that it is not stored", async () => {
  const cluster = new TestCluster();
  const [one] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  one.end.isCut = true;
  const work = begin(cluster, one, ada, noise(4_000));
  await cluster.pass(15_000);
  one.end.mend();
  await cluster.pass(2_000);
  assertEquals(await cluster.during(work), { kind: "refused", problem: { code: "not-stored" } });
  assertEquals(one.files.uploads.isBusy, false);
  await cluster.end();
});

test("nobody but a server of the cluster is given a file's bytes", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  const { file } = await send(cluster, one, ada, noise(4_000));
  const secret = one.log.personSecret;
  const [epoch = 0, other = 0] = cluster.stream.takers.map(({ epoch }) => epoch);
  let no = 1_000_000;
  const numbered = (more: object) => ({ sha256: file?.sha256, at: 0, from: other, no: ++no, ...more });
  const fields = numbered({});
  const given = async (parcel: Uint8Array): Promise<number | undefined> =>
    (await cluster.during(two.end.pass(epoch, parcel)))?.length;
  assertEquals(await given(pack(secret, epoch, fields)), 4_000);
  assertEquals(await given(pack(secret, epoch, fields)), 0, "recorded, and sent again");
  assertEquals(await given(pack(secret, epoch, numbered({ at: 3_000 }))), 1_000);
  assertEquals(await given(pack(secret, epoch, numbered({ from: 99 }))), 0, "of no server that is up");
  assertEquals(await given(pack(secret, epoch, { sha256: file?.sha256, at: 0 })), 0);
  assertEquals(await given(pack(new Uint8Array(32), epoch, numbered({}))), 0);
  assertEquals(await given(pack(secret, other, numbered({}))), 0);
  assertEquals(await given(new TextEncoder().encode(JSON.stringify(numbered({})))), 0);
  assertEquals(await given(pack(secret, epoch, numbered({ sha256: "../../../etc/passwd" }))), 0);
  assertEquals(await given(pack(secret, epoch, numbered({ sha256: "0".repeat(64) }))), 0);
  await cluster.end();
});

/** Somebody who is told by one server where to send a file, and comes to another with it. */
async function beginElsewhere(cluster: TestCluster, bytes: Uint8Array<ArrayBuffer>) {
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  ada.sendFrames({ type: "upload", room: "lobby", name: "plan.bin", size: bytes.length, id: "once" });
  await cluster.settle();
  const { relay } = two.files;
  const [{ path = "" } = {}] = ada.framesOf("upload");
  const upload = path.split("/").at(-1) ?? "";
  assert(relay?.isElsewhere(upload) === true && one.files.relay !== undefined);
  one.files.relay.answer = (request) => answerPassed(request, one.core.hub.context);
  const read = async (take: (piece: Uint8Array<ArrayBuffer>) => Promise<boolean>): Promise<boolean> => {
    for (let at = 0; at < bytes.length; at += 1_000) {
      if (!await take(bytes.slice(at, at + 1_000))) return false;
    }
    return true;
  };
  const parts = { context: two.core.hub.context, clock: cluster.clock };
  const send = (offset: number) =>
    cluster.during(passBody({ upload, offset, length: bytes.length }, read, relay, parts));
  const ask = (method: string) =>
    cluster.during(passOn({ upload, method, offset: 0, bytes: new Uint8Array() }, relay, parts.context));
  return { one, two, ada, send, ask };
}

test("a file that comes to another server than the one that was asked is passed on, whichever answers are lost, and shown once", async () => {
  for (const lost of [[], [0], [1, 2], [4], [0, 2, 4, 5]]) {
    const cluster = new TestCluster();
    const bytes = noise(4_500);
    const { one, two, ada, send, ask } = await beginElsewhere(cluster, bytes);
    let count = 0;
    two.end.losesAnswer = () => lost.includes(count++);
    const answer = await send(0);
    const body: Pick<MessageFrame, "file"> = JSON.parse(new TextDecoder().decode(answer?.body));
    assertEquals([answer?.status, ada.framesOf("message").map(({ file }) => file)], [200, [
      body.file,
    ]]);
    assertEquals(ada.framesOf("ack").map(({ id }) => id), ["once"]);
    assertEquals(Deno.readFileSync(`${one.path}-files/${kept(one)[0]?.slice(0, 2)}/${kept(one)[0]}`), bytes);
    two.end.losesAnswer = () => false;
    await until(cluster, () => kept(two).length === 1);
    assertEquals((await ask("HEAD")).headers.find(([name]) => name === "Upload-Complete"), [
      "Upload-Complete",
      "?1",
    ]);
    await cluster.end();
  }
});

test("what is not to be of a file that comes to another server is told there: a byte that is not the next, that its server is away, and that it is given up", async () => {
  const cluster = new TestCluster();
  const bytes = noise(4_500);
  const { one, send, ask, two } = await beginElsewhere(cluster, bytes);
  assertEquals((await send(100))?.status, 409);
  one.end.takesParcels = false;
  const away = await send(0);
  assertEquals([away?.status, away?.headers.find(([name]) => name === "Retry-After")?.[1]], [503, "5"]);
  one.end.takesParcels = true;
  assertEquals((await ask("PUT")).status, 405);
  assertEquals((await ask("DELETE")).status, 204);
  assertEquals((await ask("HEAD")).status, 404);
  assertEquals([one.files.uploads.isBusy, two.files.uploads.isBusy], [false, false]);
  await cluster.end();
});
