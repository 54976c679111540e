/** Three servers over NATS, as people meet them. Left out where there is no `nats-server`; not in CI. */

import { assert, assertEquals } from "@std/assert";
import { exportMessages } from "../../server.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { CLUSTER_FROM_SOURCE, FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

/** A port that is free now. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Starts a server of the cluster. */
async function start(natsPort: number, data: string, port: number): Promise<Program> {
  const cluster = ["--cluster", `nats://127.0.0.1:${natsPort}`, "--advertise", `127.0.0.1:${port}`];
  const flags = ["--port", String(port), "--data", data, "--quiet", "--no-web"];
  const server = new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags], { LANG: "en" });
  await server.waitForOutput(/ is open on /);
  return server;
}

Deno.test({
  name:
    "chat client goes on by itself at another server when its own is killed, and chat cluster status tells who is up",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const [one, two] = [freePort(), freePort()];
    await using first = await start(stream.port, folder.file("1.db"), one);
    await using second = await start(stream.port, folder.file("2.db"), two);
    const status = async (): Promise<string> => {
      const args = ["cluster", "status", "--cluster", `nats://127.0.0.1:${stream.port}`];
      await using asked = new Program([...CLUSTER_FROM_SOURCE, ...args], { LANG: "en" });
      const { code, stdout } = await asked.waitForExit();
      return `${code} ${stdout}`;
    };
    assert((await status()).includes("2 servers are up, and all have the same data."));
    const client = ["client", "--host", "127.0.0.1", "--port", String(one), "--name", "ada", "--json"];
    await using ada = new Program([...FROM_SOURCE, ...client], { LANG: "en" });
    await ada.write("before\n");
    await ada.waitForOutput(/"text":"before"/);
    await first.kill();
    await ada.write("after\n");
    await ada.waitForOutput(/"text":"after"/);
    await ada.closeInput();
    assertEquals((await ada.waitForExit()).code, 0);
    second.signal("SIGTERM");
    await second.waitForExit();
    assertEquals([...exportMessages(folder.file("2.db"), {})].map(({ text }) => text), ["before", "after"]);
    assert((await status()).includes("No server is up."));
  },
});
