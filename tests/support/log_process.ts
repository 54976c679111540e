/**
 * A log in a process of its own, to be killed: it stores messages (`m1`, `m2` and so on, in three rooms), indexes them, removes
 * old ones, and prints how many are stored after each turn. Arguments: the file, and how many messages a room keeps.
 *
 * @module
 */

import { draft, openIndexedLog, store, trimAll } from "./log_fixtures.ts";

const { log: history, index } = openIndexedLog(Deno.args[0] ?? "");
const [, keep = "0"] = Deno.args;
for (let count = 0;;) {
  const turn = Array.from(
    { length: 40 },
    () => draft(`all m${++count}`, { room: `room${count % 3}`, at: count }),
  );
  store(history, ...turn);
  Deno.stdout.writeSync(new TextEncoder().encode(`${count}\n`));
  index.step();
  if (Number(keep) > 0) trimAll(history, { kind: "count", count: Number(keep) }, 0);
}
