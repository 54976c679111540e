/** What is done when NATS has lost what it had: `chat cluster renew`. Left out where there is no `nats-server`; not in CI. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { exportMessages, type RunningServer, serve } from "../../server.ts";
import { en } from "../../words/en.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { NativePeer } from "../support/peers.ts";
import { CLUSTER_FROM_SOURCE, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

/** A cluster's servers in this process, over a NATS whose disk can be put back. */
class Scene implements AsyncDisposable {
  readonly nats = new NatsServer(nats ?? "");
  readonly folder = new TempFolder();

  file(name: string): string {
    return this.folder.file(`${name}.db`);
  }

  /** The file of a server's key. */
  key(name: string): string {
    return `${this.file(name)}-identity.pem`;
  }

  /** @param hasKey Whether it has a key that is kept: where none has, the stream knows of none, like one that an earlier build began. */
  open(name: string, hasKey = true): Promise<RunningServer> {
    return serve({
      hostname: "127.0.0.1",
      port: 0,
      title: "chat",
      words: en,
      limits: DEFAULT_LIMITS,
      logger: () => {},
      data: { path: this.file(name), durability: "process" },
      identity: { kind: "own", ...(hasKey && { path: this.key(name) }), hosts: [] },
      cluster: {
        servers: [`nats://127.0.0.1:${this.nats.port}`],
        name: "chat",
        replicas: 1,
        keep: 60_000_000,
        advertise: [],
      },
    });
  }

  /** Says something at a server, and waits for the ack. */
  async say(server: RunningServer, text: string): Promise<number> {
    const peer = new NativePeer(await Deno.connect({ hostname: "127.0.0.1", port: server.port }));
    await peer.enter(`n${text}`);
    await peer.say(text, text);
    const { seq } = await peer.waitForFrame("ack");
    await peer.sendFrames({ type: "quit" });
    await peer.waitForEnd();
    return seq ?? 0;
  }

  /** Runs `chat cluster renew`. */
  async renew(name: string, ...more: readonly string[]): Promise<string> {
    const where = ["--cluster", `nats://127.0.0.1:${this.nats.port}`, "--data", this.file(name)];
    const command = [...CLUSTER_FROM_SOURCE, "cluster", "renew", ...where, ...more];
    const { code, stdout, stderr } = await runProgram(command);
    return `${code} ${stdout}${stderr}`;
  }

