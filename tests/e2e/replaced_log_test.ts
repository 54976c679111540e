/** The file of the log is taken away under a running server: nothing is acknowledged that the next server would not find. */

import { assert, assertEquals } from "@std/assert";
import { exportMessages, makeLogger } from "../../server.ts";
import { en } from "../../words/en.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

/** Returns the status line of the answer to a request for a path. */
async function status(server: TestServer, path: string): Promise<string | undefined> {
  const peer = await server.raw();
  await peer.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await peer.waitForEnd();
  return peer.text.split("\r\n")[0];
}

const [WELL, UNWELL] = ["HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable"];

/** Has the files at their place taken away and checks that messages are refused, and how what the open file has is saved. */
async function checkTaken(
  path: string,
  take: () => Promise<void>,
  bring: () => Promise<void>,
): Promise<void> {
  await using server = await startServer({ data: path, mayFail: ["storing"] });
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  await ada.say("kept", "a");
  await bob.waitForMessage("kept");
  await take();
  await server.clock.advance(1_100);
  await ada.say("lost", "b");
  assertEquals((await ada.waitForFrame("error")).code, "not-stored");
  assertEquals([await status(server, "/healthz"), await status(server, "/readyz")], [WELL, UNWELL]);
  const failed = server.logged.filter((entry) => entry.event === "failed");
  assertEquals(failed.length, 1);
  assertEquals(failed.map((entry) => "replaced" in entry && entry.replaced), [path]);
  let line = "";
  for (const entry of failed) makeLogger("text", en, (text) => line += text, { now: () => 0 })(entry);
  assert(line.includes(`/proc/${Deno.pid}/fd`) && line.includes(path), line);
  await bring();
  for (let tries = 0; tries < 20 && await status(server, "/readyz") !== WELL; tries++) {
    await server.clock.advance(6_000); // More than once where the background has the log just then.
  }
  assertEquals(await status(server, "/readyz"), WELL);
  await ada.say("again", "c");
  await bob.waitForMessage("again");
  assert(server.logged.some(({ event }) => event === "storing-again"));
  assertEquals(bob.framesOf("message").map(({ text }) => text), ["kept", "again"]);
}

Deno.test({
  name: "a log that is moved away is missed within a second: nothing is acknowledged until it is back",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using folder = new TempFolder();
    const [path, aside] = [folder.file("chat.db"), folder.file("aside.db")];
    await checkTaken(path, () => Deno.rename(path, aside), () => Deno.rename(aside, path));
    assertEquals([...exportMessages(path, {})].map(({ text }) => text), ["kept", "again"]);
  },
});

const canMount = SmallDisk.isPossible();

Deno.test({
  name: `a disk that is mounted over the log is noticed${
    canMount ? "" : " (skipped: nothing can be mounted here)"
  }`,
  ignore: !canMount,
  fn: async () => {
    using folder = new TempFolder();
    const mount = async (command: string, ...args: readonly string[]): Promise<void> =>
      assertEquals((await new Deno.Command(command, { args: [...args] }).output()).success, true);
    await checkTaken(
      folder.file("chat.db"),
      () => mount("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path),
      () => mount("umount", folder.path),
    );
  },
});

Deno.test({
  name: "what the open file still has is saved as the log line says",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    using folder = new TempFolder();
    const path = folder.file("chat.db");
    await using server = await startServer({ data: path, mayFail: ["storing"] });
    const ada = await server.native("ada");
    for (let i = 1; i <= 20; i++) await ada.say(`${i}`, i);
    await ada.waitForFrame("ack", ({ id }) => id === 20);
    for (const end of ["", "-wal", "-shm"]) Deno.removeSync(path + end);
    await server.clock.advance(1_100);
    await ada.say("refused", "x");
    assertEquals((await ada.waitForFrame("error")).code, "not-stored");
    for (const end of ["", "-wal"]) {
      const [number] = Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => name).filter((name) => {
        try {
          return Deno.readLinkSync(`/proc/self/fd/${name}`) ===
            `${Deno.realPathSync(folder.path)}/chat.db${end} (deleted)`;
        } catch {
          return false;
        }
      });
      Deno.copyFileSync(`/proc/self/fd/${number}`, folder.file(`saved.db${end}`));
    }
    assertEquals([...exportMessages(folder.file("saved.db"), {})].length, 20);
  },
});

Deno.test("a server that stores, or keeps nothing, is alive and ready", async () => {
  using folder = new TempFolder();
  for (const data of [{}, { data: folder.file("chat.db") }]) {
    await using server = await startServer(data);
    assertEquals([await status(server, "/healthz"), await status(server, "/readyz")], [WELL, WELL]);
  }
});
