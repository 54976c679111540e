/** The page over the death of its server, of two of a cluster. Left out where there is no `nats-server`; not in CI. */

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { exportMessages } from "../../server.ts";
import { browserTest, waitForExpression } from "../support/browser_fixture.ts";
import { freePort } from "../support/free_port.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { CLUSTER_FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

/** A picture, 2 by 1 pixels. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAD0lEQVR4nGNk+M/wnwEIAAwDAv9kUOOqAAAAAElFTkSuQmCC";

const test = nats === undefined ? () => {} : browserTest;

test(
  "a page whose server is killed goes on at another by itself, with what was written meanwhile, and sends files there",
  { mayComplain: "WebSocket connection to" },
  async ({ browser, url }) => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const ports = [freePort(), freePort()] as const;
    const start = async (n: 0 | 1): Promise<Program> => {
      const cluster = [
        "--cluster",
        `nats://127.0.0.1:${stream.port}`,
        "--advertise",
        `127.0.0.1:${ports[n]}`,
      ];
      const flags = ["--port", String(ports[n]), "--data", folder.file(`${n}.db`), "--quiet"];
      const server = new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags], { LANG: "en" });
      await server.waitForOutput(/ is open on /);
      return server;
    };
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
    assertEquals(await ada.page.getByRole("status").innerText(), "");
    assert(!(await bob.messages()).includes("left"), "nobody noticed");

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