  /** What a server has stored. */
  said(name: string): readonly string[] {
    return [...exportMessages(this.file(name), {})].map(({ seq, text }) => `${seq} ${text}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.nats[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }
}

/** Why a server does not open. */
async function problemOf(opening: Promise<RunningServer>): Promise<unknown> {
  const error = await assertRejects(() => opening, Error);
  return "kind" in error ? error.kind : error;
}

Deno.test({
  name:
    "put back to an old disk NATS is no use to any server, until the stream is made anew from the fullest file: then all goes on where that ends",
  ignore: nats === undefined,
  fn: async () => {
    await using scene = new Scene();
    await scene.nats.start();
    const [one, two] = [await scene.open("one"), await scene.open("two")];
    assertEquals(await scene.say(one, "a"), 1);
    assert((await scene.renew("one", "--yes")).startsWith("6 "), "a file that is open");
    await two.stop();
    assertEquals(await scene.renew("two", "--yes"), `6 ${en.cluster.problem["servers-up"]()}\n`);
    await one.stop();
    const more = await scene.renew("two", "--yes");
    assert(more.startsWith("6 ") && more.includes(" lacks: "), more);
    await scene.nats.kill();
    scene.nats.keep();
    await scene.nats.start();
    const again = [await scene.open("one"), await scene.open("two")] as const;
    assertEquals(await scene.say(again[1], "b"), 2);
    for (const server of again) await server.stop(); // The second one goes last, and has most.
    await scene.nats.kill();
    scene.nats.restore();
    await scene.nats.start();
    assertEquals([await problemOf(scene.open("one")), await problemOf(scene.open("two"))], [
      "went-back",
      "went-back",
    ]);
    const asked = await scene.renew("two");
    assert(asked.startsWith("2 ") && asked.includes(en.cluster.needsYes), asked);
    const renewed = await scene.renew("two", "--yes");
    assert(renewed.startsWith("0 ") && renewed.includes(en.cluster.renewed), renewed);
    assertEquals(renewed.includes(en.cluster.renewalUnknown), false); // It is made as the one before was.
    assert(renewed.includes(en.cluster.renewalMakes(1, 60_000_000)), renewed);
    const last = await scene.open("two");
    assertEquals(await problemOf(scene.open("one")), "behind");
    assertEquals(await scene.say(last, "c"), 3);
    await last.stop();
    assertEquals(scene.said("two"), ["1 a", "2 b", "3 c"]);
    const copy = await runProgram([
      ...CLUSTER_FROM_SOURCE,
      "backup",
      scene.file("three"),
      "--data",
      scene.file("two"),
    ]);
    assertEquals(copy.code, 0, copy.stderr);
    const both = [await scene.open("two"), await scene.open("three")] as const;
    assertEquals(await scene.say(both[1], "d"), 4);
    for (const server of both) await server.stop();
    assertEquals([scene.said("two"), scene.said("three")], [scene.said("two"), scene.said("two")]);
  },
});

Deno.test({
  name:
    "a NATS that has nothing any more stops the servers that had something; no server makes another stream, and renew does",
  ignore: nats === undefined,
  fn: async () => {
    await using scene = new Scene();
    await scene.nats.start();
    const one = await scene.open("one");
    assertEquals(await scene.say(one, "a"), 1);
    await scene.nats.kill();
    scene.nats.restore(); // Nothing was kept.
    await scene.nats.start();
    assertEquals(await one.halted, "went-back");
    await one.stop();
    assertEquals(await problemOf(scene.open("one")), "went-back");
    const renewed = await scene.renew("one", "--yes");
    assert(renewed.startsWith("0 ") && renewed.includes("NATS has no stream"), renewed);
    assert(renewed.includes(en.cluster.renewalUnknown), renewed);
    assert(renewed.includes(en.cluster.renewalMakes(1, 604_800_000)), renewed);
    const again = await scene.open("one");
    assertEquals(await scene.say(again, "b"), 2);
    await again.stop();
    assertEquals((await scene.renew("none", "--yes")).slice(0, 2), "6 ");
  },
});

Deno.test({
  name:
    "a cluster that an earlier build began comes to have one key by the steps that docs/cluster.md has; who was away meanwhile is told what to do",
  ignore: nats === undefined,
  fn: async () => {
    await using scene = new Scene();
    const keyOf = (name: string): string => Deno.readTextFileSync(scene.key(name));
    const backUp = async (from: string, to: string): Promise<void> => {
      const command = [...CLUSTER_FROM_SOURCE, "backup", scene.file(to), "--data", scene.file(from)];
      assertEquals((await runProgram(command)).code, 0);
    };
    await scene.nats.start();
    const names = ["one", "two", "away"] as const;
    for (const hasKey of [false, true]) {
      const servers: RunningServer[] = [];
      for (const name of names) servers.push(await scene.open(name, hasKey));
      const [one, two, away] = servers;
      assert(one !== undefined && two !== undefined && away !== undefined);
      const more = hasKey ? 2 : 0;
      assertEquals(await scene.say(two, `${more}`), 1 + more);
      await away.stop();
      assertEquals(await scene.say(one, `${1 + more}`), 2 + more); // One was away when this was said.
      await two.stop();
      await one.stop();
    }
    assertEquals(new Set(names.map(keyOf)).size, 3, "each goes on to prove its own");

    const renewed = await scene.renew("one", "--yes");
    assert(renewed.startsWith("0 ") && renewed.includes(en.cluster.renewed), renewed);
    const own = keyOf("one");
    const first = await scene.open("one");
    assertEquals([keyOf("one"), await scene.say(first, "4")], [own, 5]);
    // Two was stopped before the last of one's turns, and the other long before.
    assertEquals([await problemOf(scene.open("two")), await problemOf(scene.open("away"))], [
      "behind",
      "behind",
    ]);
    for (const name of ["two", "away"]) {
      for (const file of [scene.file(name), scene.key(name)]) Deno.renameSync(file, `${file}.old`);
      await backUp("one", name);
    }
    const [two, away] = [await scene.open("two"), await scene.open("away")];
    assertEquals([keyOf("two"), keyOf("away")], [own, own]);
    assertEquals([await scene.say(two, "5"), await scene.say(away, "6")], [6, 7]);
    for (const server of [away, two, first]) await server.stop();
    const said = names.map((name) => scene.said(name));
    assertEquals(said, names.map(() => ["1 0", "2 1", "3 2", "4 3", "5 4", "6 5", "7 6"]));

    // From now on the stream says which key it is: one with another key is told so, and needs nothing else than to give it up.
    const last = await scene.open("one");
    Deno.copyFileSync(`${scene.key("two")}.old`, scene.key("two"));
    assertEquals(await problemOf(scene.open("two")), "other-key");
    Deno.removeSync(scene.key("two"));
    const again = await scene.open("two");
    assertEquals([keyOf("two"), await scene.say(again, "7")], [own, 8]);
    for (const server of [again, last]) await server.stop();
  },
});

Deno.test({
  name:
    "renew puts back the key of the file that it is made from, also where the stream knew another or none",
  ignore: nats === undefined,
  fn: async () => {
    await using scene = new Scene();
    await scene.nats.start();
    const one = await scene.open("one");
    assertEquals(await scene.say(one, "a"), 1);
    await one.stop();
    const [old] = [Deno.readTextFileSync(scene.key("one"))];
    await Deno.rename(scene.key("one"), `${scene.key("one")}.old`);
    // Its only server has lost the key, and nobody else can give it: another is made, and becomes the cluster's.
    const made = await runProgram([
      ...CLUSTER_FROM_SOURCE,
      "identity",
      "new",
      "--yes",
      "--data",
      scene.file("one"),
    ]);
    assertEquals(made.code, 0, made.stderr);
    assertEquals(await problemOf(scene.open("one")), "other-key");
    assert((await scene.renew("one", "--yes")).startsWith("0 "));
    const again = await scene.open("one");
    assertEquals(await scene.say(again, "b"), 2);
    await again.stop();
    assert(Deno.readTextFileSync(scene.key("one")) !== old);
    // And back: a restored key is the cluster's once the stream is made anew with it.
    Deno.copyFileSync(`${scene.key("one")}.old`, scene.key("one"));
    assertEquals(await problemOf(scene.open("one")), "other-key");
    assert((await scene.renew("one", "--yes")).startsWith("0 "));
    const restored = await scene.open("one");
    assertEquals([await scene.say(restored, "c"), Deno.readTextFileSync(scene.key("one"))], [3, old]);
    await restored.stop();
  },
});
