/**
 * A server an hour after its start, by a clock that is turned, with the rights that a program has left by then
 * (`prompt`, which --no-prompt refuses). Prints its port; closes when its input ends. Argument: the log's file.
 *
 * @module
 */

import { revokePermissions } from "../../main/server_command.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { makeLogger, serve } from "../../server.ts";
import { en } from "../../words/en.ts";
import { FakeClock } from "./clock.ts";

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line));
}

const clock = new FakeClock();
const server = await serve({
  hostname: "127.0.0.1",
  port: 0,
  title: "chat",
  words: en,
  limits: DEFAULT_LIMITS,
  logger: makeLogger("json", en, write),
  data: { path: Deno.args[0] ?? "", durability: "process" },
  clock,
});
revokePermissions();
await clock.advance(3_600_000);
const RIGHTS = ["write", "env", "sys", "run", "net", "ffi", "import"] as const;
const left = RIGHTS.filter((name) => Deno.permissions.querySync({ name }).state === "granted");
const tried = await Promise.allSettled([
  Deno.connect({ hostname: "127.0.0.1", port: server.port }),
  Promise.try(() => Deno.listen({ port: 0 })),
  Deno.writeTextFile(`${Deno.args[0]}.more`, ""),
]);
const refused = tried.filter((each) => each.status === "rejected").length;
const { deno } = Deno.version;
write(
  `port ${server.port} an hour later on ${deno}: rights left ${
    left.join() || "none"
  }, ${refused} of 3 refused\n`,
);
for await (const chunk of Deno.stdin.readable) void chunk;
await server.stop();
write("closed\n");
