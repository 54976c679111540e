/** A machine that has no more file descriptors to give. */

import { assert, assertEquals } from "@std/assert";
import { NativePeer, PlainPeer, RawPeer } from "../support/peers.ts";
import { test } from "../support/sanitized.ts";
import { Condition } from "../support/condition.ts";

const PROGRAM = new URL("../support/server_process.ts", import.meta.url).pathname;

/** A server that may open so many files, and the lines that it writes. While it loads it opens all its modules at once. */
async function serveWith(descriptors: number) {
  const run = `ulimit -n ${descriptors} && exec "$0" run --no-check --allow-net --allow-read "$1"`;
  const child = new Deno.Command("sh", {
    args: ["-c", run, Deno.execPath(), PROGRAM],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const watch = new Condition();
  let text = "";
  const reading = (async () => {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      watch.notify();
    }
  })();
  const seen = (): string => text.slice(-2_000);
  let isOver = false;
  child.status.then(() => isOver = true);
  const port = await watch.waitFor("the port", () => /^(\d+)\n/.exec(text)?.[1], seen);
  const connect = () => Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const logs = (event: string): Promise<string> =>
    watch.waitFor(event, () => text.includes(`"event":"${event}"`) ? event : undefined, seen);
  const stop = async (): Promise<void> => {
    const ended = isOver;
    if (!ended) child.kill();
    await child.status;
    await reading;
    assertEquals([ended, await errors], [false, ""], "the server ended by itself");
  };
  return { connect, logs, stop };
}

test("without descriptors newcomers are turned away, those inside talk on, and it recovers", async () => {
  const { connect, logs, stop } = await serveWith(256);
  const peers: RawPeer[] = [];
  try {
    const ada = new NativePeer(await connect());
    peers.push(ada);
    await ada.enter("ada");
    const crowd = await Promise.all(Array.from({ length: 400 }, async () => new RawPeer(await connect())));
    peers.push(...crowd);
    await logs("no-descriptors");
    await ada.say("what a crowd");
    await ada.waitForMessage("what a crowd");
    const endings = crowd.map((peer) => peer.waitForEnd().then(() => peer.text));
    assert((await Promise.race(endings)).startsWith("The room is full ("));
    for (const peer of crowd) await peer.close();
    await Promise.all(endings);
    await logs("descriptors-back");
    const bob = new PlainPeer(await connect());
    peers.push(bob);
    await bob.enter("bob");
    await bob.say("plenty of room");
    await ada.waitForMessage("plenty of room");
    assertEquals([ada.state, ada.framesOf("left").length], ["open", 0]);
  } finally {
    for (const peer of peers) await peer.close();
    await stop();
  }
});
