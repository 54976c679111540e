/** What is fetched with the program, and goes into the binary: all that its lock file names, so tests have a lock file of their own. */

import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import clusterMap from "../server/cluster/imports.json" with { type: "json" };
import map from "./imports.json" with { type: "json" };
import { isFields } from "../protocol/fields.ts";
import { FROM_SOURCE, runProgram } from "./support/program.ts";

/** The packages that a lock file names, with what must be in them. */
function packagesOf(file: string): ReadonlyMap<string, string> {
  const lock: unknown = JSON.parse(Deno.readTextFileSync(new URL(`../${file}`, import.meta.url)));
  assert(isFields(lock) && isFields(lock.npm));
  return new Map(Object.entries(lock.npm).map(([name, what]) => [name, JSON.stringify(what)]));
}

Deno.test("the program's packages are those that are tested, and none that only tests need", () => {
  const tested = packagesOf("tests.lock");
  const packed = packagesOf("deno.lock");
  for (const [name, what] of packed) assertEquals(what, tested.get(name), name);
  const names = [...packed.keys()].map((name) => name.replace(/@[^@]*$/, ""));
  assert(names.includes("string-width") && names.includes("uqr"), names.join());
  for (const only of ["playwright-core", "axe-core", "fast-check", "@xterm/headless", "ws"]) {
    assert(!names.includes(only), `${only} is in deno.lock`);
  }
  assertEquals(names.filter((name) => name.includes("nats")), [], "only a cluster needs NATS' packages");
});

Deno.test("what a cluster needs besides is in a lock file of its own, which has all of the program's", () => {
  const packed = packagesOf("deno.lock");
  const clustered = packagesOf("cluster.lock");
  const tested = packagesOf("tests.lock");
  for (const [name, what] of packed) assertEquals(what, clustered.get(name), name);
  for (const [name, what] of clustered) assertEquals(what, tested.get(name), name);
  assert([...clustered.keys()].some((name) => name.startsWith("@nats-io/")));
});

const NEEDS = [
  ["deno.lock", "deno.json", "main.ts"],
  ["cluster.lock", "server/cluster/imports.json", "main.ts", "server/cluster/nats_stream.ts"],
];
for (const [lock = "", map = "", ...files] of NEEDS) {
  Deno.test(`${lock} has all that ${files.join(" and ")} need`, async () => {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["cache", "--frozen", `--import-map=${map}`, `--lock=${lock}`, ...files],
      cwd: new URL("../", import.meta.url),
      stdin: "null",
    }).output();
    assert(success, new TextDecoder().decode(stderr));
  });
}

Deno.test("without what a cluster needs, a server of one says how it is started, and so does chat cluster status", async () => {
  const cluster = ["--cluster", "nats://127.0.0.1:1"];
  for (const args of [["server", "--port", "0", ...cluster], ["cluster", "status", ...cluster]]) {
    const { code, stderr } = await runProgram([...FROM_SOURCE, ...args]);
    assertEquals(code, 6, stderr);
    assert(stderr.includes("deno task cluster server"), stderr);
  }
});

Deno.test("tests, and clusters, have an import map of their own, which has the program's imports, too", () => {
  for (const [name, from] of Object.entries(config.imports)) {
    assertEquals(Reflect.get(map.imports, name), from);
    assertEquals(Reflect.get(clusterMap.imports, name), from);
  }
  for (const [name, from] of Object.entries(clusterMap.imports)) {
    assertEquals(Reflect.get(map.imports, name), from);
  }
});
