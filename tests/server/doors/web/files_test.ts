/** Requests about files beside talk. */

import { assertEquals } from "@std/assert";
import { LineReader } from "../../../../net/lines.ts";
import { wirePair } from "../../../../net/wire_pair.ts";
import { BotPosting, Subscriptions } from "../../../../server/core/bots.ts";
import { Connection } from "../../../../server/connection.ts";
import { FileLane, serveFiles } from "../../../../server/doors/web/files.ts";
import { test } from "../../../support/sanitized.ts";
import { TestCore } from "../../../support/test_core.ts";

test("however many ask for a file at once, while somebody talks one of them is answered in a pass", async () => {
  const { hub, clock } = new TestCore();
  const { context } = hub;
  const passes: (() => void)[] = [];
  const lane = new FileLane({ isTalk: true, nextPass: (run) => void passes.push(run) });
  const [ours] = wirePair();
  const connection = new Connection(ours, clock, () => {});
  const parts = {
    ...{ lane, connection, context, clock, host: "192.0.2.1", key: "192.0.2.1", shared: [] },
    hear: () => Promise.resolve(),
    reader: new LineReader(connection, 100),
    posting: new BotPosting(context),
    subscriptions: new Subscriptions(context),
  };
  const path = `/files/${"a".repeat(24)}`;
  const request = { method: "GET", path, query: new URLSearchParams(), isOld: false, headers: new Map() };
  const answered: number[] = [];
  const asked = Array.from({ length: 3 }, async (_, index) => {
    const { kind } = await serveFiles(request, parts, true);
    answered.push(index);
    return kind;
  });
  for (const [before, one] of asked.entries()) {
    assertEquals([answered.length, passes.length], [before, 1]);
    passes.shift()?.();
    assertEquals(await one, "answer");
  }
  assertEquals(passes.length, 0);
  connection.close();
});
