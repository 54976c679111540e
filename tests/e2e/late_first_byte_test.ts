/** A connection whose first byte is long on its way, as through a relay: the server has greeted it like a person by then. */

import { assert, assertEquals } from "@std/assert";
import { Connection, type ConnectionEvent, handshake } from "../../client/connection.ts";
import type { ChatOptions } from "../../client/options.ts";
import { runScriptCommand, type ScriptCommand } from "../../client/pipe/script_commands.ts";
import { KnownServers } from "../../client/wire.ts";
import { systemClock } from "../../net/clock.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { chatOptions } from "../support/chat_options.ts";
import { identityFiles, IS_ENCRYPTED } from "../support/encryption.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { WebSocketPeer } from "../support/websocket_peer.ts";
import { test, testInClear } from "../support/sanitized.ts";

/** 127.0.0.1 to the system, and another machine to a client, which encrypts then. */
const ELSEWHERE = "0.0.0.0";

/** How late the first byte is, in ms of the server's clock. */
const DELAYS = [0, 299, 300, 1000, 3000];

/** A relay to a server, through which the first byte of each connection is late. */
function relayTo(server: TestServer, delay: number): TcpProxy {
  const proxy = new TcpProxy(() => 0, async () => {
    await server.waitForArrivals();
    await server.clock.advance(delay);
  });
  proxy.target = server.running.port;
  return proxy;
}

function optionsFor(port: number, changes: Partial<ChatOptions> = {}): ChatOptions {
  return chatOptions(port, {
    host: IS_ENCRYPTED ? ELSEWHERE : "127.0.0.1",
    trust: { known: new KnownServers() },
    ...changes,
  });
}

for (const delay of DELAYS) {
  for (const words of [en, it]) {
    test(`a client whose hello comes after ${delay} ms is in, and back in, and nobody sees a ghost (${words.lang})`, async () => {
      await using server = await startServer({ words });
      await using proxy = relayTo(server, delay);
      const bob = await server.native("bob");
      const options = optionsFor(proxy.port);
      const entered = await handshake(options, systemClock, {});
      assert(entered.kind === "in", JSON.stringify(entered));
      const { link, welcome, address } = entered;
      const stay = new Connection({
        options,
        clock: systemClock,
        link,
        welcome,
        address,
        acceptsSuggestedName: false,
        chance: () => 0,
      });
      const until = async (kind: ConnectionEvent["kind"]): Promise<ConnectionEvent> => {
        while (true) {
          const next = await stay.events.next();
          assert(next.done !== true, kind);
          if (next.value.kind === kind) return next.value;
        }
      };
      for (let times = 0; times < 2; times++) {
        for (const connection of proxy.connections) connection.cut();
        const back = await until("back");
        assert(back.kind === "back" && back.taken === undefined && back.frame.resumed === true);
      }
      stay.enqueue({ frame: { type: "say", room: "lobby", text: "here again", id: "1" } });
      const rest = Array.fromAsync(stay.events);
      await bob.waitForMessage("here again");
      assertEquals(bob.framesOf("joined").map(({ name }) => name), ["ada"]);
      assertEquals(bob.framesOf("left"), []);
      await bob.send('{"type":"who","room":"lobby"}\n');
      assertEquals((await bob.waitForFrame("members")).members.toSorted(), ["ada", "bob"]);
      stay.close();
      await rest;
    });
  }

  test(`a script whose hello comes after ${delay} ms does what it is for`, async () => {
    await using server = await startServer();
    await using proxy = relayTo(server, delay);
    const bob = await server.native("bob");
    let printed = "";
    const run = (command: ScriptCommand, name: string) =>
      runScriptCommand(command, optionsFor(proxy.port, { name, reconnect: false }), systemClock, {
        isPerson: false,
        input: { read: () => Promise.resolve(null) },
        writeOutput: (text) => {
          printed += text;
          return Promise.resolve();
        },
        writeError: (text) => void (printed += text),
      });
    assertEquals(await run({ kind: "send", text: "deployed", block: false }, "ci"), { code: 0 });
    await bob.waitForMessage("deployed");
    assertEquals(await run({ kind: "tail", since: undefined, follow: false }, "tail"), { code: 0 });
    assert(printed.includes("deployed"), printed);
    const asking = run({ kind: "ask", text: "who?", within: 10_000 }, "asker");
    await bob.waitForMessage("who?");
    await bob.say("asker: me");
    assertEquals(await asking, { code: 0 });
    assert(printed.endsWith("me\n"), printed);
  });

  test(`a page whose request comes after ${delay} ms is in at the second attempt at the latest`, async () => {
    await using server = await startServer();
    await using proxy = relayTo(server, delay);
    const ca = IS_ENCRYPTED ? (await identityFiles()).identity.cert : undefined;
    const open = (): WebSocketPeer => new WebSocketPeer(proxy.port, {}, ca);
    const first = open();
    const isGreeted = delay >= 300 && !IS_ENCRYPTED; // An address that encrypts, as the relay has, is waited for.
    if (isGreeted) await first.waitForEnd();
    const page = isGreeted ? open() : first;
    await page.waitForOpen();
    assertEquals(server.logged.filter(({ event }) => event === "joined"), []);
    await page.close();
  });
}

