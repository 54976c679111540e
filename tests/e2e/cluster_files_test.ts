/** Files at three servers over NATS. Left out where there is no `nats-server`; not in CI. */

import { assertEquals } from "@std/assert";
import { exportMessages } from "../../server.ts";
import { lookUntil } from "../support/condition.ts";
import { filesBeside, noise } from "../support/files.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { CLUSTER_FROM_SOURCE, FROM_SOURCE, Program } from "../support/program.ts";
import { NativePeer } from "../support/peers.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

/** A server of the cluster, and where it listens. */
interface Running {
  readonly server: Program;
  readonly port: number;
}

/** Starts a server of the cluster. */
async function start(stream: NatsServer, data: string): Promise<Running> {
  const cluster = ["--cluster", `nats://127.0.0.1:${stream.port}`];
  const flags = ["--host", "127.0.0.1", "--port", "0", "--data", data, "--quiet", "--no-console"];
  const server = new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags], { LANG: "en" });
  return { server, port: Number(await server.waitForOutput(/is open on 127\.0\.0\.1:(\d+)/)) };
}

/** Asks until an answer is what is waited for: a file comes by itself, a moment after its message. */
async function askUntil(
  { port }: Running,
  path: string,
  isIt: (response: Response) => boolean,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly response: Response; readonly bytes: Uint8Array }> {
  return await lookUntil(`the wanted answer to ${path}`, async () => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return isIt(response) ? { response, bytes } : undefined;
  });
}

/** Runs a command, which is to succeed, and gives what it says. */
async function chat(...words: readonly string[]): Promise<string> {
  await using asked = new Program([...FROM_SOURCE, ...words], { LANG: "en" });
  const { code, stdout, stderr } = await asked.waitForExit();
  assertEquals(code, 0, stderr);
  return stdout + stderr;
}

/** Sends a file as ada. */
async function sendFile({ port }: Running, path: string): Promise<void> {
  await chat(
    "send",
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--as",
    "ada",
    "--file",
    path,
  );
}

Deno.test({
  name:
    "a file that was sent to one server is had at another, also in parts, and is gone at all once its author is erased at a third",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const data = [1, 2, 3].map((n) => folder.file(`${n}.db`));
    const [one, two, three] = [
      await start(stream, data[0] ?? ""),
      await start(stream, data[1] ?? ""),
      await start(stream, data[2] ?? ""),
    ];
    await using _one = one.server;
    await using _two = two.server;
    await using _three = three.server;
    const bob = new NativePeer(await Deno.connect({ port: three.port }));
    await bob.enter("bob");
    const bytes = noise(400_000);
    await Deno.writeFile(folder.file("plan.bin"), bytes);
    await sendFile(one, folder.file("plan.bin"));
    const { seq, file } = await bob.waitForFrame("message", (message) => message.file !== undefined);
    const path = `/files/${file?.id}`;
    const all = await askUntil(two, path, ({ status }) => status === 200);
    assertEquals(all.bytes, bytes);
    const part = await askUntil(three, path, ({ status }) => status === 206, { Range: "bytes=390000-" });
    assertEquals(part.bytes, bytes.slice(390_000));
    const asked = { type: "upload", room: "lobby", name: "late.bin", size: 200_000, id: "late" } as const;
    await bob.sendFrames(asked);
    const { path: upload } = await bob.waitForFrame("upload", ({ id }) => id === "late");
    const sent = await fetch(`http://127.0.0.1:${one.port}${upload}`, { // As through a balancer.
      method: "PATCH",
      headers: { "Upload-Offset": "0" },
      body: noise(200_000, 2),
    });
    const late: { readonly file: { readonly id: string; readonly sha256: string } } = await sent.json();
    const had = await askUntil(two, `/files/${late.file.id}`, ({ status }) => status === 200);
    assertEquals([sent.status, had.bytes], [200, noise(200_000, 2)]);
    const copied = await chat("backup", folder.file("copy.db"), "--data", data[2] ?? "");
    assertEquals(copied.includes("2 files are with it."), true, copied);
    await bob.close();
    await chat("erase", "ada", "--yes", "--data", data[2] ?? "");
    for (const server of [one, two, three]) {
      await askUntil(server, path, ({ status }) => status === 404);
    }
    for (const log of data) {
      await lookUntil("one file", () => filesBeside(log).kept.length <= 1 || undefined);
      assertEquals(filesBeside(log).kept, [late.file.sha256]);
    }
    assertEquals(
      [...exportMessages(data[0] ?? "", {})].some((message) => message.seq === seq && message.file),
      false,
    );
  },
});

Deno.test({
  name:
    "a server that lacks a file while those that have it are away says so and when to ask again, and has it once one is back",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const one = await start(stream, folder.file("1.db"));
    const ada = new NativePeer(await Deno.connect({ port: one.port }));
    await ada.enter("bob");
    await Deno.writeFile(folder.file("plan.bin"), noise(50_000));
    await sendFile(one, folder.file("plan.bin"));
    const { file } = await ada.waitForFrame("message", (message) => message.file !== undefined);
    await ada.close();
    await one.server.kill();
    // Nobody is up who could give it the key.
    await Deno.copyFile(folder.file("1.db-identity.pem"), folder.file("2.db-identity.pem"));
    await Deno.chmod(folder.file("2.db-identity.pem"), 0o600);
    const two = await start(stream, folder.file("2.db"));
    await using _two = two.server;
    const path = `/files/${file?.id}`;
    const away = await fetch(`http://127.0.0.1:${two.port}${path}`);
    assertEquals([away.status, away.headers.get("retry-after")], [503, "5"]);
    assertEquals(
      await away.text(),
      "Another server has this file, and it has not come from there yet: try again in a moment.\n",
    );
    const again = await start(stream, folder.file("1.db"));
    await using _again = again.server;
    const { bytes } = await askUntil(two, path, ({ status }) => status === 200);
    assertEquals(bytes, noise(50_000));
  },
});
