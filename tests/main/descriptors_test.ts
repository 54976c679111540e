/** Room for descriptors, made before anybody comes. */

import { assertEquals } from "@std/assert";
import { growDescriptorTable } from "../../main/descriptors.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { lookUntil } from "../support/condition.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { test } from "../support/sanitized.ts";

/** Opens what counts how many of it there are. @param limit How many can be there at once. */
function countingOpen(limit: number) {
  const counted = { opened: 0, open: 0 };
  const open = (): Promise<Disposable> => {
    if (counted.open === limit) return Promise.reject(new Error("Too many open files"));
    counted.opened++;
    counted.open++;
    return Promise.resolve({ [Symbol.dispose]: () => void counted.open-- });
  };
  return { counted, open };
}

test("half of what is needed is opened, of a table whose size is a power of two, and closed again", async () => {
  if (Deno.build.os !== "linux") return;
  for (
    const [wanted, opened] of [[1064, 1024], [1024, 512], [1025, 1024], [64, 32], [1_000_000, 2048]] as const
  ) {
    const { counted, open } = countingOpen(Infinity);
    await growDescriptorTable(wanted, open);
    assertEquals(counted, { opened, open: 0 }, `for ${wanted}`);
  }
});

test("where there are not so many, all are given back", async () => {
  if (Deno.build.os !== "linux") return;
  const { counted, open } = countingOpen(100);
  await growDescriptorTable(1_000, open);
  assertEquals(counted, { opened: 100, open: 0 });
});

test("a server's table has room for all who may come, before they do", async () => {
  if (Deno.build.os !== "linux") return;
  await using program = new Program([...FROM_SOURCE, "server", "--port", "0", "--ephemeral"]);
  await lookUntil("a larger table", () => {
    const status = Deno.readTextFileSync(`/proc/${program.pid}/status`);
    const size = Number(/^FDSize:\s*(\d+)$/m.exec(status)?.[1]);
    return size > DEFAULT_LIMITS.maxClients ? true : undefined;
  });
});
