/** The page over the death of its server, of two of a cluster. Left out where there is no `nats-server`; not in CI. */

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { exportMessages } from "../../server.ts";
import { browserTest, joinRoom, waitForExpression } from "../support/browser_fixture.ts";
import { freePort } from "../support/free_port.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { CLUSTER_FROM_SOURCE, Program } from "../support/program.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { NEIGHBOUR } from "../support/test_browser.ts";

const nats = natsOrNothing();

/** A picture, 2 by 1 pixels. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAD0lEQVR4nGNk+M/wnwEIAAwDAv9kUOOqAAAAAElFTkSuQmCC";

const test = nats === undefined ? () => {} : browserTest;

/** Starts a server of a cluster that is told where its clients find it. */
async function startOne(
  stream: NatsServer,
  port: number,
  data: string,
  ...more: readonly string[]
): Promise<Program> {
  const cluster = ["--cluster", `nats://127.0.0.1:${stream.port}`, "--advertise", `127.0.0.1:${port}`];
  const flags = ["--port", String(port), "--data", data, "--quiet", ...more];
  const server = new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags], { LANG: "en" });
  await server.waitForOutput(/ is open on /);
  return server;
}

test(
  "a page whose server is killed goes on at another by itself, with what was written meanwhile, and sends files there",
  { mayComplain: "WebSocket connection to" },
  async ({ browser, url }) => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const ports = [freePort(), freePort()] as const;
    const start = (n: 0 | 1) => startOne(stream, ports[n], folder.file(`${n}.db`));
    await using first = await start(0);
    await using second = await start(1);
    const [ada, bob] = [
      await browser.open(`http://127.0.0.1:${ports[0]}/`),
      await browser.open(`http://127.0.0.1:${ports[1]}/`),
    ];
    await ada.enter("ada");
    await bob.enter("bob");
    await ada.say("before");
    await bob.waitForMessage("ada: before");
    const isPrepared = "performance.getEntriesByType('resource').some(({ name }) => /rest_en/.test(name))";
    await waitForExpression(ada.page, isPrepared);
    await first.kill();
    for (const text of ["one", "two", "three"]) await ada.say(`meanwhile ${text}`);
    for (const page of [ada, bob]) {
      for (const text of ["one", "two", "three"]) await page.waitForMessage(`ada: meanwhile ${text}`);
    }
    await bob.say("are you here?");
    await ada.waitForMessage("bob: are you here?");
    assertEquals(await ada.count("ada: before"), 1, "what was shown stays");
    assertEquals(await ada.page.locator("#banner").innerText(), "");
    assert(!(await bob.messages()).includes("<--"), "nobody noticed");

    const picture = { name: "plan.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
    await ada.page.locator("#files").setInputFiles([picture]);
    for (const { page } of [bob, ada]) {
      await waitForExpression(page, `document.querySelector(".picture img")?.naturalWidth === 2`);
    }

    await using _ = await start(0);
    await second.kill();
    await ada.say("back home");
    await bob.say("away from home");
    for (const page of [ada, bob]) {
      for (const text of ["ada: back home", "bob: away from home"]) await page.waitForMessage(text);
    }
    const texts = [...exportMessages(folder.file("0.db"), {})].map(({ text }) => text);
    assertEquals(texts.filter((text) => !text.includes("plan.png")), [
      "before",
      ...["one", "two", "three"].map((text) => `meanwhile ${text}`),
      "are you here?",
      ...texts.slice(-2),
    ]);
    assertEquals([...browser.requestedHosts].sort(), ports.map((port) => `127.0.0.1:${port}`).sort());
    for (const { page } of [ada, bob]) await page.close(); // Else they look for their servers on and on.
    browser.requestedHosts.clear();
    browser.requestedHosts.add(new URL(url).host);
  },
);

test(
  "a page that is loaded again while its server is gone leads to the other one, into the same room",
  {},
  async ({ browser, url }) => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const ports = [freePort(), freePort()] as const;
    await using first = await startOne(stream, ports[0], folder.file("0.db"));
    await using _ = await startOne(stream, ports[1], folder.file("1.db"));
    const ada = await browser.open(`http://127.0.0.1:${ports[0]}/`, { hasWorker: true });
    await waitForExpression(ada.page, "navigator.serviceWorker.controller !== null");
    await ada.page.reload();
    await ada.enter("ada");
    await joinRoom(ada, "#tea");
    const isPrepared = `caches.open("page").then((cache) => cache.keys()).then((all) =>
      all.some(({ url }) => /rest_en/.test(url)) && localStorage.getItem("chat.servers") !== null)`;
    for (let isReady: unknown = false; isReady !== true;) isReady = await ada.page.evaluate(isPrepared);
    await first.kill();
    await ada.page.reload();
    await ada.page.locator("#banner").getByRole("link", { name: `http://127.0.0.1:${ports[1]}/` }).click();
    await ada.enter("adele"); // It is another address: who one was stays with the first.
    await ada.page.getByRole("heading", { name: "#tea" }).waitFor();
    assertEquals(new URL(ada.page.url()).host, `127.0.0.1:${ports[1]}`);
    const said = browser.errors.splice(0); // What was asked of the server that is gone.
    assertEquals(said.filter((one) => !/ERR_CONNECTION|Failed to (?:load|fetch)|WebSocket/.test(one)), []);
    await ada.page.close(); // Else it looks for its server on and on.
    browser.requestedHosts.clear();
    browser.requestedHosts.add(new URL(url).host);
  },
);

test(
  "over https pages go on at another server when theirs is killed, by the addresses that they were told and behind a balancer, all of it encrypted",
  { mayComplain: "WebSocket connection to" },
  async ({ browser, url }) => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    await using balancer = new TcpProxy();
    const ports = [freePort(), freePort()] as const;
    const name = `https://${NEIGHBOUR}:${balancer.port}`;
    const start = (n: 0 | 1) =>
      startOne(stream, ports[n], folder.file(`${n}.db`), "--unencrypted", "never", "--web-origin", name);
    await using first = await start(0);
    await using _ = await start(1);
    balancer.target = ports[0];
    const [ada, bob] = [
      await browser.open(`https://127.0.0.1:${ports[0]}/`),
      await browser.open(`${name}/`),
    ];
    const [adas, bobs]: readonly [string[], string[]] = [[], []];
    ada.page.on("websocket", (socket) => adas.push(socket.url()));
    bob.page.on("websocket", (socket) => bobs.push(socket.url()));
    await ada.enter("ada");
    await bob.enter("bob");
    const isPrepared = "performance.getEntriesByType('resource').some(({ name }) => /rest_en/.test(name))";
    for (const { page } of [ada, bob]) await waitForExpression(page, isPrepared);

    balancer.target = ports[1];
    await first.kill();
    await ada.say("by its address");
    await bob.say("behind the balancer");
    for (const page of [ada, bob]) {
      for (const text of ["ada: by its address", "bob: behind the balancer"]) await page.waitForMessage(text);
      assert(!(await page.messages()).includes("<--"), "nobody noticed");
    }
    assert(adas.includes(`wss://127.0.0.1:${ports[1]}/ws`), adas.join());
    const balanced = `wss://${NEIGHBOUR}:${balancer.port}/ws`;
    assertEquals(bobs.slice(0, 2), [balanced, balanced], "one's own address comes first");
    assertEquals([...adas, ...bobs].filter((socket) => !socket.startsWith("wss://")), []);
    for (const { page } of [ada, bob]) await page.close(); // Else they look for their servers on and on.
    browser.requestedHosts.clear();
    browser.requestedHosts.add(new URL(url).host);
  },
);
