/**
 * A server in a process of its own, for what a test cannot do in its own process. Prints its port as the first line of
 * standard output, then its log, one JSON object a line.
 *
 * @module
 */

import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { makeLogger, serve } from "../../server.ts";
import { en } from "../../words/en.ts";

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line));
}

const server = await serve({
  hostname: "127.0.0.1",
  port: 0,
  title: "chat",
  words: en,
  limits: { ...DEFAULT_LIMITS, maxPerAddress: 1_000 },
  logger: makeLogger("json", en, write),
});
write(`${server.port}\n`);
