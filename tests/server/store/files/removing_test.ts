/** What no message names any more is removed a little at a time, and one little after the other. */

import { assertEquals } from "@std/assert";
import { Files } from "../../../../server/store/files.ts";
import type { FileOrder, FileReport, StartFiles } from "../../../../server/store/files.ts";
import type { FileStore } from "../../../../server/store/log.ts";
import { DEFAULT_LIMITS } from "../../../../protocol/limits.ts";
import { FakeClock } from "../../../support/clock.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/** Files whose thread does what it is told only when the test says so. */
function filesWith(count: number) {
  const left = Array.from({ length: count }, (_, n) => `hash-${String(n).padStart(4, "0")}`);
  const orders: FileOrder[] = [];
  let report: (report: FileReport) => void = () => {};
  const start: StartFiles = (_, { onReport }) => {
    report = onReport;
    return { tell: (order) => void orders.push(order), close: () => {} };
  };
  const store: FileStore = {
    find: () => undefined,
    fileOf: () => undefined,
    isNamed: () => false,
    oldest: undefined,
    expire: () => {},
    unnamed: () => left.slice(0, 50),
    settle: (hashes) => void left.splice(0, left.length, ...left.filter((hash) => !hashes.includes(hash))),
  };
  const folder = new TempFolder();
  const faults: string[] = [];
  const files = new Files({
    log: folder.file("chat.db"),
    store,
    start,
    limits: DEFAULT_LIMITS,
    clock: new FakeClock(),
    onFault: (cause) => void faults.push(cause),
  });
  /** Has the thread do its next order. */
  const work = (): boolean => {
    const order = orders.shift();
    if (order?.kind === "remove") report({ kind: "removed", hashes: order.hashes, bytes: 0 });
    return order !== undefined;
  };
  return { files, left, orders, faults, work, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

Deno.test("ten thousand files of somebody who was erased go one after the other, and do not wait for a sweep each time", () => {
  using house = filesWith(10_000);
  house.files.sweep();
  while (house.work());
  assertEquals([house.left.length, house.faults], [0, []]);
});

Deno.test("while some are on their way a sweep begins no second row of them, and where a thread has ended the next but one begins anew", () => {
  using house = filesWith(1_000);
  house.files.sweep();
  house.work();
  house.files.sweep();
  assertEquals(house.orders.length, 1);
  house.orders.length = 0; // The thread has ended, and tells nothing of them.
  house.files.sweep();
  assertEquals([house.orders.length, house.left.length], [1, 950]);
});

Deno.test("once they are to be closed, nothing more is removed", () => {
  using house = filesWith(1_000);
  house.files.sweep();
  void house.files.close();
  house.work();
  assertEquals(house.orders.map(({ kind }) => kind), ["close"]);
});
