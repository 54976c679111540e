/** How the operator's command and the server know each other, and what the server tells. */

import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../../../../net/clock.ts";
import {
  askServer,
  type ControlReply,
  parseStatus,
  readRunFile,
  type RunFacts,
  type ServerStatus,
} from "../../../../server.ts";
import { proofOf } from "../../../../server/machine/control/dialogue.ts";
import { RawPeer } from "../../../support/peers.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { startServer, type TestServer, type TestServerOptions } from "../../../support/test_server.ts";

const STATUS = { command: "status", within: 10_000 } as const;

function factsIn(path: string): RunFacts {
  const facts = readRunFile(path);
  assert(facts !== undefined, `nothing in ${path}`);
  return facts;
}

function askAt(facts: RunFacts): Promise<ControlReply> {
  return askServer(facts, STATUS, systemClock);
}

async function statusAt(facts: RunFacts): Promise<ServerStatus> {
  const reply = await askAt(facts);
  assert(reply.kind === "answer", reply.kind);
  const status = parseStatus(reply.text);
  assert(status !== undefined, reply.text);
  return status;
}

async function startAsked(
  folder: TempFolder,
  options: TestServerOptions = {},
): Promise<{ readonly server: TestServer; readonly facts: RunFacts }> {
  const runFile = folder.file("chat.db-run");
  const server = await startServer({ runFile, isEncrypted: false, ...options });
  return { server, facts: factsIn(runFile) };
}

Deno.test("a server tells its operator how it is, and nothing of what was said or of who is there", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const { server, facts } = await startAsked(folder, { data, title: "Tea" });
  await using _ = server;
  const [ada] = await Promise.all([server.native("ada-of-tea"), server.plain("bob-of-tea")]);
  await ada.say("a secret word");
  await ada.waitForMessage("a secret word");
  const status = await statusAt(facts);
  const { title, version, address, takesMessages, members, rooms, messagesStored, connections } = status;
  assertEquals({ title, version, address, takesMessages, members, rooms, messagesStored, connections }, {
    title: "Tea",
    version: "1.2.3",
    address: `127.0.0.1:${server.running.port}`,
    takesMessages: true,
    members: 2,
    rooms: 1,
    messagesStored: 1,
    connections: { native: 1, plain: 1, events: 0, none: 1 }, // The one that asks.
  });
  assertEquals([status.pid, status.data?.path], [Deno.pid, data]);
  assert((status.data?.bytes ?? 0) > 4096 && (status.data?.freeBytes ?? 0) > 0);
  assertEquals(status.lastStored, new Date(server.clock.now()).toISOString());
  const told = JSON.stringify(status);
  // No hash and no name of a folder has such words by chance.
  for (const word of ["secret", "-of-tea", "lobby", facts.key]) assert(!told.includes(word), told);
});

Deno.test("the key is in no byte of either end, and one end's proof is none of the other", async () => {
  using folder = new TempFolder();
  const { server, facts } = await startAsked(folder);
  await using _ = server;
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asking = askAt({ ...facts, port: listener.addr.port });
  const asker = new RawPeer(await listener.accept());
  const real = await server.raw();
  await asker.waitForText("\n");
  await real.send(asker.text); // Somebody in the middle passes on what both say.
  await real.waitForText("\n");
  await asker.send(real.text);
  await asker.waitFor("an order", () => asker.lines[1]);
  await real.send(`${asker.lines[1]}\n`);
  await real.waitFor("an answer", () => real.lines[1]);
  for (const { text } of [asker, real]) assert(!text.includes(facts.key), text);
  await asker.send(`${real.lines[1]?.replace('"members":0', '"members":7')}\n`); // And changes something.
  assertEquals(await asking, { kind: "nobody" });
  await asker.close();
});

Deno.test("who does not know the key is sent a nonce and is nobody to the operator's command", async () => {
  const facts = { pid: 1, hostname: "127.0.0.1", key: "k".repeat(43) };
  const answers = [
    (_nonce: string) => "HTTP/1.1 400 Bad Request\r\n\r\n",
    (nonce: string) => `${nonce} ${nonce}\n`,
    (nonce: string) => `${nonce} ${proofOf("x".repeat(43), "server", [nonce, nonce])}\n`,
    (nonce: string) => `${nonce} ${proofOf(facts.key, "asker", [nonce, nonce])}\n`,
  ];
  for (const answer of answers) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const asking = askAt({ ...facts, port: listener.addr.port });
    const asker = new RawPeer(await listener.accept());
    await asker.waitForText("\n");
    const [, nonce = ""] = /^CHATCTL\/1 ([\w-]{43})\n$/.exec(asker.text) ?? [];
    await asker.send(answer(nonce));
    assertEquals(await asking, { kind: "nobody" });
    assertEquals(asker.lines.length, 1, asker.text);
    await asker.close();
  }
});

