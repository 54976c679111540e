/**
 * A server with a log, in a process of its own, to be killed. Prints `opening`, then its port, then its log lines. Argument: the
 * log's file.
 *
 * @module
 */

import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { makeLogger, serve } from "../../server.ts";
import { en } from "../../words/en.ts";

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line));
}

write("opening\n");
const server = await serve({
  hostname: "127.0.0.1",
  port: 0,
  title: "chat",
  words: en,
  limits: { ...DEFAULT_LIMITS, rate: null },
  logger: makeLogger("json", en, write),
  data: { path: Deno.args[0] ?? "", durability: "process" },
});
write(`port ${server.port}\n`);
