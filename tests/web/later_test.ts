/** What is loaded when somebody first asks for it. */

import { assertEquals } from "@std/assert";
import { Later } from "../../web/later.ts";

/** A part that comes, or fails to, when the test says so. */
function loading() {
  const told: string[] = [];
  const tries: PromiseWithResolvers<string>[] = [];
  const load = (): Promise<string> => {
    const one = Promise.withResolvers<string>();
    tries.push(one);
    return one.promise;
  };
  const later = new Later(load, () => void told.push("failed"));
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { later, told, tries, settle };
}

Deno.test("what is wanted of it waits in its order, is loaded once, and later is done at once", async () => {
  const { later, told, tries, settle } = loading();
  later.after(() => told.push("before"));
  later.use((part) => told.push(`one ${part}`));
  later.after(() => told.push("between"));
  later.use((part) => told.push(`two ${part}`));
  assertEquals([told, tries.length], [["before"], 1]);
  tries[0]?.resolve("window");
  await settle();
  later.use((part) => told.push(`three ${part}`));
  assertEquals(told, ["before", "one window", "between", "two window", "three window"]);
  assertEquals([later.now, tries.length], ["window", 1]);
});

Deno.test("a failure is told to whoever asked, loses nothing that could be done without it, and can be tried again", async () => {
  const { later, told, tries, settle } = loading();
  later.use(() => told.push("never"), () => told.push("kept"));
  later.after(() => told.push("after"));
  tries[0]?.reject(new Error("no network"));
  await settle();
  assertEquals(told, ["failed", "kept", "after"]);
  later.use((part) => told.push(part));
  tries[1]?.resolve("window");
  await settle();
  assertEquals(told.at(-1), "window");
});

Deno.test("loading ahead tells nobody that it failed, and is not tried again until somebody asks", async () => {
  const { later, told, tries, settle } = loading();
  later.warm();
  later.warm();
  tries[0]?.reject(new Error("no network"));
  await settle();
  later.warm();
  assertEquals([told, tries.length], [[], 1]);
  later.use((part) => told.push(part));
  assertEquals(tries.length, 2);
});