Deno.test("a peer without the key learns nothing from the server", async () => {
  using folder = new TempFolder();
  const { server, facts } = await startAsked(folder);
  await using _ = server;
  const nonce = "n".repeat(43);
  for (
    const order of ["status", `${nonce} status`, `${facts.key} status`, `${nonce} dance`, "x".repeat(99)]
  ) {
    const peer = await server.raw();
    await peer.send(`CHATCTL/1 ${nonce}\n`);
    await peer.waitForText("\n");
    await peer.send(`${order}\n`);
    await peer.waitForEnd();
    assertEquals(peer.lines.length, 1, peer.text);
  }
  const silent = await server.raw();
  await silent.send(`CHATCTL/1 ${nonce}\n`);
  await silent.waitForText("\n");
  await server.clock.advance(10_000); // Nobody holds a connection by asking and saying no more.
  await silent.waitForEnd();
});

Deno.test("a server is asked also when it is full, bans, lets in encrypted only, or is behind a proxy on this machine", async () => {
  using folder = new TempFolder();
  const cases: readonly TestServerOptions[] = [
    { limits: { maxClients: 1 } },
    { limits: { maxPerAddress: 1 } },
    { unencrypted: "never" },
    { proxies: ["127.0.0.1"] },
    { entry: { kind: "closed" } },
  ];
  for (const options of cases) {
    const { server, facts } = await startAsked(folder, options);
    await using _ = server;
    const visitor = await server.raw();
    await visitor.send('{"type":"ping"}\n'); // Takes a place.
    if (options.proxies === undefined && options.unencrypted === undefined) await visitor.waitForText("pong");
    assertEquals((await statusAt(facts)).members, 0, JSON.stringify(options));
  }
});

Deno.test("what another run left behind misleads nobody, and is gone after an orderly end", async () => {
  using folder = new TempFolder();
  const runFile = folder.file("chat.db-run");
  const { server, facts } = await startAsked(folder);
  const { port } = facts;
  await server.stop();
  assertEquals(readRunFile(runFile), undefined);
  assertEquals(await askAt(facts), { kind: "nobody" });
  const other = await startServer({ runFile: folder.file("other-run"), port, isEncrypted: false });
  await using _ = other;
  assertEquals(await askAt(facts), { kind: "nobody" }); // Another server has its port now.
  for (const text of ["", "{}", '{"pid":1,"hostname":"::1","port":"x","key":"k"}']) {
    Deno.writeTextFileSync(runFile, text);
    assertEquals(readRunFile(runFile), undefined, text);
  }
});

Deno.test("the file is its owner's alone, also in the place of a link that lay there", async () => {
  using folder = new TempFolder();
  const [runFile, target] = [folder.file("chat.db-run"), folder.file("target")];
  Deno.writeTextFileSync(target, "untouched");
  Deno.symlinkSync(target, runFile);
  const { server } = await startAsked(folder);
  await using _ = server;
  assertEquals((Deno.lstatSync(runFile).mode ?? 0) & 0o777, 0o600);
  assert(Deno.lstatSync(runFile).isFile);
  assertEquals(Deno.readTextFileSync(target), "untouched");
});

Deno.test("where the file cannot be written the server runs all the same, and says so in its log", async () => {
  using folder = new TempFolder();
  const runFile = folder.file("no/such/folder/run");
  await using server = await startServer({ runFile });
  await server.checkStillServes();
  assertEquals(server.running.runFile, undefined);
  await server.waitForLog("run-file-failed");
});

Deno.test("a server that does not answer is silent, which is not the same as nobody", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const facts = { pid: 1, hostname: "0.0.0.0", port: listener.addr.port, key: "k".repeat(43) };
  assertEquals(await askServer(facts, { command: "status", within: 50 }, systemClock), { kind: "silent" });
});
