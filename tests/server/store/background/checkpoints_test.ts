/** When what is beside the log is written back into it. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Checkpoints } from "../../../../server/store/background/checkpoints.ts";
import { Pulse } from "../../../../server/store/background/pulse.ts";
import { openLog } from "../../../../server/store/log.ts";
import { storeNumbered } from "../../../support/log_fixtures.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { test } from "../../../support/sanitized.ts";

/** A log that somebody writes, and what writes its `-wal` back. */
class Beside {
  time = 0;
  /** How large `-wal` is said to be, in bytes. */
  bytes = 0;
  readonly #folder = new TempFolder();
  readonly #path = this.#folder.file("chat.db");
  readonly #history = openLog(this.#path, "process", { checkpointAt: 1_000_000 });
  readonly #log = new DatabaseSync(this.#path);
  readonly #checkpoints = new Checkpoints({
    log: this.#log,
    pulse: new Pulse(this.#log, () => this.time),
    size: () => this.bytes,
    now: () => this.time,
  });

  /** Says something. */
  say(): void {
    storeNumbered(this.#history, 500);
  }

  /** Has the thread work for a time, and tells whether anything was written back. */
  pass(ms: number): boolean {
    const before = Deno.statSync(this.#path).size;
    for (const end = this.time + ms; this.time < end;) this.time += this.#checkpoints.step();
    return Deno.statSync(this.#path).size > before;
  }

  [Symbol.dispose](): void {
    this.#log.close();
    this.#history.close();
    this.#folder[Symbol.dispose]();
  }
}

test("while somebody writes, what they wrote is in the log itself within some ten seconds, and not at once", () => {
  using beside = new Beside();
  beside.pass(250);
  beside.say();
  assertEquals([beside.pass(9_000), beside.pass(1_500)], [false, true]);
  beside.pass(20_000);
  beside.say();
  assert(beside.pass(250), "what was not written for long is written back at once");
});

test("a file beside the log that has grown large is written back at once, and then only when it grows further", () => {
  using beside = new Beside();
  beside.pass(250);
  beside.bytes = 17 * 1024 * 1024;
  beside.say();
  assert(beside.pass(250));
  beside.say();
  assert(!beside.pass(2_000));
  beside.bytes++;
  assert(beside.pass(250));
});
