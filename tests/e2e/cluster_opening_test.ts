/** A server that cannot open after all lets go of its cluster. Left out where there is no `nats-server`; not in CI. */

import { assertEquals, assertRejects } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { CannotIdentify, type LogEvent, serve } from "../../server.ts";
import { en } from "../../words/en.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

Deno.test({
  name:
    "a server whose key cannot be had has left its cluster, and its log is free, when it says so; so has one that does not come in",
  ignore: nats === undefined,
  sanitizeOps: true,
  sanitizeResources: true,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const logged: LogEvent[] = [];
    const options = {
      hostname: "127.0.0.1",
      port: 0,
      title: "chat",
      words: en,
      limits: DEFAULT_LIMITS,
      logger: (event: LogEvent) => void logged.push(event),
      data: { path: folder.file("chat.db"), durability: "process" },
      cluster: {
        servers: [`nats://127.0.0.1:${stream.port}`],
        name: "chat",
        replicas: 1,
        keep: 60_000,
        advertise: [],
      },
    } as const;
    const [cert, key] = [folder.file("none.pem"), folder.file("none.key")];
    await assertRejects(() => serve({ ...options, identity: { kind: "files", cert, key } }), CannotIdentify);
    const opened = await serve(options); // The same log: nobody has it any more.
    await opened.stop();
    const name = "another";
    const kind = await serve({ ...options, cluster: { ...options.cluster, name } }).then(
      () => "opened",
      (error) => "kind" in error ? error.kind : error,
    );
    assertEquals(kind, "went-back"); // A log of a cluster, and there is no stream.
    await (await serve(options)).stop();
    assertEquals(logged.filter(({ event }) => event === "cluster-trouble"), []);
  },
});
