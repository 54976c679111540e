/** How a server opens and closes. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { CannotOpen, serve, type ServeOptions } from "../../server.ts";
import { en } from "../../words/en.ts";
import { FakeClock } from "../support/clock.ts";
import { freePort } from "../support/free_port.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("a server that stops tells everyone goodbye, named or not, and ends every connection", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  const unnamed = await server.plain();
  await unnamed.say("/nick");
  await unnamed.waitForText("cannot be a name");
  await bot.say("last words");
  await ada.waitForText("bot: last words");
  const stopping = server.stop();
  for (const peer of [ada, bot, unnamed]) assertEquals(await peer.waitForEnd(), "ended");
  assertEquals([ada.lines.at(-1), unnamed.lines.at(-1)], [en.bye("closing"), en.bye("closing")]);
  assertEquals(bot.frames.at(-1), { type: "bye", reason: "closing", text: en.bye("closing") });
  assert(!ada.text.includes("<--"), "nobody is told that the others left: all did");
  await stopping;
});

test("once a server has stopped its port is free for the next one, also right after people were in", async () => {
  const port = freePort();
  for (let round = 0; round < 3; round++) {
    await using server = await startServer({ port });
    const ada = await server.native("ada");
    await server.stop();
    assertEquals((await ada.waitForFrame("bye")).reason, "closing");
    await using next = await startServer({ port });
    assertEquals(next.running.port, port);
    await next.native("ada");
  }
});

test("stopping twice is stopping once", async () => {
  await using server = await startServer();
  assertEquals(server.running.stop(), server.running.stop());
});

test("after stopping nobody comes in any more", async () => {
  await using server = await startServer();
  await server.stop();
  await assertRejects(() => server.raw(), Deno.errors.ConnectionRefused);
});

test("a member that does not read holds a stopping server for two seconds and no longer", async () => {
  await using server = await startServer({ limits: { rate: null, outboxBytes: 16 * 1024 * 1024 } });
  const ada = await server.native("ada");
  const stalled = await server.raw({ reads: false });
  await stalled.send('{"type":"hello","name":"stalled"}\n');
  await ada.waitForFrame("joined");
  const text = "漢".repeat(4_000);
  for (let i = 0; i < 800; i += 8) { // 10 MB: more than the kernel takes.
    for (let k = 0; k < 8; k++) await ada.say(text);
    await ada.sync();
  }
  assertEquals(ada.framesOf("left"), []);
  let isStopped = false;
  const stopping = server.running.stop().finally(() => isStopped = true);
  assertEquals((await ada.waitForFrame("bye")).reason, "closing");
  await ada.close();
  await server.clock.advance(1_999);
  assertEquals(isStopped, false);
  await server.clock.advance(1);
  await stopping;
  await stalled.close();
});

test("while a server stops, whoever asks is told that it is alive and takes no messages; nobody comes in any more", async () => {
  await using server = await startServer({ limits: { rate: null, outboxBytes: 16 * 1024 * 1024 } });
  const ada = await server.native("ada");
  const stalled = await server.raw({ reads: false }); // Holds it for two seconds, by the clock of the test.
  await stalled.send('{"type":"hello","name":"stalled"}\n');
  await ada.waitForFrame("joined");
  const text = "漢".repeat(4_000);
  for (let i = 0; i < 800; i += 8) {
    for (let k = 0; k < 8; k++) await ada.say(text);
    await ada.sync();
  }
  const statusOf = async (path: string): Promise<number> => {
    const response = await server.fetch(path);
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await statusOf("/readyz"), 200);
  const stopping = server.running.stop();
  await ada.waitForFrame("bye");
  await ada.close();
  assertEquals([await statusOf("/healthz"), await statusOf("/readyz")], [200, 503]);
  const late = await server.raw();
  await late.send('{"type":"hello","name":"late"}\n');
  assertEquals(await late.waitForEnd(), "ended");
  assertEquals(late.text, "");
  await server.clock.advance(2_000);
  await stopping;
  await stalled.close();
});

test("a connection that has not shown its door holds a stopping server no longer than that, either", async () => {
  await using server = await startServer();
  const silent = await server.raw();
  await server.waitForArrivals();
  const stopping = server.running.stop();
  await server.clock.advance(2_000);
  await silent.waitForEnd();
  await stopping;
});

/** What a server is told, but for this. */
function options(over: Partial<ServeOptions> = {}): ServeOptions {
  return {
    hostname: "127.0.0.1",
    port: 0,
    title: "chat",
    words: en,
    limits: DEFAULT_LIMITS,
    logger: () => {},
    clock: new FakeClock(),
    ...over,
  };
}

