/** What becomes of messages when NATS has no room for them. Left out where there is no `nats-server`; not in CI. */

import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { type LogEvent, serve } from "../../server.ts";
import { en } from "../../words/en.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { NativePeer } from "../support/peers.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

/** How many messages are said: more than there is room for. */
const COUNT = 120;

Deno.test({
  name:
    "while NATS has no room whoever says something is told that it is not stored, and /readyz is 503; once it has, what they say again is there once",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start("300KB");
    const refused = Promise.withResolvers<void>();
    const server = await serve({
      hostname: "127.0.0.1",
      port: 0,
      title: "chat",
      words: en,
      limits: { ...DEFAULT_LIMITS, rate: null },
      logger: (event: LogEvent) => {
        if (event.event === "cluster-trouble" && event.cause.includes("resources")) refused.resolve();
      },
      data: { path: folder.file("chat.db"), durability: "process" },
      cluster: {
        servers: [`nats://127.0.0.1:${stream.port}`],
        name: "chat",
        replicas: 1,
        keep: 60_000_000,
        advertise: [],
      },
    });
    const ada = new NativePeer(await Deno.connect({ hostname: "127.0.0.1", port: server.port }));
    await ada.enter("ada");
    const ids = Array.from({ length: COUNT }, (_, n) => `m${n}`);
    for (const id of ids) await ada.say("x".repeat(3_900), id);
    await refused.promise;
    await ada.waitForFrame("error", ({ id }) => id === ids.at(-1));
    const acked = ada.framesOf("ack").map(({ id }) => id);
    const errors = ada.framesOf("error");
    assertEquals([...new Set(errors.map(({ code }) => code))], ["not-stored"]);
    assertEquals([...acked, ...errors.map(({ id }) => id)].sort(), [...ids].sort()); // Each of them is told one of both.
    const status = async (path: string): Promise<number> => {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
      await answer.body?.cancel();
      return answer.status;
    };
    await ada.waitForFrame("notice", ({ code }) => code === "cut-off");
    assertEquals([await status("/readyz"), await status("/healthz")], [503, 200]);
    await stream.kill();
    await stream.start(); // With as much as there is.
    for (const { id } of errors) await ada.say("x".repeat(3_900), String(id));
    await ada.waitForFrame("ack", ({ id }) => id === ids.at(-1));
    await ada.waitForFrame("notice", ({ code }) => code === "joined-again");
    assertEquals(await status("/readyz"), 200);
    assertEquals(ada.framesOf("ack").map(({ id }) => id), [...acked, ...errors.map(({ id }) => id)]);
    assertEquals(ada.framesOf("ack").map(({ seq }) => seq), ids.map((_, n) => n + 1));
    ada.close();
    await server.stop();
  },
});