/** What a browser sends for one of the page's files. */
function get(path: string, { running: { port } }: TestServer): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
}

test("a connection that a browser opened beside the one that asks for the page is not greeted", async () => {
  await using server = await startServer();
  const [spare, page] = [await server.raw(), await server.raw()];
  await server.waitForArrivals();
  await page.send(get("/", server));
  await page.waitForText("</html>");
  await server.clock.advance(9_900);
  assertEquals(spare.text, "");
  await spare.send(get("/page.css", server));
  await spare.waitForText("HTTP/1.1 200 OK\r\n");
  assert(spare.text.startsWith("HTTP/1.1 200 OK"), spare.text.slice(0, 80));
  const silent = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(11_000);
  await silent.waitForText("What is your name?");
});

test("browsers of one address that have nothing to send for seconds get what they ask for, as long as one of them asks", async () => {
  await using server = await startServer();
  const pages = await Promise.all(Array.from({ length: 30 }, () => server.raw()));
  await server.waitForArrivals();
  await pages[0]?.send(get("/", server));
  await pages[0]?.waitForText("</html>");
  for (const page of pages.slice(1)) { // The slowest asks when 27 s have gone by, as on a machine that all of them are on.
    await server.clock.advance(930);
    assertEquals(page.text, "");
    await page.send(get("/page.css", server));
    await page.waitForText("HTTP/1.1 200 OK\r\n");
    assert(page.text.startsWith("HTTP/1.1 200 OK"), page.text.slice(0, 80));
  }
  const somebody = await server.raw(); // No browser after all: they are greeted, however much the browsers ask for.
  await server.waitForArrivals();
  for (let seconds = 0; seconds < 31; seconds++) {
    assertEquals(somebody.text, "", `after ${seconds} s`);
    const asking = await server.raw();
    await asking.send(get("/page.css", server));
    await asking.waitForText("HTTP/1.1 200 OK\r\n");
    await server.clock.advance(1000);
  }
  await somebody.waitForText("What is your name?");
});

testInClear(
  "where an address has no more places, a browser's connection that says nothing gives way to one that asks",
  async () => {
    await using server = await startServer({ limits: { maxPerAddress: 2 } });
    await server.native("ada");
    const page = await server.raw();
    await page.send(get("/", server));
    await page.waitForText("</html>");
    const spare = await server.raw();
    await page.waitForEnd(); // It has had what it asked for.
    await server.waitForArrivals();
    await server.clock.advance(300); // Now the other one is known to be silent.
    const asking = await server.raw();
    await asking.send(get("/page.css", server));
    await asking.waitForText("HTTP/1.1 200 OK\r\n");
    await spare.waitForEnd();
    assertEquals(spare.text, "");
  },
);

testInClear("where several ask at once, another one that says nothing gives way to each", async () => {
  await using server = await startServer({ limits: { maxPerAddress: 3 } });
  const page = await server.raw();
  await page.send(get("/", server));
  await page.waitForText("</html>");
  const giving = [page, await server.raw(), await server.raw()];
  await server.waitForArrivals();
  await server.clock.advance(300);
  const asking = await Promise.all(giving.map(() => server.raw()));
  for (const one of asking) await one.send(get("/page.css", server));
  for (const one of asking) await one.waitForText("HTTP/1.1 200 OK\r\n");
  for (const one of giving) await one.waitForEnd();
});

test("who comes by nc from where browsers are at work and presses Enter is greeted", async () => {
  await using server = await startServer();
  const page = await server.raw();
  await page.send(get("/", server));
  await page.waitForText("</html>");
  const person = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(1300);
  assertEquals(person.text, "");
  await person.send("\n");
  for (let seconds = 0; seconds < 3; seconds++) {
    const asking = await server.raw(); // Once it has its answer, the line has been read, too.
    await asking.send(get("/page.css", server));
    await asking.waitForText("HTTP/1.1 200 OK\r\n");
    await server.clock.advance(1000);
  }
  await person.waitForText("What is your name?");
});

test("who comes by nc from where a browser has been is greeted at once again a minute later", async () => {
  await using server = await startServer();
  const page = await server.raw();
  await page.send(get("/", server));
  await page.waitForText("</html>");
  await server.clock.advance(60_000);
  const person = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(299);
  assertEquals(person.text, "");
  await server.clock.advance(1);
  await person.waitForText("What is your name?");
});

for (const words of [en, it]) {
  test(`a client whose hello comes late to a full server is told that it is full (${words.lang})`, async () => {
    for (const limits of [{ maxClients: 1 }, { maxClients: 12, maxPerAddress: 2 }]) {
      await using server = await startServer({ words, limits });
      const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
      await using proxy = new TcpProxy(() => 0, () => held);
      await server.native("bob");
      if (limits.maxPerAddress === 2) await server.native("cy");
      proxy.target = server.running.port;
      const entering = handshake(optionsFor(proxy.port), systemClock, {});
      await server.waitForLog("refused");
      await server.clock.advance(300);
      letGo();
      const problem = limits.maxPerAddress === 2
        ? { code: "address-full", limit: 2 } as const
        : { code: "full", limit: 1 } as const;
      const entered = await entering;
      assertEquals(entered.kind === "out" && entered.end, { code: 4, sentence: en.problem(problem) });
    }
  });
}