test("port 0 is a free one, and the server tells which and where", async () => {
  await using server = await startServer();
  assert(server.running.port > 0);
  assertEquals(server.running.hostname, "127.0.0.1");
});

test("a port that another program has open is in use, at once", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const busy: number[] = [];
  const error = await assertRejects(
    () => serve(options({ port: listener.addr.port, onPortBusy: () => void busy.push(1) })),
    CannotOpen,
  );
  assertEquals([error.kind, busy], ["in-use", []]);
});

/** Lets `listen` stand for the system's own while `run` goes on. */
async function withListen<Value>(listen: () => Deno.TcpListener, run: () => Promise<Value>): Promise<Value> {
  const systems = Object.getOwnPropertyDescriptor(Deno, "listen");
  assert(systems !== undefined);
  Object.defineProperty(Deno, "listen", { ...systems, value: listen });
  try {
    return await run();
  } finally {
    Object.defineProperty(Deno, "listen", systems);
  }
}

/** Lets time go by until `task` is done. The knock at a busy port is a real one: it takes its turns of the event loop. */
async function withTime<Value>(clock: FakeClock, task: Promise<Value>): Promise<Value> {
  let isDone = false;
  const done = (): void => void (isDone = true);
  task.then(done, done);
  while (!isDone && clock.elapsed() < 60_000) {
    await clock.advance(10);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return await task;
}

test("a port that some outgoing connection holds is tried again, and had once it is free", async () => {
  const port = freePort();
  const clock = new FakeClock();
  const tries: number[] = [];
  const { listen } = Deno;
  let busy = 0;
  const server = await withListen(() => {
    tries.push(clock.elapsed());
    if (tries.length < 4) throw new Deno.errors.AddrInUse("Address already in use");
    return listen({ hostname: "127.0.0.1", port });
  }, () => withTime(clock, serve(options({ port, clock, onPortBusy: () => void busy++ }))));
  assertEquals([server.port, tries.length, busy], [port, 4, 1]);
  assert(clock.elapsed() < 3_000);
  await server.stop();
});

test("a port that stays held is given up after three seconds, and that it was busy is told once", async () => {
  const clock = new FakeClock();
  let busy = 0;
  const held = (): never => {
    throw new Deno.errors.AddrInUse("Address already in use");
  };
  const port = freePort();
  const opening = () => serve(options({ port, clock, onPortBusy: () => void busy++ }));
  const error = await assertRejects(() => withListen(held, () => withTime(clock, opening())), CannotOpen);
  assertEquals([error.kind, busy], ["in-use", 1]);
  assert(clock.elapsed() >= 3_000 && clock.elapsed() < 4_000);
});

test("an address that is not of this machine, a name that is none, and a port that one may not open", async () => {
  const notOurs = await assertRejects(() => serve(options({ hostname: "192.0.2.1" })), CannotOpen);
  assertEquals(notOurs.kind, "not-ours");
  const other = await assertRejects(() => serve(options({ hostname: "no.such.invalid" })), CannotOpen);
  assertEquals(other.kind, "other");
  const denied = (): never => {
    throw new Deno.errors.PermissionDenied("Permission denied (os error 13)");
  };
  const opening = () => serve(options({ port: 80 }));
  const notAllowed = await assertRejects(() => withListen(denied, opening), CannotOpen, "os error 13");
  assertEquals(notAllowed.kind, "not-allowed");
});
