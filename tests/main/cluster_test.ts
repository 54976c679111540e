/** `chat server --cluster`: what it takes, and what it refuses before it begins. */

import { assert, assertEquals } from "@std/assert";
import { parseCommandLine, UsageError } from "../../main/arguments.ts";
import { serverSettings } from "../../main/options.ts";
import { en } from "../../words/en.ts";
import { CLUSTER_FROM_SOURCE, FROM_SOURCE, runProgram } from "../support/program.ts";
import { test } from "../support/sanitized.ts";

function settingsOf(...flags: readonly string[]) {
  const asked = parseCommandLine(["server", ...flags], () => undefined, en);
  assert(asked.kind === "run");
  return serverSettings(asked.given, "chat.db", en);
}

function refusalOf(...flags: readonly string[]): string {
  try {
    settingsOf("--cluster", "nats://127.0.0.1:4222", ...flags);
    return "";
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

test("a server alone is in no cluster", () => {
  assertEquals(settingsOf().cluster, undefined);
});

test("a cluster has its NATS servers, a name, and where clients find this server", () => {
  const { cluster } = settingsOf(
    "--cluster",
    "nats://a:4222,tls://b",
    "--cluster-name",
    "tea",
    "--advertise",
    "chat1:53000",
    "--cluster-replicas",
    "3",
    "--cluster-keep",
    "2d",
  );
  assertEquals(cluster?.servers, ["nats://a:4222", "tls://b"]);
  assertEquals([cluster?.name, cluster?.advertise, cluster?.replicas, cluster?.keep], [
    "tea",
    ["chat1:53000"],
    3,
    172_800_000,
  ]);
});

test("what servers of a cluster cannot keep to yet is refused before anything is opened", () => {
  assertEquals(refusalOf("--ephemeral"), en.cluster.refused.data);
  assertEquals(refusalOf("--keep", "30d"), en.cluster.refused.keep);
  assertEquals([refusalOf("--closed"), refusalOf("--approve")], ["", ""]);
  assert(refusalOf("--cluster-name", "a.b").includes("1 to 32 letters"));
});

test("a certificate for NATS and its key come together", () => {
  const both = settingsOf("--cluster", "nats://a", "--cluster-cert", "c.pem", "--cluster-key", "k.pem");
  assertEquals([both.cluster?.cert, both.cluster?.key], ["c.pem", "k.pem"]);
  assertEquals(refusalOf("--cluster-cert", "c.pem"), en.cluster.needCert);
  assertEquals(refusalOf("--cluster-key", "k.pem"), en.cluster.needCert);
});

test("chat cluster config makes one file for several NATS servers, which prove who they are and know each other", async () => {
  const config = async (...flags: readonly string[]): Promise<string> => {
    const { code, stdout } = await runProgram([...FROM_SOURCE, "cluster", "config", ...flags]);
    assertEquals(code, 0);
    return stdout;
  };
  const alone = await config();
  assert(alone.includes(`listen: "127.0.0.1:4222"`) && alone.includes("sync_interval: always"));
  const three = await config("--nodes", "nats1,nats2,10.0.0.3", "--cluster-name", "tea");
  for (const host of ["nats1", "nats2", "10.0.0.3"]) assert(three.includes(`"nats://${host}:6222"`), host);
  assert(three.includes("name: tea") && three.includes("handshake_first: true"));
  assertEquals(three.match(/verify: true/g)?.length, 2);
  assert(three.includes("sync_interval: always"));
  for (const nodes of ["nats1", "nats1,nats2", "nats1,nats2,nats2", "a b,c,d"]) {
    const { code, stderr } = await runProgram([...FROM_SOURCE, "cluster", "config", "--nodes", nodes]);
    assertEquals([code, stderr.includes("three or five")], [2, true], nodes);
  }
});

test("a password in the address is refused, as everybody on the machine can read it", () => {
  let refusal = "";
  try {
    settingsOf("--cluster", "nats://user:secret@host:4222");
  } catch (error) {
    refusal = error instanceof UsageError ? error.message : "";
  }
  assert(refusal.includes("--cluster-creds"), refusal);
});

test("no code of a cluster is loaded by a server that is alone, as it opens where there is none", async () => {
  const url = (path: string): string => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);
  const folder = await Deno.makeTempDir();
  const script = (more: string): string => `
    const { serve } = await import(${url("server.ts")});
    const { DEFAULT_LIMITS: limits } = await import(${url("protocol/limits.ts")});
    const { en: words } = await import(${url("words/en.ts")});
    const data = { path: ${JSON.stringify(`${folder}/chat.db`)}, durability: "process" };
    const server = await serve({ hostname: "127.0.0.1", port: 0, title: "x", words, limits, data, logger: () => {}, ${more} });
    await server.stop();`;
  const map = `{ "imports": { ${url("server/cluster.ts")}: ${
    JSON.stringify(`file://${folder}/nothing.ts`)
  } } }`;
  await Deno.writeTextFile(`${folder}/map.json`, map);
  const run = async (name: string, more: string): Promise<string> => {
    await Deno.writeTextFile(`${folder}/${name}`, script(more));
    const args = [
      "run",
      "-A",
      "--unstable-worker-options",
      "--no-check",
      "--no-lock",
      "--import-map",
      `${folder}/map.json`,
      `${folder}/${name}`,
    ];
    const command = new Deno.Command(Deno.execPath(), { args, stdin: "null", env: { NO_COLOR: "1" } });
    return new TextDecoder().decode((await command.output()).stderr);
  };
  const cluster =
    `cluster: { servers: ["nats://127.0.0.1:9"], name: "x", replicas: 1, keep: 1, advertise: [] }`;
  assertEquals(await run("alone.ts", ""), "");
  assert((await run("member.ts", cluster)).includes("nothing.ts"));
  await Deno.remove(folder, { recursive: true });
});

test("who asks how a cluster is gets an answer also where there is none", async () => {
  const nobody = "nats://127.0.0.1:1";
  const { code, stderr } = await runProgram([
    ...CLUSTER_FROM_SOURCE,
    "cluster",
    "status",
    "--cluster",
    nobody,
  ]);
  assertEquals([code, stderr], [6, `${en.cluster.problem["no-answer"]("", nobody)}\n`]);
});
